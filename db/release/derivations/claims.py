"""What is derived about claims, and the index terms that they are found by."""

from collections.abc import Iterator

from db.curation.evidence import independent_publishers
from db.curation.records import LoadedRecord
from db.release.derivations.terms import TermPair, date_bounds, inner_terms
from db.release.index import RecordIndex
from schemas.model.base import Json


def derive_claim(index: RecordIndex, record: LoadedRecord, document: Json) -> Json:
    """Work out the sides that give an account, whether at least two confirm the claim, and its publishers."""
    sides = set[str]()
    for account in document["accounts"]:
        side = index.side(account["by"]["id"], record) if account["by"]["type"] == "actor" else None
        account["side"] = index.reference("actors", side) if side else None
        sides |= {side} if side else set()
    process = index.event(record).data.get("process")
    parties = set(index.record("processes", process).data["parties"]) if process else sides
    return date_bounds(index, record) | {
        "sides": [index.reference("actors", side) for side in sorted(sides)],
        "confirmed_by_both_sides": record.data["status"] == "agreed" and len(sides & parties) >= 2,
        "independent_publishers": len(independent_publishers(index.records, record)),
    }


def claim_terms(index: RecordIndex, record: LoadedRecord, document: Json) -> Iterator[TermPair]:
    """Yield what a claim can be found by: who gives accounts, for which side, its topics and publishers."""
    yield from (("by", account["by"]["id"]) for account in document["accounts"])
    yield from (("side", side["id"]) for side in document["sides"])
    yield from inner_terms(index, record, document)
