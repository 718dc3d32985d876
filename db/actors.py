"""Actors in the database: their tables, filters and orders."""

from db.noun import Noun
from db.query.binding import BoundTerm, Part
from db.query.filters import Column
from db.query.sorts import Sort

PARTICIPATIONS = Part("event_participants", "actor")
"""Where actors took part; `event`, `role` and `side` together mean one of these."""

ACTORS = Noun(
    "actors",
    columns={
        "name": "text",
        "kind": "text",
        "country": "text",
        "part_of": "actor",
        "wikidata": "text",
        "events": "integer",
    },
    parts={
        "aliases": {"alias": "text"},
        "positions": {"title": "text", "of": "actor", "from": "text", "to": "text"},
    },
    filters={
        "kind": Column("kind"),
        "country": Column("country"),
        "part_of": Column("part_of"),
        "event": BoundTerm("event", "event", PARTICIPATIONS, is_loose=True),
        "role": BoundTerm("role", "role", PARTICIPATIONS),
        "side": BoundTerm("side", "side", PARTICIPATIONS),
    },
    sorts={"name": Sort("name"), "events": Sort("events")},
)
