"""What is derived about places, and the index terms that they are found by."""

from collections.abc import Iterator

from db.curation.records import LoadedRecord
from db.release.derivations.terms import Document, IndexTerm
from db.release.index import RecordIndex


def derive_place(index: RecordIndex, entry: LoadedRecord, document: Document) -> Document:
    """Count the events at a place or within it."""
    del document
    return {"events": index.counts["places"][entry.id]}


def place_terms(index: RecordIndex, entry: LoadedRecord, document: Document) -> Iterator[IndexTerm]:
    """Yield the places that a place lies in."""
    del document
    yield from (("part_of", outer) for outer in index.within("places", "part_of", entry.data.get("part_of")))
