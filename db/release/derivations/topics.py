"""What is derived about topics."""

from db.curation.records import LoadedRecord
from db.release.derivations.terms import Document
from db.release.index import RecordIndex


def derive_topic(index: RecordIndex, entry: LoadedRecord, document: Document) -> Document:
    """Work out the terms that a topic includes, and count the events about it or about one of those."""
    del document
    return {
        "narrower": index.references("topics", index.pointing["broader", entry.id]),
        "events": index.counts["topics"][entry.id],
    }
