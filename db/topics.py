"""Topics in the database: their tables, filters and orders, and what is derived about them."""

from db.curation.load import LoadedRecord
from db.noun import Document, Noun
from db.release.index import RecordIndex


def derive_topic(index: RecordIndex, entry: LoadedRecord, document: Document) -> Document:
    """Work out the terms that a topic includes, and count the events about it or about one of those."""
    del document
    return {
        "narrower": index.references("topics", index.backlinks.pointing["broader", entry.id]),
        "events": index.backlinks.counts["topics"][entry.id],
    }


TOPICS = Noun(
    "topics",
    columns={"name": "text", "definition": "text", "broader": "topic", "events": "integer"},
    filters={"broader": "broader in :values"},
    sorts={"name": "name", "events": "events"},
    derive=derive_topic,
)
