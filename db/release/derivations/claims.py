"""What is derived about claims, and the index terms that they are found by."""

from collections.abc import Iterator

from db.curation.evidence import independent_publishers
from db.curation.records import LoadedRecord
from db.release.derivations.terms import TermPair, date_bounds, inner_terms
from db.release.index import RecordIndex
from schemas.model.base import Json

BETWEEN_SIDES = ("mediator", "host", "observer", "chair")
"""Roles in which somebody takes part without being a side of what is dealt with."""


def derive_claim(index: RecordIndex, record: LoadedRecord, document: Json) -> Json:
    """Work out the sides that give an account, whether at least two confirm the claim, and its publishers."""
    sides = set[str]()
    for account in document["accounts"]:
        side = index.side(account["by"]["id"], record) if account["by"]["type"] == "actor" else None
        account["side"] = index.reference("actors", side) if side else None
        sides |= {side} if side else set()
    parties = _parties(index, record) or sides
    return date_bounds(index, record) | {
        "sides": [index.reference("actors", side) for side in sorted(sides)],
        "confirmed_by_both_sides": record.data["status"] == "agreed" and len(sides & parties) >= 2,
        "independent_publishers": len(independent_publishers(index.records, record)),
    }


def _parties(index: RecordIndex, record: LoadedRecord) -> set[str]:
    """Return who deals with whom in a claim's event: the parties of its process, and the sides that took part in it.

    A mediator, a host or an observer is no side of what two others agree; whoever receives a visitor is one. A call of
    two states within the talks of two others is between those who call.
    """
    event = index.event(record)
    process = event.data.get("process")
    parties = set(index.record("processes", process).data["parties"]) if process else set()
    sides = {one["role"]: set[str]() for one in event.data.get("participants", ())}
    for one in event.data.get("participants", ()):
        sides[one["role"]] |= {side for side in [index.side(one["actor"], event)] if side}
    dealing = set[str]().union(*(of_role for role, of_role in sides.items() if role not in BETWEEN_SIDES))
    return parties | (dealing if len(dealing) > 1 else dealing.union(*sides.values()))


def claim_terms(index: RecordIndex, record: LoadedRecord, document: Json) -> Iterator[TermPair]:
    """Yield what a claim can be found by: who gives accounts, for which side, its topics and publishers."""
    yield from (("by", account["by"]["id"]) for account in document["accounts"])
    yield from (("side", side["id"]) for side in document["sides"])
    yield from inner_terms(index, record, document)
