"""Search: the best records of all nouns for some words or a URL, and the names that begin with what somebody types."""

import json
from dataclasses import dataclass
from typing import Any

from db.query.connection import Reader
from db.query.counts import counts_of
from db.query.ids import check_ids_exist
from db.query.links import is_link
from db.query.lists import conjunction
from db.query.pages import PagePosition
from db.query.question_periods import QuestionPeriod, read_period
from db.query.ranking import MAX_RANKED
from db.query.search_selection import EVENT, FILTERS, Selection, select_by_link, select_by_words, select_likely
from db.query.search_syntax import Search, read_search
from db.query.similar import similar_name, similar_words
from db.query.sorts import FIRST_DAY
from db.query.spelling import name_key, without_possessive
from db.query.titles import NOUN_BY_TYPE
from schemas.query.query import LoadedQuery
from schemas.search import SearchQuery

HitRow = tuple[Any, ...]
FIELD_MARK = " · "
"""What stands in a snippet between the words of one field of a record and those of the next."""
ENOUGH = 10
"""Hits that a question in plain words should have; with fewer, records with most of its words, or any, follow."""


@dataclass(frozen=True)
class SearchResults:
    """The hits of a page, the exact number of all, and where the next page begins."""

    total: int
    hits: list[dict[str, Any]]
    next: PagePosition | None
    did_you_mean: str | None
    understood: dict[str, Any]
    """The words, whether a record has all, most or any of them, the period, and how many records were ranked."""


@dataclass(frozen=True)
class Ranking:
    """The exact number of hits, and those of a page and one more, best first."""

    total: int = 0
    rows: tuple[HitRow, ...] = ()
    ranked: int | None = None
    """How many of them were ranked; None where all were."""


def search_records(reader: Reader, query: LoadedQuery, position: PagePosition | None) -> SearchResults:
    """Return the records that words or a pasted URL find, best first.

    Where no record has all of the words, those that have most are looked for, then those that have any, and `match`
    says so. The best record of every event comes before the second best of any, so that one event does not fill the
    page. Raises UnknownIds.
    """
    check_ids_exist(reader, SearchQuery, query)
    if is_link(query["q"]):
        selection = select_by_link(reader, query)
        if selection is not None:
            understood = {"words": [query["q"].strip()], "match": "all", "period": None}
            return _results(query, _rank(reader, selection, position), understood, None)
    period, text = read_period(query["q"])
    search = read_search(text, reader.synonyms)
    match, period, ranking = _search_words(reader, query, search, period, position)
    suggestion = _suggestion(reader, query["q"], search, match, ranking.total)
    days = f"{period.first}/{period.last}" if period else None
    return _results(query, ranking, {"words": search.words, "match": match, "period": days}, suggestion)


def _suggestion(reader: Reader, text: str, search: Search, match: str, total: int) -> str | None:
    """Return a search that may have been meant, where nothing or next to nothing has the words; None otherwise.

    A word that few records have may be a slip that a source has made too: Zelenksy.
    """
    if match != "all" or not total:
        return similar_words(reader, text)
    return similar_name(reader.synonyms, search.words[0]) if total < ENOUGH and len(search.words) == 1 else None


def _search_words(
    reader: Reader, query: LoadedQuery, search: Search, period: QuestionPeriod | None, position: PagePosition | None
) -> tuple[str, QuestionPeriod | None, Ranking]:
    """Return how words match, in which period, and what they find; the period goes where nothing is found in it."""
    for within in dict.fromkeys((period, None)):
        match, ranking = _search_within(reader, query, search, within, position)
        if ranking.total:
            return match, within, ranking
    return match, None, Ranking()


def _search_within(
    reader: Reader, query: LoadedQuery, search: Search, period: QuestionPeriod | None, position: PagePosition | None
) -> tuple[str, Ranking]:
    """Return how words match and what they find, asked ever less strictly until there is something, or enough."""
    enough, better, result = ENOUGH if search.is_question else 1, None, ("all", Ranking())
    for match, words in [("all", search.all_of or '""'), *search.looser()]:
        ranking = _rank(reader, select_by_words(query, search, words, period, better), position)
        result = (match, ranking)
        if ranking.total >= enough:
            break
        better = better or (words if ranking.total else None)
    return result


