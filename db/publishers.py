"""Publishers in the database: their tables, filters and orders."""

from db.noun import Noun

PUBLISHERS = Noun(
    "publishers",
    columns={
        "name": "text",
        "country": "text",
        "ownership": "text",
        "group": "text",
        "website_url": "text",
        "wikidata": "text",
        "sources": "integer",
    },
    parts={"aliases": {"alias": "text"}},
    filters={"country": "country in :values", "ownership": "ownership in :values"},
    sorts={"name": "name", "sources": "sources"},
)
