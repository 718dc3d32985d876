"""Claims in the database: their tables, filters and orders."""

from db.noun import Noun
from db.query.filters import INSIDE, index_terms

CLAIMS = Noun(
    "claims",
    columns={
        "event": "event",
        "text": "text",
        "status": "text",
        "date": "text",
        "earliest": "text",
        "latest": "text",
        "confirmed_by_both_sides": "integer",
        "independent_publishers": "integer",
    },
    parts={"accounts": {"by": "text", "says": "text"}, "topics": {"topic": "topic"}},
    filters=INSIDE
    | {
        "status": "status in :values",
        "by": index_terms("by"),
        "side": index_terms("side"),
        "confirmed_by_both_sides": "confirmed_by_both_sides = :confirmed_by_both_sides",
        "independent_publishers": "independent_publishers",
    },
    sorts={"date": "earliest", "status": "status", "independent_publishers": "independent_publishers"},
)
