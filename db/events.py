"""Events in the database: their tables, filters and orders."""

import json
from typing import Any

from db.noun import Noun
from db.query.binding import BoundTerm, Part
from db.query.connection import Reader
from db.query.filters import DATED, Column, Comparison, IndexTerm
from db.query.sorts import Sort

PARTICIPANTS = Part(
    "event_participants", "event", (("actor", "role", "side", "event"), ("side", "role", "event", "actor"))
)
"""Who took part in events; `actor`, `participant`, `role` and `side` together mean one of them."""

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
    filters={
        **DATED,
        "kind": Column("kind"),
        "status": Column("status"),
        "process": Column("process"),
        "round": Comparison("round"),
        "level": Column("level"),
        "format": Column("format"),
        "channel": Column("channel"),
        "actor": BoundTerm("actor", "actor", PARTICIPANTS, is_loose=True),
        "participant": BoundTerm("participant", "actor", PARTICIPANTS),
        "role": BoundTerm("role", "role", PARTICIPANTS),
        "side": BoundTerm("side", "side", PARTICIPANTS),
        "place": IndexTerm("place"),
        "country": IndexTerm("country"),
        "topic": IndexTerm("topic"),
        "publisher": IndexTerm("publisher"),
        "follows": Column("follows"),
        "independent_publishers": Comparison("independent_publishers"),
    },
    sorts={
        "date": Sort("earliest"),
        "title": Sort("title"),
        "kind": Sort("kind"),
        "status": Sort("status"),
        "independent_publishers": Sort("independent_publishers"),
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
