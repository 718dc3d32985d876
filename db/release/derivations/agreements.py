"""What is derived about agreements, and the index terms that they are found by."""

from collections.abc import Iterator

from db.curation.records import LoadedRecord
from db.release.derivations.terms import TermPair, date_bounds, inner_terms
from db.release.index import RecordIndex
from schemas.model.base import Json
from schemas.model.estimates import total


def derive_agreement(index: RecordIndex, record: LoadedRecord, document: Json) -> Json:
    """Work out an agreement's date, and for each term the sum of the transfers under it."""
    for term in document["terms"]:
        transfers = sorted(
            index.transfers_by_term[term["id"]], key=lambda transfer: (index.date(transfer), transfer.id)
        )
        term["progress"] = progress(index, transfers, term["quantity"]) if transfers or term["quantity"] else None
    return date_bounds(index, record)


def progress(index: RecordIndex, transfers: list[LoadedRecord], quantity: Json | None) -> Json:
    """Return the sums of the transfers' counts, lowest, best and highest, and the share of the quantity agreed."""
    number = total(transfer.data.get("count") for transfer in transfers)
    return {
        "best": number.best,
        "low": number.low,
        "high": None if number.unknown else number.high,
        "share": None if number.unknown else _share(number.low, number.high, quantity),
        "transfers": [index.reference("transfers", transfer.id) for transfer in transfers],
        "transfers_without_count": number.unknown,
    }


def _share(low: int, high: int, quantity: Json | None) -> str | None:
    """Write what was carried out as a percentage of what was agreed; where that is a range, of its upper end."""
    agreed = quantity and (quantity["best"] or quantity["high"])
    if not agreed:
        return None
    least, most = (round(100 * number / agreed) for number in (low, high))
    return f"{least} %" if least == most else f"{least}–{most} %"


def agreement_terms(index: RecordIndex, record: LoadedRecord, document: Json) -> Iterator[TermPair]:
    """Yield what an agreement can be found by: its parties, topics and publishers."""
    yield from (("party", actor["id"]) for actor in document["parties"])
    yield from inner_terms(index, record, document)
