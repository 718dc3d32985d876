"""Agreements in the database: their tables, filters and orders."""

from db.noun import Noun
from db.query.filters import INSIDE, IndexTerm
from db.query.sorts import Sort

AGREEMENTS = Noun(
    "agreements",
    columns={"event": "event", "title": "text", "date": "text", "earliest": "text", "latest": "text"},
    parts={
        "parties": {"actor": "actor"},
        "terms": {
            "id": "text",
            "what": "text",
            "from": "actor",
            "to": "actor",
            "quantity_best": "integer",
            "quantity_low": "integer",
            "quantity_high": "integer",
            "unit": "text",
            "due_date": "text",
            "progress_best": "integer",
            "progress_low": "integer",
            "progress_high": "integer",
        },
        "topics": {"topic": "topic"},
    },
    filters={**INSIDE, "party": IndexTerm("party")},
    sorts={"date": Sort("earliest"), "title": Sort("title")},
)
