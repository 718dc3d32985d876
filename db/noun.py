"""Noun: what the database knows of one noun (its table, filters and orders), and the two questions it answers."""

import json
from dataclasses import dataclass, field
from difflib import get_close_matches
from heapq import nlargest
from typing import Any

from db.query.connection import Reader
from db.query.filters import INDEX_TERM
from db.query.lists import ListQuery, Order, Span, begin, keyset_condition, select
from schemas.nouns import QUERIES, SCHEMAS
from schemas.query.parameters import Codes, Ids
from schemas.query.query import Query

Document = dict[str, Any]

MAX_FACETS = 100
MAX_SUGGESTED_ID = 80
"""Letters of an id that no record has, of which ids are looked for that may have been meant."""
MAX_COMPARED = 30
KNOWN = {
    "countries": "select country from place where kind = 'country'",
    "terms": "select id from agreement_terms",
}
"""Where ids are looked up that are not the ids of a noun."""


@dataclass(frozen=True)
class Position:
    """A place in a list: just after the record with these sort values and id, or just before it."""

    values: list[Any]
    backwards: bool = False


@dataclass(frozen=True)
class Page:
    """A page of a list: the exact number of all records, this page's documents, and where its neighbours begin."""

    total: int
    documents: list[bytes]
    next: Position | None
    previous: Position | None


@dataclass(frozen=True)
class Lookup:
    """What stands at an id: `current` with its document, `moved` with the new id, or `withdrawn` with the reason."""

    state: str
    target: str | None
    document: bytes


class RecordNotFound(LookupError):
    """No record has, or ever had, this id."""


class UnknownIds(Exception):
    """Ids in a query that no record has, by parameter."""

    def __init__(self, ids: dict[str, list[str]]) -> None:
        super().__init__(ids)
        self.ids = ids


