"""Topics in the database: their tables, filters and orders."""

from db.noun import Noun
from db.query.filters import Column
from db.query.sorts import Sort

TOPICS = Noun(
    "topics",
    columns={"name": "text", "definition": "text", "broader": "topic", "events": "integer"},
    filters={"broader": Column("broader")},
    sorts={"name": Sort("name"), "events": Sort("events")},
)
