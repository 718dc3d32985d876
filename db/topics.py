"""Topics in the database: their tables, filters and orders, and what is derived about them."""

from db.curation.load import Entry
from db.noun import Document, Noun
from db.release.index import World


def derive_topic(world: World, entry: Entry, document: Document) -> Document:
    """Work out the terms that a topic includes, and count the events about it or about one of those."""
    del document
    return {
        "narrower": world.references("topics", world.backlinks.pointing["broader", entry.id]),
        "events": world.backlinks.counts["topics"][entry.id],
    }


TOPICS = Noun(
    "topics",
    columns={"name": "text", "definition": "text", "broader": "topic", "events": "integer"},
    filters={"broader": "broader in :values"},
    sorts={"name": "name", "events": "events"},
    derive=derive_topic,
)
