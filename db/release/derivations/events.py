"""What is derived about events, and the index terms that they are found by."""

from collections.abc import Iterator

from db.curation.evidence import independent_publishers
from db.curation.records import LoadedRecord
from db.curation.references import positions_on
from db.release.derivations.terms import Document, IndexTerm, topic_terms
from db.release.index import RecordIndex, attendees
from schemas.model.edtf import known_bounds
from schemas.nouns import INNER


def derive_event(index: RecordIndex, record: LoadedRecord, document: Document) -> Document:
    """Work out an event's bounds, what follows it, the positions of those who took part, and its publishers."""
    earliest, latest = known_bounds(record.data["date"])
    for participant in document["participants"]:
        held = positions_on(index.records, participant["actor"]["id"], record.data["date"])
        participant["position"] = participant["position"] or (held[0] if held else None)
    return {
        "earliest": earliest,
        "latest": latest,
        "followed_by": index.references("events", index.referring["follows", record.id]),
        "independent_publishers": len(independent_publishers(index.records, record)),
    }


def event_terms(index: RecordIndex, record: LoadedRecord, document: Document) -> Iterator[IndexTerm]:
    """Yield what an event can be found by: its actors, sides, roles, places, topics and publishers."""
    inside = [document, *(inner for noun in INNER for inner in document[noun])]
    yield from (("actor", actor) for actor in index.actors_in(record))
    for participant in document["participants"]:
        yield "role", participant["role"]
        if participant["side"]:
            yield "side", participant["side"]["id"]
    yield from (("present", actor) for actor in attendees(record.data))
    for part in inside:
        yield from topic_terms(index, part)
    for place in index.with_ancestors("places", "part_of", record.data.get("place")):
        yield "place", place
        if "country" in index.record("places", place).data:
            yield "country", index.record("places", place).data["country"]
    for publisher in independent_publishers(index.records, record, grouped=False):
        yield "publisher", publisher
