"""Scaffolding: a new record's file, which `parley new` starts from a template."""

import re
from pathlib import Path

from schemas.model.edtf import EdtfError, bounds
from schemas.model.fields import is_slug
from schemas.nouns import FILED, SCHEMAS, RegistryError

TEMPLATES = Path(__file__).parents[1] / "records" / "_templates"
KINDS = {SCHEMAS[noun].TYPE: noun for noun in FILED}
"""The noun of each kind of record that has a file of its own."""
LEADING_NUMBERS = re.compile("[0-9]{4}(?:-[0-9]{2}){0,2}(?=-)")
_TEMPLATE_DATE = "2031-04-12"


def new_record(folder: Path, kind: str, identifier: str) -> Path:
    """Write a new record's file and return its path.

    Raises FileExistsError rather than write over one, ValueError for what is no id, and RegistryError where the noun
    has no template.
    """
    if not is_slug(identifier):
        raise ValueError(f"{identifier!r} is not an id; allowed are lower-case ASCII words joined by hyphens.")
    date = _date_of_event(identifier) if kind == "event" else None
    if kind == "event" and not date:
        raise ValueError(f"The id of an event begins with its date: {_TEMPLATE_DATE}-{identifier}, for example.")
    if not (TEMPLATES / f"{kind}.yaml").exists():
        raise RegistryError(f"The noun {KINDS[kind]!r} is missing in db/records/_templates: there is no {kind}.yaml.")
    text = (TEMPLATES / f"{kind}.yaml").read_text(encoding="utf-8")
    if date:
        # Comments give it as an example of a date.
        lines = text.splitlines(keepends=True)
        text = "".join(line if line.startswith("#") else line.replace(_TEMPLATE_DATE, date) for line in lines)
    path = folder / KINDS[kind] / f"{identifier}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8") as file:
        file.write(text)
    return path


def _date_of_event(identifier: str) -> str | None:
    """Return the day, month or year that an id begins with, as far as there is such a one."""
    leading = LEADING_NUMBERS.match(identifier)
    try:
        return leading[0] if leading and bounds(leading[0]) else None
    except EdtfError:
        return None
