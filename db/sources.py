"""Sources in the database: their tables, filters and orders."""

from db.noun import Noun
from db.query.filters import DATED, index_terms

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
    filters=DATED
    | {
        "publisher": "publisher in :values",
        "relays": index_terms("relays"),
        "kind": "kind in :values",
        "language": "language in :values",
        "event": index_terms("event"),
    },
    sorts={"date": "earliest", "title": "title"},
)
