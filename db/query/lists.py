"""Listing: the SQL of a page and of its total, such that both cost what they show and not what there is.

Records are numbered in the order that their list has by default, so a page in that order begins at a number and ends
after its rows, and so does the index of words or of mentions that finds them. A time is a window of numbers: only at
its edge must the dates of a record be looked at.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from db.query.filters import CERTAIN, DATED, INDEX_TERM, condition
from db.query.search_syntax import read_search

Parameters = dict[str, Any]
FIRST = "select n from {table} where {key} {beyond} :after0 order by {key} {towards}, id {by_id} limit 1"
TIED = "select n from {table} where {key} = :after0 and id {after} :after1 order by id {by_id} limit 1"
UNTIL = "coalesce((select n from {table} where earliest <= {day} order by earliest desc, id limit 1), :last + 1)"
"""The first number of those that begin on a day or before it; the newest come first."""
SINCE = "coalesce((select n from {table} where earliest >= {day} order by earliest, id desc limit 1), :first - 1)"
"""The last number of those that begin on a day or after it."""


@dataclass(frozen=True)
class Order:
    """An order of a list: SQL and direction of what it sorts by, the id last, so that no two records tie."""

    keys: list[tuple[str, bool]]
    by_number: bool
    """Whether it is the order in which the records are numbered."""

    def sql(self, number: str, *, backwards: bool) -> str:
        """Return what follows `order by`. `number` is the column that numbers the records."""
        keys = [(number, False)] if self.by_number else self.keys
        return ", ".join(f"{sql}{' desc' if down != backwards else ''}" for sql, down in keys)


def keyset_condition(order: Order, *, backwards: bool) -> str:
    """Return the SQL for all that comes after a record in an order, whose sort values are bound as `after0` and on."""
    keys = [(sql, down != backwards) for sql, down in order.keys]
    alternatives = []
    for depth, (sql, down) in enumerate(keys):
        equal = [f"{earlier} = :after{index}" for index, (earlier, _) in enumerate(keys[:depth])]
        alternatives.append(" and ".join([*equal, f"{sql} {'<' if down else '>'} :after{depth}"]))
    # What the first key says by itself lets the index begin there.
    sql, down = keys[0]
    return f"{sql} {'<=' if down else '>='} :after0 and ({' or '.join(alternatives)})"


def begin(table: str, order: Order, *, backwards: bool) -> str:
    """Return the SQL of the number at which a page begins: one look into the index, were the record gone meanwhile."""
    key, down = order.keys[0]
    down = down != backwards
    part = {"table": table, "key": key, "beyond": "<" if down else ">", "towards": "desc" if down else "asc"}
    part |= {"after": "<" if backwards else ">", "by_id": "desc" if backwards else "asc"}
    return f"coalesce(({TIED.format(**part)}), ({FIRST.format(**part)}))"


@dataclass
class Window:
    """The numbers that are looked at: from the greatest of `first` to the least of `last`, each the SQL of a number.

    `doubtful` are windows within it, with the condition that the dates of records in them must meet.
    """

    first: list[str]
    last: list[str]
    doubtful: list[tuple[str, str, str]]

    @property
    def is_narrow(self) -> bool:
        """Whether it leaves out any of the noun's numbers."""
        return len(self.first) + len(self.last) > 2

    def sql(self, number: str) -> str:
        """Return the condition on a number."""
        return f"{number} between {_most('max', self.first)} and {_most('min', self.last)}"

    def size(self, table: str) -> str:
        """Return the SQL of how many records are in the window; the numbers of a noun have no gaps."""
        first, last = _most("max", self.first), _most("min", self.last)
        missed = [
            f" - (select count(*) from {table} where n between max({first}, {begin}) and min({last}, {end})"
            f" and not ({dates}))"
            for begin, end, dates in self.doubtful
        ]
        return f"select max(0, {last} - {first} + 1){''.join(missed)}"


def _most(function: str, numbers: list[str]) -> str:
    """Return the SQL of the greatest or the least of some numbers."""
    return f"{function}({', '.join(numbers)})" if len(numbers) > 1 else numbers[0]


