"""What is derived about proposals, and the index terms that they are found by."""

from collections.abc import Iterator

from db.curation.records import LoadedRecord
from db.release.derivations.terms import TermPair, date_bounds, inner_terms
from db.release.index import RecordIndex
from schemas.model.base import Json


def derive_proposal(index: RecordIndex, record: LoadedRecord, document: Json) -> Json:
    """Work out the sides that put a proposal forward, its date and its bounds."""
    sides = {index.side_on_date(actor["id"], record) for actor in document["by"]}
    return {"sides": index.references("actors", filter(None, sides))} | date_bounds(index, record)


def proposal_terms(index: RecordIndex, record: LoadedRecord, document: Json) -> Iterator[TermPair]:
    """Yield what a proposal can be found by: who made it, for which side and to whom, its topics and publishers."""
    yield from (("by", actor["id"]) for actor in document["by"])
    yield from (("side", side["id"]) for side in document["sides"])
    yield from (("addressee", actor["id"]) for actor in document["to"])
    yield from inner_terms(index, record, document)
