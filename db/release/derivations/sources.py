"""What is derived about sources, and the index terms that they are found by."""

from collections.abc import Iterator

from db.curation.records import LoadedRecord
from db.release.derivations.terms import Document, IndexTerm
from db.release.index import RecordIndex
from schemas.model.edtf import bounds


def derive_source(index: RecordIndex, entry: LoadedRecord, document: Document) -> Document:
    """Work out a source's bounds and the events that cite it."""
    del document
    earliest, latest = bounds(entry.data["published_date"])
    citing = index.in_order(index.cited[entry.id])
    return {
        "earliest": earliest,
        "latest": latest,
        "cited_by": [index.reference("events", event.id) for event in citing],
    }


def source_terms(index: RecordIndex, entry: LoadedRecord, document: Document) -> Iterator[IndexTerm]:
    """Yield what a source can be found by: whom it relays, and the events that cite it."""
    del index, entry
    yield from (("relays", publisher["id"]) for publisher in document["relays"])
    yield from (("event", event["id"]) for event in document["cited_by"])
