"""What is derived about events, and the index terms that they are found by."""

from collections.abc import Iterator

from db.curation.evidence import independent_publishers
from db.curation.records import LoadedRecord
from db.curation.references import positions_on
from db.release.derivations.terms import TermPair, topic_terms
from db.release.index import RecordIndex
from db.release.meetings import encounters
from schemas.model.base import Json
from schemas.model.edtf import known_bounds
from schemas.nouns import INNER


def derive_event(index: RecordIndex, record: LoadedRecord, document: Json) -> Json:
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


def event_terms(index: RecordIndex, record: LoadedRecord, document: Json) -> Iterator[TermPair]:
    """Yield what an event can be found by: its actors, sides, roles, who met, places, topics and publishers."""
    inside = [document, *(inner for noun in INNER for inner in document[noun])]
    yield from (("actor", actor) for actor in index.actors_in(record))
    for participant in document["participants"]:
        yield "participant", participant["actor"]["id"]
        yield "role", participant["role"]
        if participant["side"]:
            yield "side", participant["side"]["id"]
    met, apart, by_telephone = encounters(record.data)
    yield from (("met", actor) for pair in met for actor in pair)
    yield from (("apart", " ".join(pair)) for pair in apart)
    yield from (("by-telephone", " ".join(actors)) for actors in by_telephone)
    for part in inside:
        yield from topic_terms(index, part)
    for place in index.with_ancestors("places", "part_of", record.data.get("place")):
        yield "place", place
        if "country" in index.record("places", place).data:
            yield "country", index.record("places", place).data["country"]
    for publisher in independent_publishers(index.records, record, grouped=False):
        yield "publisher", publisher
