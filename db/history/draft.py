"""Drafts: what a curator writes for a release, above all why records changed; a template has the rest filled in."""

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from marshmallow import validate

from db.curation.format import canonical
from db.history.changes import CHANGE_KINDS, RecordChange
from db.history.reasons import UNKNOWN_REASON, known_reason, likely_kind
from db.history.release_schema import CorrectionEntry, DayField
from db.history.state import State, unpack
from schemas.model.base import BaseSchema
from schemas.model.fields import Many, Nest, Text

MAX_SHOWN = 300
"""Characters of a value that the template shows in a comment."""
MIN_GROUP = 8
"""As many records of a noun whose changes are of the same kind and fields stand in one entry: a mass edit."""
HEADER = """\
# A release: say below why each record changed, then run `parley release FILE`.
#
# `reason` is a sentence for readers; replace every '?'. `source`: what shows it, a source's id or a URL.
# `kind` is a guess: corrected (it was wrong), extended (it said less), reworded (it says the same otherwise).
# One entry may name many records, and an entry may be taken apart.
# `notes: …` says in a sentence what the release is about; without it they count what changed, by the kinds below.
"""


class DraftEntry(BaseSchema):
    """Why some records changed."""

    kind = Text(required=True, validate=validate.OneOf(CHANGE_KINDS))
    reason = Text(required=True)
    source = Text()
    records = Many(Text(), required=True)


class DraftSchema(BaseSchema):
    """A draft as a whole."""

    notes = Text()
    date = DayField()
    changes = Many(Nest(lambda: DraftEntry))
    corrections = Many(Nest(lambda: CorrectionEntry))


def draft_template(changes: list[RecordChange], after: State, date: str) -> Iterator[str]:
    """Yield the text of a draft for some changes, `after` being the state that they lead to."""
    yield HEADER
    yield canonical({"date": date})
    edits = [change for change in changes if change.kind != "added"]
    added = sorted(f"{change.noun}/{change.id}" for change in changes if change.kind == "added")
    if added:
        yield "# Added, which needs no reason: " + ", ".join(added) + "\n"
    if edits:
        yield "changes:\n"
    for group in _groups(edits, changes, after):
        for change in group:
            yield from _comments(change, after)
        reason = known_reason(group[0], changes, after)
        kind, text = likely_kind(group[0], reason), canonical({"reason": reason or UNKNOWN_REASON})
        yield f"- kind: {kind}\n  {text}  records:\n"
        yield from (f"  - {change.noun}/{change.id}\n" for change in group)


def default_notes(changes: list[RecordChange]) -> str:
    """Return a sentence that says how much changed: 3 events and 12 claims added, 1 claim corrected."""
    numbers: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for change in changes:
        numbers[change.kind][change.noun] += 1
    parts = [
        " and ".join(_counted(count, noun) for noun, count in numbers[kind].items()) + f" {kind}"
        for kind in CHANGE_KINDS
        if kind in numbers
    ]
    return (", ".join(parts) or "No record changed") + "."


def _counted(number: int, noun: str) -> str:
    singular = {"processes": "process", "coverage": "coverage", "synonyms": "synonyms"}.get(
        noun, noun.removesuffix("s")
    )
    return f"{number} {singular if number == 1 else noun}"


def _groups(edits: list[RecordChange], changes: list[RecordChange], after: State) -> Iterator[list[RecordChange]]:
    """Yield changes that one entry may tell: many alike, or those with the same reason that a program knows."""
    alike: dict[tuple[Any, ...], list[RecordChange]] = defaultdict(list)
    for change in edits:
        reason = known_reason(change, changes, after)
        alike[(change.kind, reason) if reason else (change.kind, change.noun, *sorted(change.before))].append(change)
    for key, group in alike.items():
        if len(group) >= MIN_GROUP or len(key) == 2:
            yield group
        else:
            yield from ([change] for change in group)


def _comments(change: RecordChange, after: State) -> Iterator[str]:
    """Yield lines that show what stood and what stands."""
    yield f"# {change.noun}/{change.id}\n"
    content = unpack(after[change.key]) | {"id": change.id}
    for name, value in change.before.items():
        yield f"#   {name}: {_shown(value)}\n#   now: {_shown(content.get(name))}\n"


def _shown(value: Any) -> str:
    text = (
        "(not there)" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    )
    return text if len(text) <= MAX_SHOWN else text[:MAX_SHOWN] + "…"
