"""Documents (memoranda, decrees, lists) in the database: their tables, filters and orders."""

from db.noun import Noun
from db.query.filters import INSIDE, index_terms

DOCUMENTS = Noun(
    "documents",
    columns={
        "event": "event",
        "title": "text",
        "kind": "text",
        "date": "text",
        "earliest": "text",
        "latest": "text",
        "language": "text",
        "official_url": "text",
        "summary": "text",
    },
    parts={
        "author": {"actor": "actor"},
        "handed_by": {"actor": "actor"},
        "handed_to": {"actor": "actor"},
        "sections": {"heading": "text", "text": "text"},
        "topics": {"topic": "topic"},
    },
    filters=INSIDE
    | {
        "kind": "kind in :values",
        "author": index_terms("author"),
        "handed_by": index_terms("handed_by"),
        "handed_to": index_terms("handed_to"),
    },
    sorts={"date": "earliest", "title": "title", "kind": "kind"},
)
