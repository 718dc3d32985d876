"""What is derived about sources, and the index terms that they are found by."""

from collections.abc import Iterator

from db.curation.records import LoadedRecord
from db.release.derivations.terms import TermPair
from db.release.index import RecordIndex
from schemas.model.base import Json
from schemas.model.edtf import known_bounds


def derive_source(index: RecordIndex, record: LoadedRecord, _document: Json) -> Json:
    """Work out a source's bounds and the events that cite it."""
    earliest, latest = known_bounds(record.data["published_date"])
    citing = index.by_date(index.events_by_source[record.id])
    return {
        "earliest": earliest,
        "latest": latest,
        "cited_by": [index.reference("events", event.id) for event in citing],
    }


def source_terms(_index: RecordIndex, _record: LoadedRecord, document: Json) -> Iterator[TermPair]:
    """Yield what a source can be found by: whom it relays, and the events that cite it."""
    yield from (("relays", publisher["id"]) for publisher in document["relays"])
    yield from (("event", event["id"]) for event in document["cited_by"])
