"""Lists: the SQL of a page and of its total.

Records are numbered in the order that their list has by default, so a page in that order begins at a number and ends
when it is full; the index of words or of terms that drives the statement is walked in the same order. The SQL depends
on which parameters a query has and not on their values, so it is written once for each such shape and remembered.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple, Protocol

from db.query.binding import bind
from db.query.filters import Filter, IndexTerm
from db.query.sorts import Sort
from db.query.windows import Window, date_window
from schemas.query.query import Query

MAX_STATEMENTS = 2_000
"""Statements that are remembered."""
FIRST = "select n from {table} where {key} {beyond} :after0 order by {key} {direction}, id {by_id} limit 1"
"""The first record whose value comes after `:after0`."""
TIED = "select n from {table} where {key} = :after0 and id {after} :after1 order by id {by_id} limit 1"
"""The first record after the id `:after1` among those with the value `:after0`, if there is one."""

RELEASE_SORT = "-release"
"""The order by the release in which a record last changed, what waits for one first. Of several releases of a day the
date does not tell which came last, so feeds need it; no client asks for it by name."""
RELEASE_KEY = "(select updated from history_record where n = {table}.n)"
"""The number of the release in which a record of a table last changed."""

CITING = (
    "select :link_n union select n from evidence where source = :link_source"
    " union select (select n from event where event.id = record.event)"
    " from evidence cross join record using (n) where source = :link_source"
)
"""The numbers of a source, of the records that cite it, and of the events in which one of these lies."""


class SelectFrom(Protocol):
    """What queries need to know of a noun; two are the same only if they are the same object."""

    def __hash__(self) -> int:
        """Statements are remembered by the table that they are about."""

    @property
    def name(self) -> str:
        """The noun."""

    @property
    def table(self) -> str:
        """The name of its table."""

    @property
    def filters(self) -> Mapping[str, Filter]:
        """What each parameter means."""

    @property
    def sorts(self) -> Mapping[str, Sort]:
        """What each order means."""

    @property
    def query_type(self) -> type[Query]:
        """The parameters that its list takes."""


class Shape(NamedTuple):
    """What the SQL of a query depends on."""

    filters: tuple[str, ...]
    """The parameters that filters stand for, with their operators."""
    has_words: bool
    has_excluded_words: bool
    driver: str | None
    """The parameter whose index drives the statement: `q`, or a filter by one index term."""
    certain: bool
    longest: int | None
    """Days of the longest date, where the noun is numbered by date."""
    has_link: bool = False
    """Whether what is searched for is the link of a source, in place of words."""


class Order(NamedTuple):
    """An order of a list: SQL and direction of what it sorts by, the id last, so that no two records tie."""

    keys: list[tuple[str, bool]]
    by_number: bool
    """Whether it is the order in which the records are numbered."""

    def sql(self, number: str, *, backwards: bool) -> str:
        """Return what follows `order by`; `number` is the column that numbers the records."""
        keys = [(number, False)] if self.by_number else self.keys
        return ", ".join(f"{sql}{' desc' if down != backwards else ''}" for sql, down in keys)


@dataclass(frozen=True)
class ListQuery:
    """The records that a query asks for, as SQL: what to select from, under which conditions."""

    table: str
    driver: str | None
    """The index that is walked first, as a table whose column `place` is the number, if any."""
    conditions: list[str]
    """What the columns of the table must meet."""
    window: Window

    def rows(self, joined: str = "") -> tuple[str, str]:
        """Return the column that numbers the records, and what follows `from`.

        `joined` is the table that columns are needed of; only where nothing else has conditions may it be `record`.
        """
        table = self.table if self.conditions else joined or ("" if self.driver else self.table)
        number = "driver.place" if self.driver else f"{table}.n"
        join = f" cross join {table} on {table}.n = {number}" if self.driver and table else ""
        source = f"({self.driver}) as driver" if self.driver else table
        return number, f"{source}{join} where {self.where(number)}"

    def where(self, number: str) -> str:
        """Return what follows `where`; `number` is the column that numbers the records."""
        # Only the noun's own table has no numbers of others.
        bounded = number != f"{self.table}.n" or self.window.is_narrow
        bounds = [self.window.condition(number)] if bounded else []
        return conjunction([*self.conditions, *bounds, *self.window.edge_conditions(number)])

    def count(self) -> str:
        """Return the statement that counts the records."""
        if not self.driver and not self.conditions and len(self.window.edges) < 2:
            return self.window.size()
        return f"select count(*) from {self.rows()[1]}"


def conjunction(conditions: list[str]) -> str:
    """Return the SQL of some conditions joined by `and`."""
    return " and ".join(f"({condition})" for condition in conditions) or "1"


@lru_cache(MAX_STATEMENTS)
def list_query(noun: SelectFrom, shape: Shape) -> ListQuery:
    """Return the records that a query of a shape asks for.

    The index that drives it is walked in the order of the numbers, and only as far as needed. Without a driver, words
    and terms are conditions like all others.
    """
    table, driver, conditions = noun.table, None, list[str]()
    dates = [name for name in ("from", "to", "date") if name in shape.filters and shape.longest is not None]
    window = date_window(table, dates, shape.longest or 0, certain=shape.certain)
    search = "select rowid as place from _search where _search match :words"
    if shape.driver == "q":
        driver = search
    elif shape.has_words:
        conditions.append(f"{table}.n in ({search} and rowid between :first and :last)")
    if shape.has_link:
        conditions.append(f"{table}.n in ({CITING})")
    if shape.has_excluded_words:
        conditions.append(f"{table}.n not in (select rowid from _search where _search match :excluded_words)")
    binding = bind(noun.filters, shape.filters)
    conditions += binding.conditions if binding else []
    for name in shape.filters:
        used = noun.filters[name.partition("__")[0]]
        if name == shape.driver and isinstance(used, IndexTerm):
            driver = f"select n as place from _index_term where kind = '{used.kind}' and value = :driving_value"
        elif name not in dates and not (binding and name in binding.names):
            conditions.append((used.certain if shape.certain else used).condition(name))
    return ListQuery(table, driver, conditions, window)


@lru_cache(MAX_STATEMENTS)
def count_statement(noun: SelectFrom, shape: Shape) -> str | None:
    """Return the statement that counts the records, or None where they are all there are."""
    if not (shape.filters or shape.has_words or shape.has_excluded_words or shape.has_link):
        return None
    return list_query(noun, shape).count()


@lru_cache(MAX_STATEMENTS)
def page_statement(noun: SelectFrom, shape: Shape, sort: tuple[str, ...], body: str, start: str | None) -> str:
    """Return the statement of a page: the total, the document, and what it is sorted by, of each record.

    The total is only counted if `:total` is null. `body` is the document's column, and `start` says that the page
    begins `after` the record whose sort values are bound as `after0` and on, or ends `before` it.
    """
    order, query = ordered_query(noun, shape, sort, start)
    total = f"coalesce(:total, ({count}))" if (count := count_statement(noun, shape)) else ":total"
    keys, document = ", ".join(sql for sql, _ in order.keys), f"cast({body} as blob)"
    backwards = start == "before"
    if not order.by_number:
        # Sorting needs the keys alone; documents are looked up for the rows of the page.
        number, source = query.rows()
        return (
            f"select {total}, (select {document} from record where n = page.n), {keys}"
            f" from (select {number} as n from {source} order by {order.sql(number, backwards=backwards)}"
            f" limit :limit + 1) as page cross join {noun.table} using (n)"
            f" order by {order.sql(number, backwards=backwards)}"
        )
    # What a list is ordered by stands beside the document too, mostly.
    table = "record" if order.keys[0][0] == "earliest" and not query.conditions else noun.table
    number, source = query.rows(table)
    if table != "record":
        document = f"(select {document} from record where record.n = {number})"
    ordered = order.sql(number, backwards=backwards)
    return f"select {total}, {document}, {keys} from {source} order by {ordered} limit :limit + 1"


@lru_cache(MAX_STATEMENTS)
def stream_statement(noun: SelectFrom, shape: Shape, sort: tuple[str, ...], start: str | None) -> str:
    """Return the statement of the numbers of all records of a list, in its order, from `start` on."""
    order, query = ordered_query(noun, shape, sort, start)
    number, source = query.rows()
    return f"select {number} from {source} order by {order.sql(number, backwards=False)}"


def ordered_query(noun: SelectFrom, shape: Shape, sort: tuple[str, ...], start: str | None) -> tuple[Order, ListQuery]:
    """Return an order, and the records of a list in it that come `after` a position, or `before` it, or all."""
    order, backwards = list_order(noun, sort), start == "before"
    query = list_query(noun, shape if order.by_number else shape._replace(driver=None))
    if start and order.by_number:
        number = first_number(noun.table, order, backwards=backwards)
        window = query.window.ending_at(number) if backwards else query.window.starting_at(number)
        query = replace(query, window=window)
    elif start:
        query = replace(query, conditions=[*query.conditions, keyset_condition(order, backwards=backwards)])
    return order, query


def list_order(noun: SelectFrom, sort: tuple[str, ...]) -> Order:
    """Return the order that the parameter `sort` stands for."""
    release_key = RELEASE_KEY.format(table=noun.table)
    sqls = [release_key if name == RELEASE_SORT else noun.sorts[name.removeprefix("-")].sql for name in sort]
    keys = [(sql, name.startswith("-")) for sql, name in zip(sqls, sort, strict=True)]
    return Order([*keys, ("id", False)], sort == (noun.query_type.DEFAULT_SORT,))


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


def first_number(table: str, order: Order, *, backwards: bool) -> str:
    """Return the SQL of the number at which a page begins: a look into the index, even if the record is gone by now."""
    key, down = order.keys[0]
    down = down != backwards
    parts = {"table": table, "key": key, "beyond": "<" if down else ">", "direction": "desc" if down else "asc"}
    parts |= {"after": "<" if backwards else ">", "by_id": "desc" if backwards else "asc"}
    return f"coalesce(({TIED.format(**parts)}), ({FIRST.format(**parts)}))"
