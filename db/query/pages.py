"""Pages: the records of a list, page by page, and the exact number of all."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from db.query.connection import Reader
from db.query.counts import cached_count, counts_of
from db.query.filters import IndexTerm
from db.query.ids import check_ids_exist
from db.query.linked_sources import find_source
from db.query.links import is_link
from db.query.lists import SelectFrom, Shape, count_statement, list_query, page_statement
from db.query.search_syntax import read_search
from schemas.query.query import LoadedQuery


@dataclass(frozen=True)
class PagePosition:
    """A place in a list: just after the record with these sort values and id, or just before it."""

    values: list[Any]
    backwards: bool = False


@dataclass(frozen=True)
class Page:
    """A page of a list: the exact number of all records, this page's documents, and where its neighbours begin."""

    total: int
    documents: list[bytes]
    next: PagePosition | None
    previous: PagePosition | None
    rest: Iterator[bytes] | None = None
    """The documents after these, read while they are written, where no limit cuts the list."""


def list_page(reader: Reader, noun: SelectFrom, query: LoadedQuery, position: PagePosition | None) -> Page:
    """Return a page of the records that a query asks for, in one statement.

    `query` is what schemas.query loaded, `position` where the page begins. Raises UnknownIds.
    """
    check_ids_exist(reader, noun.query_type, query)
    shape, bound = read_shape(reader, noun, query)
    start = None
    if position:
        start = "before" if position.backwards else "after"
        bound |= {f"after{index}": value for index, value in enumerate(position.values)}
    body = "brief" if query["view"] == "brief" else "full"
    counting = count_statement(noun, shape)
    counts, key = counts_of(reader.path), (counting, *map(bound.get, _counted_names(shape)))
    bound["total"] = counts.get(key) if counting else reader.counts[noun.name]
    rows = reader.query(page_statement(noun, shape, tuple(query["sort"]), body, start), bound)
    total = rows[0][0] if rows else bound["total"]
    if total is None:
        # An empty page says nothing of the total, unless it is the first.
        total = count_records(reader, noun, query) if position else 0
    if bound["total"] is None:
        counts.keep(key, total)
    return _page(total, rows, query["limit"], position)


def count_records(reader: Reader, noun: SelectFrom, query: LoadedQuery) -> int:
    """Return the exact number of records that a query asks for, all of whose ids exist."""
    shape, bound = read_shape(reader, noun, query)
    counting = count_statement(noun, shape)
    return cached_count(reader, counting, bound, _counted_names(shape)) if counting else reader.counts[noun.name]


def where_clause(reader: Reader, noun: SelectFrom, query: LoadedQuery) -> tuple[str, dict[str, Any]]:
    """Return the SQL of all conditions of a query over the noun's table, and what it is bound with."""
    shape, bound = read_shape(reader, noun, query)
    return list_query(noun, shape._replace(driver=None)).where(f"{noun.table}.n"), bound


def read_shape(reader: Reader, noun: SelectFrom, query: LoadedQuery) -> tuple[Shape, dict[str, Any]]:
    """Return what the SQL of a query depends on, and all values that it is bound with."""
    first, last, longest = reader.ranges[noun.name]
    bound = query | {"first": first, "last": last}
    filters = tuple([name for name in query if name.partition("__")[0] in noun.filters])
    driver = driving_index(noun, filters, query)
    has_words = has_excluded_words = False
    link = find_source(reader, query["q"]) if "q" in query and is_link(query["q"]) else None
    if link:
        bound |= {"link_source": link[0], "link_n": link[1]}
    elif "q" in query:
        search = read_search(query["q"], reader.synonyms)
        bound |= {"words": search.all_of, "excluded_words": search.none_of}
        has_words, has_excluded_words = search.all_of is not None, search.none_of is not None
        driver = "q" if has_words else driver
    if driver and driver != "q":
        bound["driving_value"] = json.loads(query[driver])[0]
    numbered_by_date = noun.query_type.DEFAULT_SORT == "-date"
    certain = query.get("match") == "certain"
    days = longest if numbered_by_date else None
    return Shape(filters, has_words, has_excluded_words, driver, certain, days, link is not None), bound


def driving_index(noun: SelectFrom, filters: tuple[str, ...], query: LoadedQuery) -> str | None:
    """Return the first filter by a single index term; the statement then goes through the records with that term."""
    for name in filters:
        if isinstance(noun.filters.get(name), IndexTerm) and len(json.loads(query[name])) == 1:
            return name
    return None


def _counted_names(shape: Shape) -> list[str]:
    """Return the names of all bound values that the number of records depends on."""
    return ["first", "last", "words", "excluded_words", "link_source", *shape.filters]


def _page(total: int, rows: list[tuple[Any, ...]], limit: int, position: PagePosition | None) -> Page:
    """Return the page that rows make, one more than the limit showing that there is a further page."""
    backwards = position is not None and position.backwards
    more, rows = len(rows) > limit, rows[:limit]
    if backwards:
        rows.reverse()
    first, last = (list(rows[0][2:]), list(rows[-1][2:])) if rows else ([], [])
    has_next, has_previous = more or backwards, more if backwards else position is not None
    return Page(
        total,
        [row[1] for row in rows],
        next=PagePosition(last) if rows and has_next else None,
        previous=PagePosition(first, backwards=True) if rows and has_previous else None,
    )
