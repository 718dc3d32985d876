"""What is derived about transfers, and the index terms that they are found by."""

from collections.abc import Iterator

from db.curation.records import LoadedRecord
from db.release.derivations.terms import TermPair, date_bounds, inner_terms
from db.release.index import RecordIndex
from schemas.model.base import Json


def derive_transfer(index: RecordIndex, record: LoadedRecord, document: Json) -> Json:
    """Work out a transfer's name, its date, and the ends of a count that is not contested."""
    count = document["count"]
    if count and count["best"] is not None and count["low"] is None:
        count |= {"low": count["best"], "high": count["best"]}
    return {"name": index.name(record)} | date_bounds(index, record)


def transfer_terms(index: RecordIndex, record: LoadedRecord, document: Json) -> Iterator[TermPair]:
    """Yield what a transfer can be found by: its terms and agreements, mediators, reporters, topics and publishers."""
    for term in document["under"]:
        yield "under", term["id"]
        yield "agreement", term["id"].rpartition(":")[0]
    yield from (("mediator", actor["id"]) for actor in document["mediators"])
    yield from (("reported_by", actor["id"]) for actor in document["reported_by"])
    yield from inner_terms(index, record, document)
