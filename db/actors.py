"""Actors in the database: their tables, filters and orders, and their meetings."""

import json
from typing import Any

from db.noun import Noun
from db.query.connection import Reader
from db.query.filters import Column, IndexTerm
from db.query.sorts import Sort

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
        "event": IndexTerm("event"),
        "role": IndexTerm("role"),
        "side": IndexTerm("side"),
    },
    sorts={"name": Sort("name"), "events": Sort("events")},
)


def list_meetings(reader: Reader, actor: str, other: str | None) -> list[dict[str, Any]]:
    """Return the meetings and calls of an actor, with one other or with anybody, by date: who was there, and how."""
    rows = reader.query(
        "select event.id, event.title, event.date, event.kind, event.level, event.channel, place.id, place.name,"
        " (select json_group_array(json_object('id', actor.id, 'name', actor.name)) from index_term as also"
        "  join actor on actor.id = also.value where also.n = event.n and also.kind = 'present' and actor.id <> :actor)"
        " from event join index_term as own on own.n = event.n and own.kind = 'present' and own.value = :actor"
        " left join place on place.id = event.place"
        " where :other is null or exists"
        "  (select 1 from index_term where kind = 'present' and value = :other and n = event.n)"
        " order by event.earliest, event.id",
        {"actor": actor, "other": other},
    )
    return [_meeting(*row) for row in rows]


def _meeting(*row: Any) -> dict[str, Any]:
    identifier, title, date, kind, level, channel, place, place_name, others = row
    return {
        "event": _reference("event", identifier, title),
        "date": date,
        "kind": kind,
        "level": level,
        "channel": channel,
        "place": _reference("place", place, place_name) if place else None,
        "with": [_reference("actor", other["id"], other["name"]) for other in json.loads(others)],
    }


def _reference(kind: str, identifier: str, name: str) -> dict[str, str]:
    return {"id": identifier, "type": kind, "url": f"/v1/{kind}s/{identifier}", "name": name}
