"""Listing: the SQL of a page and of its total, such that both cost what they show and not what there is.

Records are numbered in the order that their list has by default, so a page in that order begins at a number and ends
after its rows, and so does the index of words or of mentions that finds them.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from db.filters import CERTAIN, MENTIONED, condition
from db.words import read_search

Parameters = dict[str, Any]
FIRST = "select n from {table} where {key} {beyond} :after0 order by {key} {towards}, id {by_id} limit 1"
TIED = "select n from {table} where {key} = :after0 and id {after} :after1 order by id {by_id} limit 1"


@dataclass(frozen=True)
class Order:
    """An order of a list: SQL and direction of what it sorts by, the id last, so that no two records tie."""

    keys: list[tuple[str, bool]]
    by_number: bool
    """Whether it is the order in which the records are numbered."""

    def sql(self, number: str, *, backwards: bool) -> str:
        """Return what follows `order by`. `number` is the column that numbers the records."""
        if self.by_number:
            return f"{number}{' desc' if backwards else ''}"
        return ", ".join(f"{sql}{' desc' if down != backwards else ''}" for sql, down in self.keys)

    def sql_of_page(self, *, backwards: bool) -> str:
        """Return the same for the rows of a page, whose sort values are called `key0` and on."""
        if self.by_number:
            return self.sql("page.n", backwards=backwards)
        return ", ".join(
            f"key{index}{' desc' if down != backwards else ''}" for index, (_, down) in enumerate(self.keys)
        )


def beyond(table: str, order: Order, number: str, *, backwards: bool) -> str:
    """Return the SQL for all that comes after a record in an order, whose sort values are bound as `after0` and on."""
    keys = [(sql, down != backwards) for sql, down in order.keys]
    if order.by_number:
        # One look into the index finds the number at which the page begins, were the record itself gone meanwhile.
        key, down = keys[0]
        part = {"table": table, "key": key, "beyond": "<" if down else ">", "towards": "desc" if down else "asc"}
        part |= {"after": "<" if backwards else ">", "by_id": "desc" if backwards else "asc"}
        begin = f"coalesce(({TIED.format(**part)}), ({FIRST.format(**part)}))"
        return f"{number} {'<=' if backwards else '>='} {begin}"
    alternatives = []
    for depth, (sql, down) in enumerate(keys):
        equal = [f"{earlier} = :after{index}" for index, (earlier, _) in enumerate(keys[:depth])]
        alternatives.append(" and ".join([*equal, f"{sql} {'<' if down else '>'} :after{depth}"]))
    # What the first key says by itself lets the index begin there.
    sql, down = keys[0]
    return f"{sql} {'<=' if down else '>='} :after0 and ({' or '.join(alternatives)})"


@dataclass(frozen=True)
class Selection:
    """The records that a query finds: what to select from, under which conditions, binding what."""

    source: str
    conditions: list[str]
    bound: Parameters
    number: str
    """The column that numbers the records, of whatever is gone through first."""


def all_of(conditions: list[str]) -> str:
    """Return the SQL of all conditions together."""
    return " and ".join(f"({one})" for one in conditions) or "1"


@dataclass(frozen=True)
class Span:
    """The numbers of a noun's records, whether the newest has the first, and the days of the longest date."""

    first: int
    last: int
    longest: int | None
    newest_first: bool

    def within(self, table: str, number: str, query: Parameters) -> list[str]:
        """Return the SQL of the numbers that records in the time that a query asks for can have."""
        if not self.newest_first:
            return []
        found = [
            f"{number} >= coalesce((select n from {table} where earliest <= :{name}_last"
            " order by earliest desc, id limit 1), :last + 1)"
            for name in ("to", "date")
            if name in query
        ]
        if self.longest is None:
            return found
        begin = f"coalesce(date(:{{}}_first, '-{self.longest} days'), '')"
        return found + [
            f"{number} <= coalesce((select n from {table} where earliest >= {begin.format(name)}"
            " order by earliest, id desc limit 1), :first - 1)"
            for name in ("from", "date")
            if name in query
        ]


def select(table: str, filters: Mapping[str, str], span: Span, query: Parameters, *, led: bool) -> Selection:
    """Return the selection that a query makes from a table whose numbers are in `span`.

    With `led`, the index of words, or that of mentions where one value is asked for, leads: it is gone through in the
    order of the numbers, and only as far as needed. Otherwise it is asked for all it has.
    """
    filters = dict(filters) | (CERTAIN if query.get("match") == "certain" else {})
    bound, conditions = dict(query) | {"first": span.first, "last": span.last}, list[str]()
    leader = None
    if "q" in query:
        search = read_search(query["q"])
        bound |= {"wanted": search.wanted or "", "unwanted": search.unwanted or ""}
        found = "select rowid as place from search where search match :wanted and rowid between :first and :last"
        if search.wanted and led:
            leader = found
        elif search.wanted:
            conditions.append(f"{table}.n in ({found})")
        if search.unwanted:
            conditions.append(f"{table}.n not in (select rowid from search where search match :unwanted)")
    for name in query:
        fragment = filters.get(name.partition("__")[0])
        mentioned = MENTIONED.fullmatch(filters.get(name, ""))
        if mentioned and led and leader is None and len(values := json.loads(query[name])) == 1:
            bound["leading"] = values[0]
            leader = (
                f"select n as place from mention where kind = '{mentioned[1]}' and value = :leading"
                " and n between :first and :last"
            )
        elif fragment:
            conditions.append(condition(fragment, name))
    if leader is None:
        conditions += span.within(table, f"{table}.n", query) if led else []
        return Selection(table, conditions, bound, f"{table}.n")
    source = f"({leader}) as leader cross join {table} on {table}.n = leader.place"
    return Selection(source, conditions + span.within(table, "leader.place", query), bound, "leader.place")
