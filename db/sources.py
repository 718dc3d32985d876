"""Sources in the database: their tables, filters and orders, and what is derived about them."""

from collections.abc import Iterator

from db.curation.load import LoadedRecord
from db.noun import Document, Mention, Noun
from db.query.filters import DATED, mentions
from db.release.index import RecordIndex
from schemas.model.edtf import bounds


def derive_source(index: RecordIndex, entry: LoadedRecord, document: Document) -> Document:
    """Work out a source's bounds and the events that cite it."""
    del document
    earliest, latest = bounds(entry.data["published_date"])
    citing = index.in_order(index.backlinks.cited[entry.id])
    return {
        "earliest": earliest,
        "latest": latest,
        "cited_by": [index.reference("events", event.id) for event in citing],
    }


def mention_source(index: RecordIndex, entry: LoadedRecord, document: Document) -> Iterator[Mention]:
    """Yield what a source can be found by: whom it relays, and the events that cite it."""
    del index, entry
    yield from (("relays", publisher["id"]) for publisher in document["relays"])
    yield from (("event", event["id"]) for event in document["cited_by"])


SOURCES = Noun(
    "sources",
    columns={
        "publisher": "publisher",
        "title": "text",
        "author": "text",
        "url": "text",
        "published_date": "text",
        "earliest": "text",
        "latest": "text",
        "accessed_date": "text",
        "language": "text",
        "kind": "text",
        "archive_url": "text",
    },
    parts={"relays": {"publisher": "publisher"}},
    filters=DATED
    | {
        "publisher": "publisher in :values",
        "relays": mentions("relays"),
        "kind": "kind in :values",
        "language": "language in :values",
        "event": mentions("event"),
    },
    sorts={"date": "earliest", "title": "title"},
    derive=derive_source,
    mention=mention_source,
)
