"""Statements in the database: their tables, filters and orders."""

from db.noun import Noun
from db.query.filters import INSIDE, Column, IndexTerm
from db.query.sorts import Sort

STATEMENTS = Noun(
    "statements",
    columns={
        "event": "event",
        "speaker": "actor",
        "side": "actor",
        "position": "text",
        "quote": "text",
        "paraphrase": "text",
        "language": "text",
        "date": "text",
        "earliest": "text",
        "latest": "text",
    },
    parts={"audience": {"actor": "actor"}, "topics": {"topic": "topic"}},
    filters={
        **INSIDE,
        "speaker": Column("speaker"),
        "side": Column("side"),
        "audience": IndexTerm("audience"),
        "language": Column("language"),
    },
    sorts={"date": Sort("earliest"), "speaker": Sort("speaker")},
)
