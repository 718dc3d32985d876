"""Processes in the database: their tables, filters and orders."""

from db.noun import Noun
from db.query.filters import DATED, index_terms

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
    filters=DATED
    | {
        "status": "status in :values",
        "party": index_terms("party"),
        "mediator": index_terms("mediator"),
        "topic": index_terms("topic"),
        "predecessor": "predecessor in :values",
    },
    sorts={"date": "earliest", "title": "title"},
)
