"""What is derived about statements, and the index terms that they are found by."""

from collections.abc import Iterator

from db.curation.records import LoadedRecord
from db.curation.references import positions_on
from db.release.derivations.terms import TermPair, date_bounds, inner_terms
from db.release.index import RecordIndex
from schemas.model.base import Json


def derive_statement(index: RecordIndex, record: LoadedRecord, _document: Json) -> Json:
    """Work out a statement's name, its date, and the position and side of the speaker then."""
    side = index.side_on_date(record.data["speaker"], record)
    held = positions_on(index.records, record.data["speaker"], index.date(record))
    return {
        "name": index.name(record),
        "side": index.reference("actors", side) if side else None,
        "position": held[0] if held else None,
    } | date_bounds(index, record)


def statement_terms(index: RecordIndex, record: LoadedRecord, document: Json) -> Iterator[TermPair]:
    """Yield what a statement can be found by: its audience, topics and publishers."""
    yield from (("audience", actor["id"]) for actor in document["audience"])
    yield from inner_terms(index, record, document)
