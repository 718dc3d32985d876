"""What is derived about places, and the index terms that they are found by."""

from collections.abc import Iterator

from db.curation.records import LoadedRecord
from db.release.derivations.terms import TermPair
from db.release.index import RecordIndex
from schemas.model.base import Json


def derive_place(index: RecordIndex, record: LoadedRecord, _document: Json) -> Json:
    """Count the events at a place or within it."""
    return {"events": index.counts["places"][record.id]}


def place_terms(index: RecordIndex, record: LoadedRecord, _document: Json) -> Iterator[TermPair]:
    """Yield the places that a place lies in."""
    yield from (("part_of", outer) for outer in index.with_ancestors("places", "part_of", record.data.get("part_of")))
