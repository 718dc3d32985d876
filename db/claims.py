"""Claims in the database: their tables, filters and orders, and what is derived about them."""

from collections.abc import Iterator

from db.curation.evidence import independent_publishers, inner_mentions
from db.curation.load import LoadedRecord
from db.noun import Document, Mention, Noun
from db.query.filters import INSIDE, mentions
from db.release.dates import dated
from db.release.index import RecordIndex


def derive_claim(index: RecordIndex, entry: LoadedRecord, document: Document) -> Document:
    """Work out the sides that give an account, whether at least two confirm the claim, and its publishers."""
    sides = set[str]()
    for account in document["accounts"]:
        side = index.side(account["by"]["id"], entry) if account["by"]["type"] == "actor" else None
        account["side"] = index.reference("actors", side) if side else None
        sides |= {side} if side else set()
    process = index.event(entry).data.get("process")
    parties = set(index.entry("processes", process).data["parties"]) if process else sides
    return dated(index, entry) | {
        "sides": [index.reference("actors", side) for side in sorted(sides)],
        "confirmed_by_both_sides": entry.data["status"] == "agreed" and len(sides & parties) >= 2,
        "independent_publishers": len(independent_publishers(index, entry)),
    }


def mention_claim(index: RecordIndex, entry: LoadedRecord, document: Document) -> Iterator[Mention]:
    """Yield what a claim can be found by: who gives accounts, for which side, its topics and publishers."""
    yield from (("by", account["by"]["id"]) for account in document["accounts"])
    yield from (("side", side["id"]) for side in document["sides"])
    yield from inner_mentions(index, entry, document)


CLAIMS = Noun(
    "claims",
    columns={
        "event": "event",
        "text": "text",
        "status": "text",
        "date": "text",
        "earliest": "text",
        "latest": "text",
        "confirmed_by_both_sides": "integer",
        "independent_publishers": "integer",
    },
    parts={"accounts": {"by": "text", "says": "text"}, "topics": {"topic": "topic"}},
    filters=INSIDE
    | {
        "status": "status in :values",
        "by": mentions("by"),
        "side": mentions("side"),
        "confirmed_by_both_sides": "confirmed_by_both_sides = :confirmed_by_both_sides",
        "independent_publishers": "independent_publishers",
    },
    sorts={"date": "earliest", "status": "status", "independent_publishers": "independent_publishers"},
    derive=derive_claim,
    mention=mention_claim,
)