@dataclass(frozen=True)
class Span:
    """The numbers of a noun's records, whether the newest has the first, and the days of the longest date."""

    first: int
    last: int
    longest: int | None
    newest_first: bool

    def window(self, table: str, query: Parameters) -> tuple[Window, list[str]]:
        """Return the window of the time that a query asks for, and the names of the parameters that it stands for."""
        window = Window([":first"], [":last"], [])
        if not self.newest_first or self.longest is None:
            return window, []
        names = [name for name in DATED if name in query]
        narrow = self._certain if query.get("match") == "certain" else self._possible
        for name in names:
            narrow(window, table, "" if name == "to" else f":{name}_first", "" if name == "from" else f":{name}_last")
        return window, names

    def _possible(self, window: Window, table: str, since: str, until: str) -> None:
        """Narrow a window to what may have been from a day on, and until a day."""
        if until:
            window.first.append(UNTIL.format(table=table, day=until))
        if since:
            end = SINCE.format(table=table, day=self._earlier(since))
            window.last.append(end)
            if self.longest:
                start = SINCE.format(table=table, day=since)
                window.doubtful.append((f"{start} + 1", end, f"latest >= {since}"))

    def _certain(self, window: Window, table: str, since: str, until: str) -> None:
        """Narrow a window to what was from a day on, and until a day, whatever its date means."""
        if since:
            window.last.append(SINCE.format(table=table, day=since))
        if until:
            start = UNTIL.format(table=table, day=until)
            window.first.append(start)
            if self.longest:
                end = UNTIL.format(table=table, day=self._earlier(until))
                window.doubtful.append((start, f"{end} - 1", f"latest <= {until}"))

    def _earlier(self, day: str) -> str:
        """Return the SQL of a day less the days of the longest date."""
        return f"coalesce(date({day}, '-{self.longest} days'), '')" if self.longest else day


@dataclass(frozen=True)
class ListQuery:
    """The records that a query finds: what to select from, under which conditions, binding what."""

    table: str
    leader: str | None
    """What is gone through first, and has the number as `place`, if it is not the table itself."""
    conditions: list[str]
    """What the columns of the table must meet."""
    window: Window
    bound: Parameters

    def rows(self, looked_up: str = "") -> tuple[str, str]:
        """Return the column that numbers the records, and what follows `from`.

        `looked_up` is the table that columns are wanted of, `record` only where nothing else has conditions.
        """
        table = self.table if self.conditions else looked_up or ("" if self.leader else self.table)
        number = "leader.place" if self.leader else f"{table}.n"
        join = f" cross join {table} on {table}.n = {number}" if self.leader and table else ""
        return number, f"{self.leader or table}{join} where {self.where(number)}"

    def where(self, number: str) -> str:
        """Return what follows `where`, by the column that numbers the records."""
        # Only the noun's own table has no numbers of others.
        bounds = [self.window.sql(number)] if number != f"{self.table}.n" or self.window.is_narrow else []
        doubts = [
            f"{number} not between {start} and {end}"
            f" or exists (select 1 from {self.table} as doubtful where doubtful.n = {number} and doubtful.{dates})"
            for start, end, dates in self.window.doubtful
        ]
        return all_of([*self.conditions, *bounds, *doubts])

    def count(self) -> str:
        """Return the statement that counts the records."""
        if not self.leader and not self.conditions and len(self.window.doubtful) < 2:
            return self.window.size(self.table)
        return f"select count(*) from {self.rows()[1]}"


def all_of(conditions: list[str]) -> str:
    """Return the SQL of all conditions together."""
    return " and ".join(f"({one})" for one in conditions) or "1"


def select(table: str, filters: Mapping[str, str], span: Span, query: Parameters, *, led: bool) -> ListQuery:
    """Return the selection that a query makes from a table whose numbers are in `span`.

    With `led`, the index of words, or that of mentions where one value is asked for, leads: it is gone through in the
    order of the numbers, and only as far as needed. Otherwise it is asked for all it has.
    """
    filters = dict(filters) | (CERTAIN if query.get("match") == "certain" else {})
    bound, conditions = dict(query) | {"first": span.first, "last": span.last}, list[str]()
    window, timed = span.window(table, query)
    leader = None
    if "q" in query:
        search = read_search(query["q"])
        bound |= {"wanted": search.wanted or "", "unwanted": search.unwanted or ""}
        found = "select rowid as place from search where search match :wanted"
        if search.wanted and led:
            leader = found
        elif search.wanted:
            conditions.append(f"{table}.n in ({found} and rowid between :first and :last)")
        if search.unwanted:
            conditions.append(f"{table}.n not in (select rowid from search where search match :unwanted)")
    for name in query:
        fragment = filters.get(name.partition("__")[0])
        mentioned = INDEX_TERM.fullmatch(filters.get(name, ""))
        if mentioned and led and leader is None and len(values := json.loads(query[name])) == 1:
            bound["leading"] = values[0]
            leader = f"select n as place from index_term where kind = '{mentioned[1]}' and value = :leading"
        elif fragment and name not in timed:
            conditions.append(condition(fragment, name))
    return ListQuery(table, f"({leader}) as leader" if leader else None, conditions, window, bound)
