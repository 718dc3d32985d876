"""What is derived about topics."""

from db.curation.records import LoadedRecord
from db.release.index import RecordIndex
from schemas.model.base import Json


def derive_topic(index: RecordIndex, record: LoadedRecord, _document: Json) -> Json:
    """Work out the terms that a topic includes, and count the events about it or about one of those."""
    return {
        "narrower": index.references("topics", index.referring["broader", record.id]),
        "events": index.counts["topics"][record.id],
    }
