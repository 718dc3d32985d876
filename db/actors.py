"""Actors in the database: their tables, filters and orders, and what is derived about them, contacts included."""

from collections.abc import Iterator

from db.load import Entry
from db.noun import Document, Mention, Noun, mentions
from db.world import World

PRESENT = {
    *("head-of-delegation", "deputy-head-of-delegation", "delegation-member", "adviser", "participant", "chair"),
    *("mediator", "host", "observer", "caller", "signatory"),
}
"""Roles of those who meet; a speaker or an addressee may be elsewhere."""


def derive_actor(world: World, entry: Entry, document: Document) -> Document:
    """Work out the events that an actor had a part in, and whom it met there."""
    del document
    events = world.in_order(event for event, actors in world.involved.items() if entry.id in actors)
    return {
        "events": len(events),
        "first_event": world.reference("events", events[0].id) if events else None,
        "last_event": world.reference("events", events[-1].id) if events else None,
        "met": _met(world, entry.id, events),
    }


def _met(world: World, actor: str, events: list[Entry]) -> list[Document]:
    """Return the people and bodies that took part in the same held meetings and calls, the most frequent first."""
    meetings = dict[str, list[str]]()
    for event in events:
        data = event.data
        if data["status"] != "held" or data.get("channel") not in ("in-person", "telephone", "video"):
            continue
        present = {one["actor"] for one in data.get("participants", ()) if one["role"] in PRESENT}
        if actor in present:
            for other in present - {actor}:
                meetings.setdefault(other, []).append(data["date"])
    ranked = sorted(meetings.items(), key=lambda item: (-len(item[1]), item[0]))
    return [
        {
            "actor": world.reference("actors", other),
            "count": len(dates),
            "first_date": dates[0],
            "last_date": dates[-1],
        }
        for other, dates in ranked
    ]


def mention_actor(world: World, entry: Entry, document: Document) -> Iterator[Mention]:
    """Yield what an actor can be found by: its events, and its roles and sides in them."""
    del document
    for event, actors in world.involved.items():
        if entry.id in actors:
            yield "event", event
            yield from (("role", role) for role in actors[entry.id])
            for participant in world.entry("events", event).data.get("participants", ()):
                if participant["actor"] == entry.id and "side" in participant:
                    yield "side", participant["side"]


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
