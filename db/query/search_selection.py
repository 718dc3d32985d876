"""Selection of a search: which records it is about and how each is scored, as SQL, for words and for a pasted URL."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from db.query.connection import Reader
from db.query.filters import DATED, Column, EventColumn, EventTerm, Filter, IndexTerm, check_filters
from db.query.linked_sources import find_source
from db.query.links import record_of
from db.query.lists import conjunction
from db.query.question_periods import QuestionPeriod
from db.query.ranking import (
    IN_PERIOD,
    MAX_LIKELY,
    MAX_TITLED,
    TITLED,
    better_score,
    main_weight,
    meeting_score,
    meeting_words,
    period_score,
    title_score,
    word_score,
)
from db.query.search_syntax import Search
from db.query.spelling import name_key
from schemas.nouns import SCHEMAS
from schemas.query.query import LoadedQuery
from schemas.search import SearchQuery

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
MATCHED = "_search match :words"
WORDED = "_search cross join record on record.n = _search.rowid"
SNIPPET = "(select snippet(_search, 2, '[', ']', ' … ', 24) from _search where _search match :words and rowid = n)"
SUPPORTED = "select :source_n as n, 2 as weight union select n, 1 from evidence where source = :source"
"""A source, then all that it supports."""


@dataclass(frozen=True)
class Selection:
    """The records that a search is about."""

    table: str
    """Where they are selected from: tables with the columns `n` and those of `record`."""
    condition: str
    score: str
    """What orders them, the best being the least."""
    bound: Mapping[str, Any]
    """All that the SQL is bound with."""
    snippet: str = "null"
    narrowed: str = "1"
    """The condition without the words, over `record`; 1 where there are words alone."""

    def count(self) -> str:
        """Return the statement that counts the records; for words alone, only their index is read."""
        if self.table == WORDED and self.narrowed == "1":
            return f"select count(*) from _search where {MATCHED}"
        return f"select count(*) from {self.table} where {self.condition}"

    def key(self) -> tuple[Any, ...]:
        """Return what the number of records depends on, all that a page is bound with left out."""
        paging = {"limit", "cursor", "total", "q", "match"}
        return (self.count(), *((name, value) for name, value in self.bound.items() if name not in paging))


def select_by_words(
    query: LoadedQuery, search: Search, words: str, period: QuestionPeriod | None, better: str | None = None
) -> Selection:
    """Return the records that a full-text query finds, within a period if one is named.

    `words` is all or less of what the search asks for. What a stricter query finds too comes first; `better` is that
    query.
    """
    bound = query | {"words": words, "key": name_key(query["q"]), "main_weight": main_weight(query["q"])}
    conditions, score = _filters(query), word_score()
    if search.none_of:
        bound["excluded_words"] = search.none_of
        conditions.append("n not in (select rowid from _search where _search match :excluded_words)")
    if meeting := meeting_words(search.parts):
        bound["meeting_words"] = meeting
        score = meeting_score(score)
    if period:
        bound |= {"period_first": period.first, "period_last": period.last, "period_words": f'"{period.words}"'}
        conditions.append(IN_PERIOD)
        score = period_score(score)
    if better:
        bound["better"] = better
        score = better_score(score)
    narrowed = conjunction(conditions)
    return Selection(WORDED, f"({MATCHED}) and {narrowed}", score, bound, SNIPPET, narrowed)


def select_likely(reader: Reader, selection: Selection) -> Selection:
    """Return, of a selection too large to rank, the records that most likely are meant.

    These are those with the words in their title or own names, and the newest of each type; records are numbered so
    that the newest of a type come first. What it costs does not grow with the number of hits, but for beginnings
    (`word*`), whose hits have to be gathered once.
    """
    hits, matched, gathered = "_search", f"({MATCHED}) and ", ""
    if '"*' in selection.bound["words"]:
        gathered = f"with gathered as materialized (select rowid from _search where {MATCHED}) "
        hits, matched = "gathered", ""
    pieces = [_some("_search", f"({TITLED}) and {selection.narrowed}", MAX_TITLED, titled=1)]
    for first, last, _ in reader.ranges.values():
        within = f"{matched}{hits}.rowid between {first} and {last} and {selection.narrowed}"
        pieces.append(_some(hits, within, MAX_LIKELY, titled=0))
    likely = f"({gathered}select n, max(titled) as titled from ({' union all '.join(pieces)}) group by n)"
    score = title_score() if "period_first" not in selection.bound else period_score(title_score())
    score = meeting_score(score) if "meeting_words" in selection.bound else score
    score = better_score(score) if "better" in selection.bound else score
    return Selection(f"{likely} join record using (n)", "1", score, selection.bound, selection.snippet)


def _some(hits: str, condition: str, most: int, *, titled: int) -> str:
    """Return the SQL of the first hits that meet a condition over `hits` and `record`."""
    source = f"{hits} cross join record on record.n = {hits}.rowid"
    return f"select * from (select record.n as n, {titled} as titled from {source} where {condition} limit {most})"


def select_by_link(reader: Reader, query: LoadedQuery) -> Selection | None:
    """Return what a pasted URL means: a record, or a source and what it supports; None where the record has neither."""
    record = record_of(query["q"])
    if record and record[0] in SCHEMAS:
        bound = query | {"record_type": SCHEMAS[record[0]].TYPE, "record_id": record[1]}
        condition = "type = :record_type and id = coalesce((select target from record as former where former.type ="
        condition += " :record_type and former.id = :record_id and former.state = 'moved'), :record_id)"
        return Selection("record", conjunction([condition, "state = 'current'", *_filters(query)]), "0", bound)
    source = find_source(reader, query["q"])
    if source is None:
        return None
    bound = query | {"source": source[0], "source_n": source[1]}
    table = f"(select n, max(weight) as weight from ({SUPPORTED}) group by n) join record using (n)"
    return Selection(table, conjunction(["state = 'current'", *_filters(query)]), "-weight", bound)


def _filters(query: LoadedQuery) -> list[str]:
    """Return the conditions of all that narrows a search."""
    names = [name for name in query if name.partition("__")[0] in FILTERS]
    used = {name: FILTERS[name.partition("__")[0]] for name in names}
    certain = query.get("match") == "certain"
    return [(used[name].certain if certain else used[name]).condition(name) for name in names]
