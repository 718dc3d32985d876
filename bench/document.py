"""The document: sections of docs/performance.md that are written by measuring, between marks, the rest by hand."""

import re
from pathlib import Path


class NoMarks(Exception):
    """The document has no place for a section."""


def write_section(path: Path, name: str, text: str) -> None:
    """Put text between the marks of a section and leave everything else as it is. Raises NoMarks."""
    begin, end = marks(name)
    document = path.read_text(encoding="utf-8")
    found = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    if not found.search(document):
        raise NoMarks(f"{path} has no lines {begin} and {end}.")
    path.write_text(found.sub(lambda _: f"{begin}\n\n{text.strip()}\n\n{end}", document), encoding="utf-8")


def marks(name: str) -> tuple[str, str]:
    """Return the lines that begin and end a section."""
    return f"<!-- {name}: written by bench/ -->", f"<!-- end of {name} -->"
