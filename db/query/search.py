"""Search: the best records of all nouns for some words, and the names that begin with what somebody types."""

from dataclasses import dataclass, replace
from typing import Any

from db.query.connection import Reader
from db.query.counts import counts_of
from db.query.filters import DATED, Column, EventColumn, EventTerm, Filter, IndexTerm, check_filters
from db.query.ids import check_ids_exist
from db.query.lists import conjunction
from db.query.pages import PagePosition
from db.query.ranking import score
from db.query.search_syntax import Search, read_search
from db.query.similar import similar_words
from db.query.sorts import FIRST_DAY
from schemas.nouns import SCHEMAS
from schemas.query.query import LoadedQuery
from schemas.search import SearchQuery

NOUN_BY_TYPE = {schema.TYPE: noun for noun, schema in SCHEMAS.items()}
EVENT = "coalesce(event, id)"
"""The event that a record lies in, or is."""
FILTERS: dict[str, Filter] = {
    **DATED,
    "type": Column("type"),
    "topic": IndexTerm("topic"),
    "publisher": IndexTerm("publisher"),
    "event": Column(EVENT),
    "process": EventColumn("process", EVENT),
    "actor": EventTerm("actor", EVENT),
    "place": EventTerm("place", EVENT),
    "country": EventTerm("country", EVENT),
}
"""What a search can be narrowed by; what holds for an event holds for what lies in it."""
check_filters("search", FILTERS, SearchQuery)
SCORE = score()


@dataclass(frozen=True)
class SearchResults:
    """The hits of a page, the exact number of all, and where the next page begins."""

    total: int
    hits: list[dict[str, Any]]
    next: PagePosition | None
    did_you_mean: str | None
    understood: dict[str, Any]
    """The words, and whether a record has all of them or any."""


def search_records(reader: Reader, query: LoadedQuery, position: PagePosition | None) -> SearchResults:
    """Return the records that words find, best first, in one statement.

    Where no record has all of the words, a second statement looks for those that have any, and `match` says
    so. The best record of every event comes before the second best of any, so that one event does not fill the
    page. Raises UnknownIds.
    """
    check_ids_exist(reader, SearchQuery, query)
    search, match = read_search(query["q"]), "all"
    total, rows = _ranked(reader, query, search, position)
    if not total and len(search.words) > 1:
        match, search = "any", replace(search, all_of=search.any_of)
        total, rows = _ranked(reader, query, search, position)
    page = rows[: query["limit"]]
    after = PagePosition(list(page[-1][5:8])) if len(rows) > len(page) else None
    suggestion = similar_words(reader, query["q"]) if not total or match == "any" else None
    understood = {"words": search.words, "match": match}
    return SearchResults(total, [_hit(row) for row in page], after, suggestion, understood)


def _ranked(
    reader: Reader, query: LoadedQuery, search: Search, position: PagePosition | None
) -> tuple[int, list[tuple[Any, ...]]]:
    """Return the exact number of hits, and one more row than the page has: what a hit shows, and what orders it."""
    bound = query | {"words": search.all_of or '""', "excluded_words": search.none_of}
    names = [name for name in query if name.partition("__")[0] in FILTERS]
    narrowed, beyond = _narrowed(names, search, certain=query.get("match") == "certain"), "1"
    counting = f"select count(*) from search join record on record.n = search.rowid where {narrowed}"
    counts, key = counts_of(reader.path), (counting, *map(bound.get, ("words", "excluded_words", *names)))
    total = bound["total"] = counts.get(key)
    if total == 0:
        return 0, []
    if position:
        bound |= {f"after{index}": value for index, value in enumerate(position.values)}
        beyond = "(turn, score, n) > (:after0, :after1, :after2)"
    rows = reader.query(
        f"with scored as materialized (select n, {EVENT} as story, {SCORE} as score"
        f" from search join record on record.n = search.rowid where {narrowed}),"
        " ranked as (select n, score, row_number() over (partition by story order by score, n) as turn from scored),"
        f" page as (select * from ranked where {beyond} order by turn, score, n limit :limit + 1)"
        f" select type, id, title, {FIRST_DAY}, event, turn, score, n,"
        " (select snippet(search, 2, '[', ']', ' … ', 24) from search where search match :words and rowid = n),"
        " coalesce(:total, (select count(*) from scored)) from page join record using (n) order by turn, score, n",
        bound,
    )
    if total is None:
        total = rows[0][9] if rows else reader.query(counting, bound)[0][0] if position else 0
        counts.keep(key, total)
    return total, rows


def _narrowed(names: list[str], search: Search, *, certain: bool) -> str:
    """Return the SQL of everything that narrows a search."""
    filters = {name: FILTERS[name.partition("__")[0]] for name in names}
    conditions = [(used.certain if certain else used).condition(name) for name, used in filters.items()]
    if search.none_of:
        conditions.append("n not in (select rowid from search where search match :excluded_words)")
    return conjunction(["search match :words", "state = 'current'", *conditions])


def suggest_records(reader: Reader, query: LoadedQuery) -> list[dict[str, Any]]:
    """Return the records whose name begins with, or has, what somebody has typed so far; people and places first."""
    search = read_search(query["q"].rstrip("*") + "*")
    types = [FILTERS["type"].condition(name) for name in query if name.partition("__")[0] == "type"]
    conditions = conjunction(["search match :words", "state = 'current'", *types])
    rows = reader.query(
        f"select type, id, record.title, {FIRST_DAY}, event from search join record on record.n = search.rowid"
        f" where {conditions}"
        " order by case type when 'actor' then 1 when 'place' then 2 when 'topic' then 3 when 'process' then 4"
        " when 'event' then 5 else 6 end, length(record.title), id limit :limit",
        query | {"words": f"{{title aliases}} : ({search.all_of})" if search.all_of else '""'},
    )
    return [{key: hit[key] for key in ("type", "id", "url", "title")} for hit in map(_hit, rows)]


def _hit(row: tuple[Any, ...]) -> dict[str, Any]:
    """Return a row as a hit."""
    kind, identifier, title, date, event = row[:5]
    hit = {
        "type": kind,
        "id": identifier,
        "url": f"/v1/{NOUN_BY_TYPE[kind]}/{identifier}",
        "title": title,
        "date": date,
        "event": event,
    }
    return hit | ({"snippet": row[8].replace("\n", " ") if row[8] else None} if len(row) > 8 else {})
