"""Actors in the database: their tables, filters and orders, and what is derived about them, contacts included."""

import json
from collections.abc import Iterator
from typing import Any

from db.curation.load import LoadedRecord
from db.noun import Document, Mention, Noun
from db.query.connection import Reader
from db.query.filters import mentions
from db.release.index import RecordIndex


def derive_actor(index: RecordIndex, entry: LoadedRecord, document: Document) -> Document:
    """Work out the events that an actor had a part in, and whom it met there."""
    del document
    events = index.backlinks.spans["actors", entry.id]
    return {"events": events.count, **index.ends(events), "met": _met(index, entry.id)}


def _met(index: RecordIndex, actor: str) -> list[Document]:
    """Return the people and bodies that took part in the same held meetings and calls, the most frequent first."""
    ranked = sorted(index.backlinks.met[actor].items(), key=lambda item: (-item[1].count, item[0]))
    return [
        {
            "actor": index.reference("actors", other),
            "count": events.count,
            "first_date": index.entry("events", events.first[1]).data["date"],
            "last_date": index.entry("events", events.last[1]).data["date"],
        }
        for other, events in ranked
    ]


def mention_actor(index: RecordIndex, entry: LoadedRecord, document: Document) -> Iterator[Mention]:
    """Yield what an actor can be found by: its events, and its roles and sides in them."""
    del document
    yield from (("event", event) for event in index.backlinks.taking_part[entry.id])
    yield from index.backlinks.found_as[entry.id]


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
        "kind": "kind in :values",
        "country": "country in :values",
        "part_of": "part_of in :values",
        "event": mentions("event"),
        "role": mentions("role"),
        "side": mentions("side"),
    },
    sorts={"name": "name", "events": "events"},
    derive=derive_actor,
    mention=mention_actor,
)


def list_meetings(reader: Reader, actor: str, other: str | None) -> list[dict[str, Any]]:
    """Return the meetings and calls of an actor, with one other or with anybody, by date: who was there, and how."""
    rows = reader.query(
        "select event.id, event.title, event.date, event.kind, event.level, event.channel, place.id, place.name,"
        " (select json_group_array(json_object('id', actor.id, 'name', actor.name)) from mention as also"
        "  join actor on actor.id = also.value where also.n = event.n and also.kind = 'present' and actor.id <> :actor)"
        " from event join mention as own on own.n = event.n and own.kind = 'present' and own.value = :actor"
        " left join place on place.id = event.place"
        " where :other is null or exists"
        "  (select 1 from mention where kind = 'present' and value = :other and n = event.n)"
        " order by event.earliest, event.id",
        {"actor": actor, "other": other},
    )
    return [_meeting(*(value.decode() if isinstance(value, bytes) else value for value in row)) for row in rows]


def _meeting(*row: Any) -> dict[str, Any]:
    identifier, title, date, kind, level, channel, place, place_name, others = row
    return {
        "event": _reference("event", identifier, title),
        "date": date,
        "kind": kind,
        "level": level,
        "channel": channel,
        "place": _reference("place", place, place_name) if place else None,
        "with": [_reference("actor", one["id"], one["name"]) for one in json.loads(others)],
    }


def _reference(kind: str, identifier: str, name: str) -> dict[str, str]:
    return {"id": identifier, "type": kind, "url": f"/v1/{kind}s/{identifier}", "name": name}
