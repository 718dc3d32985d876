"""Documents (memoranda, decrees, lists) in the database: their tables, filters and orders."""

from db.noun import Noun
from db.query.filters import INSIDE, Column, IndexTerm
from db.query.sorts import Sort

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
    filters={
        **INSIDE,
        "kind": Column("kind"),
        "author": IndexTerm("author"),
        "handed_by": IndexTerm("handed_by"),
        "handed_to": IndexTerm("handed_to"),
    },
    sorts={"date": Sort("earliest"), "title": Sort("title"), "kind": Sort("kind")},
)
