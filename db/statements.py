"""Statements in the database: their tables, filters and orders."""

from db.noun import Noun
from db.query.filters import INSIDE, index_terms

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
    | {"speaker": "speaker in :values", "audience": index_terms("audience"), "language": "language in :values"},
    sorts={"date": "earliest", "speaker": "speaker"},
)
