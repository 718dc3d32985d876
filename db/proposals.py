"""Proposals in the database: their tables, filters and orders."""

from db.noun import Noun
from db.query.filters import INSIDE, index_terms

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
    filters=INSIDE | {"status": "status in :values", "by": index_terms("by"), "addressee": index_terms("addressee")},
    sorts={"date": "earliest", "title": "title", "status": "status"},
)
