"""Processes in the database: their tables, filters and orders."""

from db.noun import Noun
from db.query.filters import DATED, Column, IndexTerm
from db.query.sorts import Sort

PROCESSES = Noun(
    "processes",
    columns={
        "title": "text",
        "status": "text",
        "start_date": "text",
        "end_date": "text",
        "earliest": "text",
        "latest": "text",
        "days": "integer",
        "predecessor": "process",
        "summary": "text",
        "events": "integer",
    },
    parts={"parties": {"actor": "actor"}, "mediators": {"actor": "actor"}, "topics": {"topic": "topic"}},
    filters={
        **DATED,
        "status": Column("status"),
        "party": IndexTerm("party"),
        "mediator": IndexTerm("mediator"),
        "topic": IndexTerm("topic"),
        "predecessor": Column("predecessor"),
    },
    sorts={"date": Sort("earliest"), "title": Sort("title")},
)
