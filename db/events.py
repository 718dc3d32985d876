"""Events in the database: their tables, filters and orders, and what is derived about them."""

import json
from collections.abc import Iterator
from typing import Any

from db.curation.checks import positions_on
from db.curation.evidence import independent_publishers
from db.curation.load import LoadedRecord
from db.noun import Document, Mention, Noun
from db.query.connection import Reader
from db.query.filters import DATED, mentions
from db.release.backlinks import present
from db.release.index import RecordIndex
from schemas.model.edtf import bounds
from schemas.nouns import INNER


def derive_event(index: RecordIndex, entry: LoadedRecord, document: Document) -> Document:
    """Work out an event's bounds, what follows it, the positions of those who took part, and its publishers."""
    earliest, latest = bounds(entry.data["date"])
    for participant in document["participants"]:
        held = positions_on(index.records, participant["actor"]["id"], entry.data["date"])
        participant["position"] = participant["position"] or (held[0] if held else None)
    return {
        "earliest": earliest,
        "latest": latest,
        "followed_by": index.references("events", index.backlinks.pointing["follows", entry.id]),
        "independent_publishers": len(independent_publishers(index, entry)),
    }


def mention_event(index: RecordIndex, entry: LoadedRecord, document: Document) -> Iterator[Mention]:
    """Yield what an event can be found by: its actors, sides, roles, places, topics and publishers."""
    inside = [document, *(inner for noun in INNER for inner in document[noun])]
    yield from (("actor", actor) for actor in index.backlinks.involved(entry))
    for participant in document["participants"]:
        yield "role", participant["role"]
        if participant["side"]:
            yield "side", participant["side"]["id"]
    yield from (("present", actor) for actor in present(entry.data))
    for topic in (topic for part in inside for topic in part["topics"]):
        yield from (("topic", identifier) for identifier in index.within("topics", "broader", topic["id"]))
    for place in index.within("places", "part_of", entry.data.get("place")):
        yield "place", place
        if "country" in index.entry("places", place).data:
            yield "country", index.entry("places", place).data["country"]
    for publisher in independent_publishers(index, entry, grouped=False):
        yield "publisher", publisher


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
        "actor": mentions("actor"),
        "side": mentions("side"),
        "role": mentions("role"),
        "place": mentions("place"),
        "country": mentions("country"),
        "topic": mentions("topic"),
        "publisher": mentions("publisher"),
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
    derive=derive_event,
    mention=mention_event,
)


def list_on_day(reader: Reader, day: str) -> list[dict[str, Any]]:
    """Return the brief documents of the events whose date is a day of any year, `day` as `MM-DD`, by date."""
    rows = reader.query(
        "select cast(brief as blob) from record join event using (n)"
        " where event.earliest = event.latest and substr(event.earliest, 6) = :day order by event.earliest, event.id",
        {"day": day},
    )
    return [json.loads(row[0]) for row in rows]
