"""Reasons: why a record changed, where the change itself says so, and a curator need not."""

from typing import Any

from db.history.changes import RecordChange
from db.history.state import State, unpack
from schemas.nouns import INNER

UNKNOWN_REASON = "?"
"""Stands in a draft where a curator has to say why."""


def known_reason(change: RecordChange, changes: list[RecordChange], after: State) -> str:
    """Return why a record changed, if the changes of a release say it; else an empty text."""
    if change.kind == "renamed":
        return f"Had the id {change.before['id']} before, which leads here."
    content = unpack(after[change.key])
    if change.kind == "withdrawn":
        reason: str = content["withdrawn"]["reason"]
        return reason
    if change.noun == "events" and change.before.keys() <= set(INNER):
        return "The order of what lies inside it changed."
    stands = {name: content.get(name) for name in change.before}
    for other in changes:
        if other.kind == "renamed" and _followed(change.before, other.before["id"], other.id) == stands:
            return f"Names {other.id} of {other.noun} by its new id."
    return ""


def likely_kind(change: RecordChange, reason: str) -> str:
    """Return the kind of a change whose reason, if any, is known: to follow a new id corrects nothing."""
    return "reworded" if reason and change.kind in ("corrected", "extended") else change.kind


def _followed(value: Any, former: str, new: str) -> Any:
    """Return a value with an id, and the ids of what lies inside it, replaced by a new one."""
    if isinstance(value, dict):
        return {key: _followed(item, former, new) for key, item in value.items()}
    if isinstance(value, list):
        return [_followed(item, former, new) for item in value]
    if isinstance(value, str) and (value == former or value.startswith(f"{former}:")):
        return new + value.removeprefix(former)
    if isinstance(value, str) and ":" in former and value == former.rpartition(":")[2]:
        return new.rpartition(":")[2]
    return value