@dataclass(frozen=True)
class Noun:
    """One noun in the database.

    `columns` maps each column of its table to its type: `text`, `integer`, `real`, or the table whose id it holds. A
    column's value is the document's field of that name; `count_best` is `best` within `count`. `parts` does the same
    for lists inside the document. `filters` maps parameters to SQL over the table: text with `:values` where several
    values are allowed, or a column alone for a number.
    """

    name: str
    columns: dict[str, str]
    filters: dict[str, str]
    sorts: dict[str, str]
    parts: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def table(self) -> str:
        """The name of the noun's table: its singular."""
        return SCHEMAS[self.name].TYPE

    def span(self, reader: Reader) -> Span:
        """Return which numbers the noun's records have in a release."""
        return Span(*reader.ranges[self.name], newest_first=QUERIES[self.name].DEFAULT_SORT == "-date")

    def list_records(self, reader: Reader, query: dict[str, Any], position: Position | None = None) -> Page:
        """Return a page of the records that a query asks for, in one statement and what `count` takes.

        `query` is what schemas.query loaded, `position` where the page begins. Raises UnknownIds.
        """
        order, backwards = self._order(query["sort"]), position is not None and position.backwards
        found = select(self.table, self.filters, self.span(reader), query, led=order.by_number)
        total = self._total(reader, query, found) if order.by_number else self.count(reader, query)
        if position:
            found.bound.update({f"after{index}": value for index, value in enumerate(position.values)})
            if order.by_number:
                start = begin(self.table, order, backwards=backwards)
                (found.window.last if backwards else found.window.first).append(start)
            else:
                found.conditions.append(keyset_condition(order, backwards=backwards))
        body = "full" if query["view"] == "full" else "brief"
        write = self._by_number if order.by_number else self._sorted
        rows = reader.query(write(found, order, body, backwards=backwards), found.bound)
        return _page(total, rows, query["limit"], position)

    def _by_number(self, found: ListQuery, order: Order, body: str, *, backwards: bool) -> str:
        """Return the statement of a page in the order of the numbers, which ends when the page is full."""
        # What the list is ordered by stands beside the document too, mostly.
        table = "record" if order.keys[0][0] == "earliest" and not found.conditions else self.table
        number, source = found.rows(table)
        document = f"cast({body} as blob)"
        if table != "record":
            document = f"(select {document} from record where record.n = {number})"
        keys, ordered = ", ".join(sql for sql, _ in order.keys), order.sql(number, backwards=backwards)
        return f"select {document}, {keys} from {source} order by {ordered} limit :limit + 1"

    def _sorted(self, found: ListQuery, order: Order, body: str, *, backwards: bool) -> str:
        """Return the statement of a page in another order: only its rows are looked up."""
        number, source = found.rows()
        keys, ordered = ", ".join(sql for sql, _ in order.keys), order.sql(number, backwards=backwards)
        return (
            f"select (select cast({body} as blob) from record where n = page.n), {keys}"
            f" from (select {number} as n from {source} order by {ordered} limit :limit + 1) as page"
            f" cross join {self.table} using (n) order by {ordered}"
        )

    def get_record(self, reader: Reader, identifier: str) -> Lookup:
        """Return what stands at an id, in one statement. Raises NoRecord."""
        rows = reader.query(
            "select state, target, cast(full as blob) from record where type = :type and id = :id",
            {"type": self.table, "id": identifier},
        )
        if not rows:
            raise RecordNotFound(identifier)
        state, target, document = rows[0]
        return Lookup(state.decode(), target.decode() if target else None, document)

    def get_records(self, reader: Reader, identifiers: list[str]) -> dict[str, bytes]:
        """Return the documents of those of some ids that records have, in one statement; former ids lead to theirs."""
        rows = reader.query(
            "select wanted.value, cast(record.full as blob) from json_each(:ids) as wanted"
            " join record as named on named.type = :type and named.id = wanted.value"
            " join record on record.type = :type and record.state = 'current'"
            " and record.id = case named.state when 'moved' then named.target else named.id end",
            {"type": self.table, "ids": json.dumps(identifiers)},
        )
        return {identifier.decode(): document for identifier, document in rows}

    def similar_ids(self, reader: Reader, identifier: str) -> list[str]:
        """Return ids that may have been meant: of those that begin alike, or else of any, at most 2,000."""
        sql = "select id from record where type = :type and state = 'current' and id between :from and :to limit 2000"
        asked = identifier[:MAX_SUGGESTED_ID]
        pieces = {asked[start : start + 3] for start in range(len(asked) - 2)}
        for prefix in (asked[:7], ""):
            rows = reader.query(sql, {"type": self.table, "from": prefix, "to": prefix + "~"})
            # Comparing letter by letter takes long, so only those are compared that have the most in common.
            ids = nlargest(MAX_COMPARED, (row[0].decode() for row in rows), lambda one: sum(p in one for p in pieces))
            close = get_close_matches(asked, ids, 3, 0.5)
            if close:
                return close
        return []

    def count_by(self, reader: Reader, query: dict[str, Any], names: list[str]) -> dict[str, list[dict[str, Any]]]:
        """Count the records that a query finds by facets, in one statement; the most frequent values come first."""
        where, bound = self.where(reader, query)
        parts = [
            f"select * from (select '{name}', {value}, count(*) as records from {source} and {value} is not null"
            f" group by {value} order by records desc, {value} limit {MAX_FACETS})"
            for name in names
            for value, source in [self._facet(name, where)]
        ]
        counts: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
        for name, value, records in reader.query(" union all ".join(parts), bound):
            counts[_text(name)].append({"value": _text(value), "records": records})
        return counts

    def _facet(self, name: str, where: str) -> tuple[str, str]:
        """Return the SQL of a facet's value and of where it is counted: a column, or what the records mention."""
        kind = INDEX_TERM.fullmatch(self.filters.get(name, ""))
        if kind:
            return "value", f"index_term where kind = '{kind[1]}' and n in (select n from {self.table} where {where})"
        column = "substr(earliest, 1, 4)" if name == "year" else self.filters[name].partition(" ")[0]
        return column, f"{self.table} where ({where})"

    def where(self, reader: Reader, query: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """Return the SQL of all conditions of a query, and what it binds."""
        found = select(self.table, self.filters, self.span(reader), query, led=False)
        return found.where(f"{self.table}.n"), found.bound

    def count(self, reader: Reader, query: dict[str, Any]) -> int:
        """Return the exact number of records that a query finds: of all from the release, else remembered or counted.

        Raises UnknownIds.
        """
        return self._total(reader, query, select(self.table, self.filters, self.span(reader), query, led=True))

    def _total(self, reader: Reader, query: dict[str, Any], found: ListQuery) -> int:
        """Return the number of records of a selection in which an index leads. Raises UnknownIds."""
        chosen = [name for name in query if name == "q" or name.partition("__")[0] in self.filters]
        if not chosen:
            return reader.counts[self.name]
        # The same words and mentions are counted in the numbers of other nouns too.
        return cached_count(reader, found.count(), QUERIES[self.name], found.bound, ["first", "last", *chosen])

    def _order(self, names: list[str]) -> Order:
        """Return the order that a list is asked for in."""
        keys = [(self.sorts[name.removeprefix("-")], name.startswith("-")) for name in names]
        return Order([*keys, ("id", False)], names == [QUERIES[self.name].DEFAULT_SORT])


def cached_count(reader: Reader, counting: str, asked: type[Query], query: dict[str, Any], chosen: list[str]) -> int:
    """Run a statement that counts once for each release, and ask with it whether all ids exist.

    `chosen` names all that it depends on of what `query` binds. Raises UnknownIds.
    """
    key = (counting, *(query[name] for name in chosen))
    if (known_total := reader.totals.get(key)) is not None:
        return known_total
    columns, names = [f"({counting})"], list[str]()
    for name in query:
        parameter = asked.parameters().get(name.partition("__")[0])
        if isinstance(parameter, (Ids, Codes)):
            known = " union all ".join(
                KNOWN.get(noun) or f"select id from {SCHEMAS[noun].TYPE}" for noun in parameter.nouns
            )
            columns.append(f"(select group_concat(value) from json_each(:{name}) where value not in ({known}))")
            names.append(name)
    row = reader.query(f"select {', '.join(columns)}", query)[0]
    unknown = {name: ids.decode().split(",") for name, ids in zip(names, row[1:], strict=True) if ids}
    if unknown:
        raise UnknownIds(unknown)
    total: int = row[0]
    reader.totals.keep(key, total)
    return total


def _page(total: int, rows: list[tuple[Any, ...]], limit: int, position: Position | None) -> Page:
    """Return the page that rows make, one more than the limit showing that there is a further page."""
    backwards = position is not None and position.backwards
    more, rows = len(rows) > limit, rows[:limit]
    if backwards:
        rows.reverse()
    ends = [[_text(value) for value in row[1:]] for row in (rows[0], rows[-1])] if rows else []
    return Page(
        total,
        [row[0] for row in rows],
        next=Position(ends[1]) if ends and (more or backwards) else None,
        previous=Position(ends[0], backwards=True) if ends and (more if backwards else position is not None) else None,
    )


def _text(value: Any) -> Any:
    return value.decode() if isinstance(value, bytes) else value
