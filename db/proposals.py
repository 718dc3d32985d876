"""Proposals in the database: their tables, filters and orders."""

from db.noun import Noun
from db.query.filters import INSIDE, Column, IndexTerm
from db.query.sorts import Sort

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
    filters={
        **INSIDE,
        "status": Column("status"),
        "by": IndexTerm("by"),
        "side": IndexTerm("side"),
        "addressee": IndexTerm("addressee"),
    },
    sorts={"date": Sort("earliest"), "title": Sort("title"), "status": Sort("status")},
)
