"""Transfers in the database: their tables, filters and orders, and what is derived about them."""

from collections.abc import Iterator

from db.dates import dated
from db.evidence import inner_mentions
from db.load import Entry
from db.noun import INSIDE, Document, Mention, Noun, mentions
from db.world import World


def derive_transfer(world: World, entry: Entry, document: Document) -> Document:
    """Work out a transfer's name, its date, and the ends of a count that is not contested."""
    count = document["count"]
    if count and count["best"] is not None and count["low"] is None:
        count |= {"low": count["best"], "high": count["best"]}
    return {"name": world.name(entry)} | dated(world, entry)


def mention_transfer(world: World, entry: Entry, document: Document) -> Iterator[Mention]:
    """Yield what a transfer can be found by: its terms and agreements, mediators, reporters, topics and publishers."""
    for term in document["under"]:
        yield "under", term["id"]
        yield "agreement", term["id"].rpartition(":")[0]
    yield from (("mediator", actor["id"]) for actor in document["mediators"])
    yield from (("reported_by", actor["id"]) for actor in document["reported_by"])
    yield from inner_mentions(world, entry, document)


TRANSFERS = Noun(
    "transfers",
    columns={
        "event": "event",
        "what": "text",
        "from": "actor",
        "to": "actor",
        "count_best": "integer",
        "count_low": "integer",
        "count_high": "integer",
        "date": "text",
        "earliest": "text",
        "latest": "text",
        "place": "place",
    },
    parts={
        "under": {"term": "text"},
        "mediators": {"actor": "actor"},
        "reported_by": {"actor": "actor"},
        "topics": {"topic": "topic"},
    },
    filters=INSIDE
    | {
        "what": "what in :values",
        "from_side": '"from" in :values',
        "to_side": '"to" in :values',
        "under": mentions("under"),
        "agreement": mentions("agreement"),
        "mediator": mentions("mediator"),
        "reported_by": mentions("reported_by"),
        "count": "coalesce(count_best, count_low)",
    },
    sorts={"date": "earliest", "count": "coalesce(count_best, count_low, -1)"},
    derive=derive_transfer,
    mention=mention_transfer,
)
