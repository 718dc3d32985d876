"""What is derived about publishers."""

from db.curation.records import LoadedRecord
from db.release.derivations.terms import Document
from db.release.index import RecordIndex


def derive_publisher(index: RecordIndex, record: LoadedRecord, _document: Document) -> Document:
    """Count the publications of a publisher that are cited."""
    return {"sources": index.counts["publishers"][record.id]}