def _rank(reader: Reader, selection: Selection, position: PagePosition | None) -> Ranking:
    """Return the records of a selection, best first, in one statement where there cannot be too many to rank all."""
    counts, key = counts_of(reader.path), selection.key()
    total = counts.get(key)
    if total is None and sum(reader.counts.values()) > MAX_RANKED:
        total = reader.query(selection.count(), selection.bound)[0][0]
        counts.keep(key, total)
    if total == 0:
        return Ranking()
    if total and total > MAX_RANKED:
        selection = select_likely(reader, selection)
    bound, beyond = dict(selection.bound) | {"total": total}, "1"
    if position:
        bound |= {f"after{index}": value for index, value in enumerate(position.values)}
        beyond = "(turn, score, n) > (:after0, :after1, :after2)"
    rows = reader.query(
        f"with scored as materialized (select n, {EVENT} as story, {selection.score} as score"
        f" from {selection.table} where {selection.condition}),"
        " ranked as (select n, score, row_number() over (partition by story order by score, n) as turn from scored),"
        f" page as (select * from ranked where {beyond} order by turn, score, n limit :limit + 1)"
        f" select type, id, title, {FIRST_DAY}, event, turn, score, n, {selection.snippet},"
        " (select count(*) from scored) from page join record using (n) order by turn, score, n",
        bound,
    )
    ranked: int = rows[0][9] if rows else 0
    if total is None:
        total = ranked if rows or not position else int(reader.query(selection.count(), selection.bound)[0][0])
        counts.keep(key, total)
    return Ranking(total, tuple(rows), ranked if 0 < ranked < total else None)


def _results(
    query: LoadedQuery, ranking: Ranking, understood: dict[str, Any], did_you_mean: str | None
) -> SearchResults:
    """Return a page of a ranking."""
    page = ranking.rows[: query["limit"]]
    after = PagePosition(list(page[-1][5:8])) if len(ranking.rows) > len(page) else None
    understood |= {"ranked": ranking.ranked}
    return SearchResults(ranking.total, [_hit(row) for row in page], after, did_you_mean, understood)


def suggest_records(reader: Reader, query: LoadedQuery) -> list[dict[str, Any]]:
    """Return the records whose name is, begins with, or has what somebody has typed so far; people and places first."""
    typed = without_possessive(query["q"].rstrip("*"))
    search = read_search(typed + "*", reader.synonyms)
    types = [FILTERS["type"].condition(name) for name in query if name.partition("__")[0] == "type"]
    begins = "n in (select rowid from _search where _search match :words)"
    conditions = conjunction([f"{begins} or n in named", "state = 'current'", *types])
    rows = reader.query(
        "with named as materialized (select record.n from json_each(:types) as noun cross join _name"
        " on _name.type = noun.value and _name.key = :key"
        " cross join record on record.type = _name.type and record.id = _name.id)"
        f" select type, id, title, {FIRST_DAY}, event from record where {conditions}"
        " order by n in named desc, case type when 'actor' then 1 when 'place' then 2 when 'topic' then 3"
        " when 'process' then 4 when 'event' then 5 else 6 end, length(title), id limit :limit",
        query
        | {"words": f"{{title aliases}} : ({search.all_of})" if search.all_of else '""'}
        | {"key": name_key(typed), "types": json.dumps(list(NOUN_BY_TYPE))},
    )
    return [{key: hit[key] for key in ("type", "id", "url", "title")} for hit in map(_hit, rows)]


def _hit(row: HitRow) -> dict[str, Any]:
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
    return hit | ({"snippet": row[8].replace("\n", FIELD_MARK) if row[8] else None} if len(row) > 8 else {})
