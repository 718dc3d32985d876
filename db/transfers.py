"""Transfers in the database: their tables, filters and orders, and what is derived about them."""

from collections.abc import Iterator
from typing import Any

from db.curation.evidence import inner_mentions
from db.curation.load import LoadedRecord
from db.noun import Document, Mention, Noun
from db.query.connection import Reader
from db.query.filters import INSIDE, mentions
from db.release.dates import dated
from db.release.index import RecordIndex


def derive_transfer(index: RecordIndex, entry: LoadedRecord, document: Document) -> Document:
    """Work out a transfer's name, its date, and the ends of a count that is not contested."""
    count = document["count"]
    if count and count["best"] is not None and count["low"] is None:
        count |= {"low": count["best"], "high": count["best"]}
    return {"name": index.name(entry)} | dated(index, entry)


def mention_transfer(index: RecordIndex, entry: LoadedRecord, document: Document) -> Iterator[Mention]:
    """Yield what a transfer can be found by: its terms and agreements, mediators, reporters, topics and publishers."""
    for term in document["under"]:
        yield "under", term["id"]
        yield "agreement", term["id"].rpartition(":")[0]
    yield from (("mediator", actor["id"]) for actor in document["mediators"])
    yield from (("reported_by", actor["id"]) for actor in document["reported_by"])
    yield from inner_mentions(index, entry, document)


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

GROUPS = {
    "year": "substr(earliest, 1, 4)",
    "month": "substr(earliest, 1, 7)",
    "day": "earliest",
    "what": "what",
    "from": '"from"',
    "to": '"to"',
    "process": "(select process from event where event.id = transfer.event)",
    "event": "event",
}
"""What transfers can be summed by, as SQL."""


def sum_transfers(reader: Reader, query: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the sums of the transfers that a query finds, a row for each group, in two statements.

    `best` is null where any transfer of the group has no best count; transfers without any count are counted apart.
    `includes` names what a row adds together, since people and bodies do not make one number. Raises UnknownIds.
    """
    TRANSFERS.count(reader, query)
    groups = ", ".join(f'{GROUPS[name]} as "group {name}"' for name in query["by"])
    keys = ", ".join(str(index + 1) for index in range(len(query["by"])))
    where, bound = TRANSFERS.where(reader, query)
    rows = reader.query(
        f"select {groups}, sum(count_low), case when count(*) = count(count_best) then sum(count_best) end,"
        " sum(count_high), count(*), count(*) - count(count_low), group_concat(distinct what)"
        f" from transfer where {where} group by {keys} order by {keys}",
        bound,
    )
    names = [*query["by"], "low", "best", "high", "transfers", "transfers_without_count", "includes"]
    sums = [dict(zip(names, (v.decode() if isinstance(v, bytes) else v for v in row), strict=True)) for row in rows]
    return [one | {"includes": sorted(one["includes"].split(","))} for one in sums]
