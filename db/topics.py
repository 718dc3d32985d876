"""Topics in the database: their tables, filters and orders, and what is derived about them."""

from db.load import Entry
from db.noun import Document, Noun
from db.references import event_id
from db.world import World


def derive_topic(world: World, entry: Entry, document: Document) -> Document:
    """Work out the terms that a topic includes, and count the events about it or about one of those."""
    del document
    events = {
        event_id(pointing)
        for topic in world.entries("topics")
        if entry.id in world.within("topics", "broader", topic.id)
        for pointing in world.pointing["topics", "topics", topic.id]
        if pointing.noun not in ("processes", "actors", "places")
    }
    return {
        "narrower": world.references("topics", world.pointing["topics", "broader", entry.id]),
        "events": len(events),
    }


TOPICS = Noun(
    "topics",
    columns={"name": "text", "definition": "text", "broader": "topic", "events": "integer"},
    filters={"broader": "broader in :values"},
    sorts={"name": "name", "events": "events"},
    derive=derive_topic,
)
