"""Claims in the database: their tables, filters and orders."""

from db.noun import Noun
from db.query.filters import INSIDE, Column, Comparison, IndexTerm
from db.query.sorts import Sort

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
    parts={"accounts": {"by": "text", "date": "text", "says": "text"}, "topics": {"topic": "topic"}},
    filters={
        **INSIDE,
        "status": Column("status"),
        "by": IndexTerm("by"),
        "side": IndexTerm("side"),
        "confirmed_by_both_sides": Comparison("confirmed_by_both_sides"),
        "independent_publishers": Comparison("independent_publishers"),
    },
    sorts={
        "date": Sort("earliest"),
        "status": Sort("status"),
        "independent_publishers": Sort("independent_publishers"),
    },
)
