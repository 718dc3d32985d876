"""Statements in the database: their tables, filters and orders, and what is derived about them."""

from collections.abc import Iterator

from db.curation.checks import positions_on
from db.curation.evidence import inner_mentions
from db.curation.load import LoadedRecord
from db.noun import Document, Mention, Noun
from db.query.filters import INSIDE, mentions
from db.release.dates import dated
from db.release.index import RecordIndex


def derive_statement(index: RecordIndex, entry: LoadedRecord, document: Document) -> Document:
    """Work out a statement's name, its date, and the position that the speaker held."""
    del document
    held = positions_on(index.records, entry.data["speaker"], index.date(entry))
    return {"name": index.name(entry), "position": held[0] if held else None} | dated(index, entry)


def mention_statement(index: RecordIndex, entry: LoadedRecord, document: Document) -> Iterator[Mention]:
    """Yield what a statement can be found by: its audience, topics and publishers."""
    yield from (("audience", actor["id"]) for actor in document["audience"])
    yield from inner_mentions(index, entry, document)


STATEMENTS = Noun(
    "statements",
    columns={
        "event": "event",
        "speaker": "actor",
        "position": "text",
        "quote": "text",
        "paraphrase": "text",
        "language": "text",
        "date": "text",
        "earliest": "text",
        "latest": "text",
    },
    parts={"audience": {"actor": "actor"}, "topics": {"topic": "topic"}},
    filters=INSIDE
    | {"speaker": "speaker in :values", "audience": mentions("audience"), "language": "language in :values"},
    sorts={"date": "earliest", "speaker": "speaker"},
    derive=derive_statement,
    mention=mention_statement,
)
