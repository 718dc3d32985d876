"""Documents (memoranda, decrees, lists) in the database: their tables, filters and orders."""

from collections.abc import Iterator

from db.curation.evidence import inner_mentions
from db.curation.load import LoadedRecord
from db.noun import Document, Mention, Noun
from db.query.filters import INSIDE, mentions
from db.release.dates import dated
from db.release.index import RecordIndex


def derive_document(index: RecordIndex, entry: LoadedRecord, document: Document) -> Document:
    """Work out a document's date and its bounds."""
    del document
    return dated(index, entry)


def mention_document(index: RecordIndex, entry: LoadedRecord, document: Document) -> Iterator[Mention]:
    """Yield what a document can be found by: who wrote and handed it over, to whom, its topics and publishers."""
    for name in ("author", "handed_by", "handed_to"):
        yield from ((name, actor["id"]) for actor in document[name])
    yield from inner_mentions(index, entry, document)


DOCUMENTS = Noun(
    "documents",
    columns={
        "event": "event",
        "title": "text",
        "kind": "text",
        "date": "text",
        "earliest": "text",
        "latest": "text",
        "language": "text",
        "official_url": "text",
        "summary": "text",
    },
    parts={
        "author": {"actor": "actor"},
        "handed_by": {"actor": "actor"},
        "handed_to": {"actor": "actor"},
        "sections": {"heading": "text", "text": "text"},
        "topics": {"topic": "topic"},
    },
    filters=INSIDE
    | {
        "kind": "kind in :values",
        "author": mentions("author"),
        "handed_by": mentions("handed_by"),
        "handed_to": mentions("handed_to"),
    },
    sorts={"date": "earliest", "title": "title", "kind": "kind"},
    derive=derive_document,
    mention=mention_document,
)
