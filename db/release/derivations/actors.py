"""What is derived about actors, and the index terms that they are found by."""

from collections.abc import Iterator

from db.curation.records import LoadedRecord
from db.release.derivations.terms import TermPair
from db.release.index import RecordIndex
from schemas.model.base import Json


def derive_actor(index: RecordIndex, record: LoadedRecord, _document: Json) -> Json:
    """Work out the events that an actor had a part in, and whom it met there."""
    events = index.event_ranges["actors", record.id]
    return {"events": events.count, **index.first_and_last(events), "met": _met(index, record.id)}


def _met(index: RecordIndex, actor: str) -> list[Json]:
    """Return the people and bodies that took part in the same held meetings and calls, the most frequent first."""
    ranked = sorted(index.meetings[actor].items(), key=lambda item: (-item[1].count, item[0]))
    return [
        {
            "actor": index.reference("actors", other),
            "count": events.count,
            "first_date": index.record("events", events.first[1]).data["date"],
            "last_date": index.record("events", events.last[1]).data["date"],
        }
        for other, events in ranked
    ]


def actor_terms(index: RecordIndex, record: LoadedRecord, _document: Json) -> Iterator[TermPair]:
    """Yield what an actor can be found by: its events, and its roles and sides in them."""
    yield from (("event", event) for event in index.events_by_actor[record.id])
    yield from index.roles_and_sides[record.id]
