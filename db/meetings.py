"""Meetings in the database: when an actor met another, or anybody, page by page, and how often by what channel."""

import json
from dataclasses import dataclass
from typing import Any

from db.query.connection import Reader
from db.query.pages import PagePosition
from schemas.model.event_vocabulary import MEETING_CHANNELS

MEETING = (
    "from event join _index_term as own on own.n = event.n and own.kind = 'met' and own.value = :actor"
    " where :other is not :actor and (:other is null"
    " or exists (select 1 from _index_term where kind = 'met' and value = :other and n = event.n)"
    " and not exists (select 1 from _index_term where kind = 'apart' and value = :pair and n = event.n))"
)
"""What follows `select` for the meetings of an actor. The build noted who met anybody in an event, and which two of
those did not meet each other."""
CHANNEL = (
    "case when exists (select 1 from _index_term where kind = 'by-telephone' and value = :who and n = event.n)"
    " then 'telephone' else event.channel end"
)
"""By what channel they met: who joined a meeting in person by telephone met by telephone."""
WITH = (
    "select json_group_array(json_object('id', actor.id, 'name', actor.name)) from"
    " (select distinct actor from event_participants where event = page.id order by ordinal) as also"
    " join actor on actor.id = also.actor where actor.id <> :actor"
    " and exists (select 1 from _index_term where kind = 'met' and value = actor.id and n = page.n)"
    " and not exists (select 1 from _index_term where kind = 'apart' and n = page.n"
    "  and value = min(actor.id, :actor) || ' ' || max(actor.id, :actor))"
)
"""The participants whom the actor met in an event."""


@dataclass(frozen=True)
class Meetings:
    """A page of meetings by date, what all of them come to, and where the next page begins."""

    rows: list[dict[str, Any]]
    summary: dict[str, Any]
    next: PagePosition | None


def list_meetings(
    reader: Reader, actor: str, other: str | None, limit: int | None, position: PagePosition | None
) -> Meetings:
    """Return the meetings and calls of an actor, with one other or with anybody; all where there is no limit."""
    after = position.values if position else ["", ""]
    pair = " ".join(sorted((actor, other))) if other else None
    bound = {"actor": actor, "other": other, "pair": pair, "who": pair or actor}
    rows = reader.query(
        f"with page as (select event.*, {CHANNEL} as how"
        f" {MEETING} and (event.earliest, event.id) > (:date, :id) order by event.earliest, event.id limit :limit)"
        " select page.earliest, page.id, page.title, page.date, page.kind, page.level, page.how,"
        f" place.id, place.name, ({WITH}) from page left join place on place.id = page.place"
        " order by page.earliest, page.id",
        bound | {"date": after[0], "id": after[1], "limit": limit + 1 if limit else -1},
    )
    more, rows = limit is not None and len(rows) > limit, rows[:limit]
    return Meetings(
        [_meeting(*row[1:]) for row in rows],
        _summary(reader, bound),
        PagePosition(list(rows[-1][:2])) if more else None,
    )


def _summary(reader: Reader, bound: dict[str, Any]) -> dict[str, Any]:
    """Return how many meetings there are, the first and the last, and how many there are by each channel."""
    rows = reader.query(
        f"with meeting as materialized (select event.id, earliest, date, {CHANNEL} as how {MEETING})"
        " select how, count(*), (select date from meeting order by earliest, id limit 1),"
        " (select date from meeting order by earliest desc, id desc limit 1) from meeting group by how",
        bound,
    )
    by_channel = {row[0]: row[1] for row in rows}
    first, last = rows[0][2:] if rows else (None, None)
    return {
        "count": sum(by_channel.values()),
        "first_date": first,
        "last_date": last,
        "by_channel": {channel: by_channel.get(channel, 0) for channel in MEETING_CHANNELS},
    }


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
