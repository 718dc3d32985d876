"""Events in the database: their tables, filters and orders."""

import json
from calendar import isleap
from typing import Any

from db.noun import Noun
from db.query.binding import BoundTerm, Part
from db.query.connection import Reader
from db.query.filters import DATED, Column, Comparison, IndexTerm
from db.query.sorts import Sort
from schemas.model.edtf import OPEN_END, OPEN_START

LASTING = (
    f"iif(event.earliest = '{OPEN_START}', event.latest, event.earliest)",
    f"iif(event.latest = '{OPEN_END}', event.earliest, event.latest)",
)
"""The SQL of the first and the last day of an event; one whose end is open or unknown has the day that is known."""

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
    """Return the brief documents of the events that a day of any year may belong to, `day` as `MM-DD`, by date."""
    rows = reader.query(
        "select cast(brief as blob) from record join event using (n) where exists (select 1 from json_each(:days)"
        f" where value between {LASTING[0]} and {LASTING[1]}) order by event.earliest, event.id",
        {"days": json.dumps(occurrences(reader, day))},
    )
    return [json.loads(row[0]) for row in rows]


def occurrences(reader: Reader, day: str) -> list[str]:
    """Return a day of the year, `MM-DD`, in every year in which there is an event; 02-29 is not in all of them."""
    ends = reader.query(f"select min({LASTING[0]}), max({LASTING[1]}) from event", {})[0]
    if None in ends:
        return []
    first, last = (int(end[:4]) for end in ends)
    return [f"{year:04}-{day}" for year in range(first, last + 1) if day != "02-29" or isleap(year)]
