"""What is derived about documents, and the index terms that they are found by."""

from collections.abc import Iterator

from db.curation.records import LoadedRecord
from db.release.derivations.terms import TermPair, date_bounds, inner_terms
from db.release.index import RecordIndex
from schemas.model.base import Json


def derive_document(index: RecordIndex, record: LoadedRecord, _document: Json) -> Json:
    """Work out a document's date and its bounds."""
    return date_bounds(index, record)


def document_terms(index: RecordIndex, record: LoadedRecord, document: Json) -> Iterator[TermPair]:
    """Yield what a document can be found by: who wrote and handed it over, to whom, its topics and publishers."""
    for name in ("author", "handed_by", "handed_to"):
        yield from ((name, actor["id"]) for actor in document[name])
    yield from inner_terms(index, record, document)
