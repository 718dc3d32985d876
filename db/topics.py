"""Topics in the database: their tables, filters and orders."""

from db.noun import Noun

TOPICS = Noun(
    "topics",
    columns={"name": "text", "definition": "text", "broader": "topic", "events": "integer"},
    filters={"broader": "broader in :values"},
    sorts={"name": "name", "events": "events"},
)
