"""Events in the database: their tables, filters and orders."""

import json
from typing import Any

from db.noun import Noun
from db.query.connection import Reader
from db.query.filters import DATED, index_terms

EVENTS = Noun(
    "events",
    columns={
        "title": "text",
        "kind": "text",
        "status": "text",
        "date": "text",
        "earliest": "text",
        "latest": "text",
        "start_time": "text",
        "end_time": "text",
        "duration_best": "text",
        "place": "place",
        "process": "process",
        "round": "integer",
        "level": "text",
        "format": "text",
        "channel": "text",
        "follows": "event",
        "summary": "text",
        "independent_publishers": "integer",
    },
    parts={
        "participants": {"actor": "actor", "role": "text", "side": "actor", "position": "text"},
        "topics": {"topic": "topic"},
    },
    filters=DATED
    | {
        "kind": "kind in :values",
        "status": "status in :values",
        "process": "process in :values",
        "round": "round",
        "level": "level in :values",
        "format": "format in :values",
        "channel": "channel in :values",
        "actor": index_terms("actor"),
        "side": index_terms("side"),
        "role": index_terms("role"),
        "place": index_terms("place"),
        "country": index_terms("country"),
        "topic": index_terms("topic"),
        "publisher": index_terms("publisher"),
        "follows": "follows in :values",
        "independent_publishers": "independent_publishers",
    },
    sorts={
        "date": "earliest",
        "title": "title",
        "kind": "kind",
        "status": "status",
        "independent_publishers": "independent_publishers",
    },
)


def list_on_day(reader: Reader, day: str) -> list[dict[str, Any]]:
    """Return the brief documents of the events whose date is a day of any year, `day` as `MM-DD`, by date."""
    rows = reader.query(
        "select cast(brief as blob) from record join event using (n)"
        " where event.earliest = event.latest and substr(event.earliest, 6) = :day order by event.earliest, event.id",
        {"day": day},
    )
    return [json.loads(row[0]) for row in rows]
