"""Statements in the database: their tables, filters and orders, and what is derived about them."""

from collections.abc import Iterator

from db.curation.checks import positions_on
from db.curation.evidence import inner_mentions
from db.curation.load import Entry
from db.noun import Document, Mention, Noun
from db.query.filters import INSIDE, mentions
from db.release.dates import dated
from db.release.index import World


def derive_statement(world: World, entry: Entry, document: Document) -> Document:
    """Work out a statement's name, its date, and the position that the speaker held."""
    del document
    held = positions_on(world.records, entry.data["speaker"], world.date(entry))
    return {"name": world.name(entry), "position": held[0] if held else None} | dated(world, entry)


def mention_statement(world: World, entry: Entry, document: Document) -> Iterator[Mention]:
    """Yield what a statement can be found by: its audience, topics and publishers."""
    yield from (("audience", actor["id"]) for actor in document["audience"])
    yield from inner_mentions(world, entry, document)


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
