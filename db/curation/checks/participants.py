"""Rules about those who took part: whom they met there."""

from collections.abc import Iterator

from db.curation.checks.context import Context
from db.curation.records import RecordError


def company_was_there(context: Context) -> Iterator[RecordError]:
    """Whom a participant met took part too, and does not leave the participant out in turn."""
    participants = context.entry.data.get("participants", ())
    company = {one["actor"]: one["with"] for one in participants if "with" in one}
    there = {one["actor"] for one in participants}
    for index, participant in enumerate(participants):
        actor = participant["actor"]
        for place, other in enumerate(participant.get("with", ())):
            path = ("participants", index, "with", place)
            if other not in there or other == actor:
                yield context.error(path, f"{other!r} is not another participant of this event.")
            elif actor not in company.get(other, [actor]):
                yield context.error(path, f"{other!r} has a list of its own, without {actor!r}.")
