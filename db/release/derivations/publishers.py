"""What is derived about publishers."""

from db.curation.records import LoadedRecord
from db.release.index import RecordIndex
from schemas.model.base import Json


def derive_publisher(index: RecordIndex, record: LoadedRecord, _document: Json) -> Json:
    """Count the publications of a publisher that are cited."""
    return {"sources": index.counts["publishers"][record.id]}
