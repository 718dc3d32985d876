"""Transfers in the database: their tables, filters and orders, and their sums."""

import json
from typing import Any

from db.claims import list_tallies
from db.noun import Noun
from db.query.connection import Reader
from db.query.coverage import Period, asked_periods, find_gaps, overlap
from db.query.filters import DATED, INSIDE, Column, Comparison, IndexTerm
from db.query.ids import check_ids_exist
from db.query.pages import where_clause
from db.query.sorts import FIRST_DAY, Sort
from schemas.model.edtf import OPEN_END, OPEN_START, bounds
from schemas.model.vocabulary import MIXED_TRANSFERS, TRANSFER_KINDS
from schemas.query.query import LoadedQuery

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
    filters={
        **INSIDE,
        "what": Column("what"),
        "from_side": Column('"from"'),
        "to_side": Column('"to"'),
        "under": IndexTerm("under"),
        "agreement": IndexTerm("agreement"),
        "mediator": IndexTerm("mediator"),
        "reported_by": IndexTerm("reported_by"),
        "count": Comparison("coalesce(count_best, count_low)"),
    },
    sorts={"date": Sort("earliest"), "count": Sort("count_best", "count_low", missing=-1)},
)

GROUP_COLUMNS = {
    "year": f"substr({FIRST_DAY}, 1, 4)",
    "month": f"substr({FIRST_DAY}, 1, 7)",
    "day": FIRST_DAY,
    "what": "what",
    "from": '"from"',
    "to": '"to"',
    "process": "(select process from event where event.id = transfer.event)",
    "event": "event",
}
"""What transfers can be summed by, as SQL."""
TALLIED = {"from_side": "from", "to_side": "to"}
"""Filters of transfers by a side that an official tally may name, and the field that names it."""


def sum_transfers(reader: Reader, query: LoadedQuery) -> list[dict[str, Any]]:
    """Return the sums of the transfers that a query finds, a row for each group, in two statements.

    `best` is null where any transfer of the group has no best count, `high` too where any has no number at all.
    `includes` names what a row adds together, since people and bodies do not make one number. Raises UnknownIds.
    """
    check_ids_exist(reader, TRANSFERS.query_type, query)
    groups = ", ".join(f'{GROUP_COLUMNS[name]} as "group {name}"' for name in query["by"])
    keys = ", ".join(str(index + 1) for index in range(len(query["by"])))
    conditions, bound = where_clause(reader, TRANSFERS, query)
    rows = reader.query(
        f"select {groups}, sum(count_low), iif(count(*) = count(count_best), sum(count_best), null),"
        " iif(count(*) = count(count_high), sum(count_high), null), count(*), count(*) - count(count_low),"
        f" group_concat(distinct what) from transfer where {conditions} group by {keys} order by {keys}",
        bound,
    )
    names = [*query["by"], "low", "best", "high", "transfers", "transfers_without_count", "includes"]
    sums = [dict(zip(names, row, strict=True)) for row in rows]
    return [row | {"includes": sorted(row["includes"].split(","))} for row in sums]


def sum_mixed_transfers(reader: Reader, query: LoadedQuery) -> list[dict[str, Any]]:
    """Return the sums, by the same groups, of transfers of kinds that count some of the same people undivided."""
    mixed = _mixed_kinds(summed_kinds(query))
    if not mixed:
        return []
    others = {name: value for name, value in query.items() if name != "what__not"}
    return sum_transfers(reader, others | {"what": json.dumps(mixed)})


def _mixed_kinds(kinds: set[str]) -> list[str]:
    """Return the kinds that count some of the same people as others, undivided, and are not among them."""
    return [kind for kind, parts in MIXED_TRANSFERS.items() if kind not in kinds and kinds & set(parts)]


def find_sum_gaps(reader: Reader, query: LoadedQuery) -> list[dict[str, Any]]:
    """Return the known gaps of the time that a query sums up, for which its sums may be too low."""
    return find_gaps(reader, "transfers", _asked_periods(query), concerned_kinds(query))


def _asked_periods(query: LoadedQuery) -> list[Period]:
    return asked_periods(query) or [(OPEN_START, OPEN_END)]


def concerned_kinds(query: LoadedQuery) -> set[str]:
    """Return the kinds of transfers that a query is about: those that it asks for, and those that mix them."""
    kinds = summed_kinds(query)
    return kinds | set(_mixed_kinds(kinds))


def summed_kinds(query: LoadedQuery) -> set[str]:
    """Return the kinds of transfers that a query sums up."""
    kinds = set(json.loads(query["what"])) if "what" in query else set(TRANSFER_KINDS)
    return kinds - set(json.loads(query.get("what__not", "[]")))


def find_tallies(reader: Reader, query: LoadedQuery) -> list[dict[str, Any]]:
    """Return the official running totals of what a query sums up, of a day within its time; the newest come last.

    There are none of a question that is narrower than any tally: of one event, say, or one mediator.
    """
    names = {name: name.partition("__")[0] for name in query}
    filters = {name for name, base in names.items() if base in TRANSFERS.query_type.filters() - DATED.keys()}
    if "q" in query or any(name.partition("__")[0] not in {"what", *TALLIED} for name in filters):
        return []
    periods, kinds = _asked_periods(query), summed_kinds(query)
    kinds |= set(_mixed_kinds(kinds))
    tallies = []
    for tally in list_tallies(reader):
        is_within = any(overlap(bounds(tally["until"]), period) for period in periods)
        sides_fit = all(_is_tallied(tally, name, query[name]) for name in filters - {"what", "what__not"})
        if is_within and tally["what"] in kinds and sides_fit:
            tallies.append(tally)
    return tallies


def _is_tallied(tally: dict[str, Any], name: str, sides: str) -> bool:
    """Tell whether a tally is of a side that a filter names; one that does not say which is not left out for that."""
    filter_name, _, operator = name.partition("__")
    side = tally[TALLIED[filter_name]]
    return side is None or (side["id"] in json.loads(sides)) == (operator != "not")
