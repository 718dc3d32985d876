"""Proposals in the database: their tables, filters and orders, and what is derived about them."""

from collections.abc import Iterator

from db.curation.evidence import inner_mentions
from db.curation.load import LoadedRecord
from db.noun import Document, Mention, Noun
from db.query.filters import INSIDE, mentions
from db.release.dates import dated
from db.release.index import RecordIndex


def derive_proposal(index: RecordIndex, entry: LoadedRecord, document: Document) -> Document:
    """Work out a proposal's date and its bounds."""
    del document
    return dated(index, entry)


def mention_proposal(index: RecordIndex, entry: LoadedRecord, document: Document) -> Iterator[Mention]:
    """Yield what a proposal can be found by: who made it to whom, its topics and publishers."""
    yield from (("by", actor["id"]) for actor in document["by"])
    yield from (("addressee", actor["id"]) for actor in document["to"])
    yield from inner_mentions(index, entry, document)


PROPOSALS = Noun(
    "proposals",
    columns={
        "event": "event",
        "title": "text",
        "status": "text",
        "date": "text",
        "earliest": "text",
        "latest": "text",
    },
    parts={
        "by": {"actor": "actor"},
        "to": {"actor": "actor"},
        "terms": {"id": "text", "what": "text"},
        "responses": {"by": "actor", "response": "text", "says": "text", "date": "text"},
        "topics": {"topic": "topic"},
    },
    filters=INSIDE | {"status": "status in :values", "by": mentions("by"), "addressee": mentions("addressee")},
    sorts={"date": "earliest", "title": "title", "status": "status"},
    derive=derive_proposal,
    mention=mention_proposal,
)
