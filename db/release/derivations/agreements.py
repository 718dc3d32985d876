"""What is derived about agreements, and the index terms that they are found by."""

from collections.abc import Iterator

from db.curation.records import LoadedRecord
from db.curation.references import resolve_sound
from db.release.derivations.terms import TermPair, date_bounds, inner_terms
from db.release.index import RecordIndex
from schemas.model.base import Json
from schemas.model.estimates import total


def derive_agreement(index: RecordIndex, record: LoadedRecord, document: Json) -> Json:
    """Work out an agreement's date, and for each term how far it was carried out and who says that it was kept."""
    for term in document["terms"]:
        transfers = sorted(
            index.transfers_by_term[term["id"]], key=lambda transfer: (index.date(transfer), transfer.id)
        )
        term["keeping"] = [_keeping(index, index.record("claims", claim["id"])) for claim in term["keeping"]]
        term["progress"] = progress(index, transfers, term["quantity"]) if transfers else None
        term["why"] = _why(term)
    return date_bounds(index, record)


def _keeping(index: RecordIndex, claim: LoadedRecord) -> Json:
    """Return a claim as the term shows it whose keeping it tells: who says what, without the sources."""
    accounts = []
    for account in claim.data["accounts"]:
        noun, by = resolve_sound(index.records, claim, ("actors", "publishers"), account["by"])
        side = index.side(by, claim) if noun == "actors" else None
        accounts.append(
            {
                "by": index.reference(noun, by),
                "side": index.reference("actors", side) if side else None,
                "says": account["says"],
            }
        )
    return index.reference("claims", claim.id) | {
        "date": index.date(claim),
        "status": claim.data["status"],
        "accounts": accounts,
    }


def _why(term: Json) -> str | None:
    """Return why no number says how far a term was carried out; None where one does, or where claims tell it."""
    if term["progress"]:
        return "number-not-known" if term["progress"]["low"] is None else None
    return None if term["keeping"] else "not-tracked"


def progress(index: RecordIndex, transfers: list[LoadedRecord], quantity: Json | None) -> Json:
    """Return the sums of the transfers' counts, lowest, best and highest, and the share of the quantity agreed.

    Of transfers without a number the sums say nothing: the highest is unknown with one such, all are with none other.
    """
    number = total(transfer.data.get("count") for transfer in transfers)
    return {
        "best": number.best,
        "low": number.low if number.unknown < len(transfers) else None,
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
