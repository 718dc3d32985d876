"""Transfers in the database: their tables, filters and orders."""

from typing import Any

from db.noun import Noun
from db.query.connection import Reader
from db.query.filters import INSIDE, Column, Comparison, IndexTerm
from db.query.ids import check_ids_exist
from db.query.pages import where_clause
from db.query.sorts import Sort
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


def sum_transfers(reader: Reader, query: LoadedQuery) -> list[dict[str, Any]]:
    """Return the sums of the transfers that a query finds, a row for each group, in two statements.

    `best` is null where any transfer of the group has no best count; transfers without any count are counted apart.
    `includes` names what a row adds together, since people and bodies do not make one number. Raises UnknownIds.
    """
    check_ids_exist(reader, TRANSFERS.query_type, query)
    groups = ", ".join(f'{GROUP_COLUMNS[name]} as "group {name}"' for name in query["by"])
    keys = ", ".join(str(index + 1) for index in range(len(query["by"])))
    conditions, bound = where_clause(reader, TRANSFERS, query)
    rows = reader.query(
        f"select {groups}, sum(count_low), case when count(*) = count(count_best) then sum(count_best) end,"
        " sum(count_high), count(*), count(*) - count(count_low), group_concat(distinct what)"
        f" from transfer where {conditions} group by {keys} order by {keys}",
        bound,
    )
    names = [*query["by"], "low", "best", "high", "transfers", "transfers_without_count", "includes"]
    sums = [dict(zip(names, row, strict=True)) for row in rows]
    return [row | {"includes": sorted(row["includes"].split(","))} for row in sums]
