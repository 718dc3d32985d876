"""Sources in the database: their tables, filters and orders."""

from db.noun import Noun
from db.query.filters import DATED, Column, IndexTerm
from db.query.sorts import Sort

SOURCES = Noun(
    "sources",
    columns={
        "publisher": "publisher",
        "title": "text",
        "author": "text",
        "url": "text",
        "published_date": "text",
        "earliest": "text",
        "latest": "text",
        "accessed_date": "text",
        "language": "text",
        "kind": "text",
        "archive_url": "text",
    },
    parts={"relays": {"publisher": "publisher"}},
    filters={
        **DATED,
        "publisher": Column("publisher"),
        "relays": IndexTerm("relays"),
        "kind": Column("kind"),
        "language": Column("language"),
        "event": IndexTerm("event"),
    },
    sorts={"date": Sort("earliest"), "title": Sort("title")},
)
