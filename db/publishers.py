"""Publishers in the database: their tables, filters and orders."""

from db.noun import Noun
from db.query.filters import Column
from db.query.sorts import Sort

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
    filters={"country": Column("country"), "ownership": Column("ownership")},
    sorts={"name": Sort("name"), "sources": Sort("sources")},
)
