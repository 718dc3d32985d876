"""Finding: the best records of all nouns for some words, and the names that begin with what somebody types."""

from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

from db.noun import Position, cached_count
from db.query.connection import Reader
from db.query.filters import CERTAIN, DATED, condition, index_terms
from db.query.search_syntax import Search, read_search
from schemas.nouns import SCHEMAS
from schemas.search import SearchQuery

WEIGHTS = "12, 10, 2, 3, 1"
"""How much a word weighs in each column of the search index."""
KINDS = {"event": 2.0, "process": 2.0, "actor": 3.0, "agreement": 1.5, "place": 3.0, "topic": 2.0, "source": 0.5}
"""How much a kind of record weighs: whoever types a name wants its bearer, an event tells the story, a source only
its headline. Others weigh 1."""
NOUN_OF = {schema.TYPE: noun for noun, schema in SCHEMAS.items()}
KIND_WEIGHT = " ".join(f"when '{kind}' then {weight}" for kind, weight in KINDS.items())
NAME_WEIGHT = (
    " * case when type in ('actor', 'place', 'topic', 'process') and (lower(search.title) = lower(trim(:q))"
    " or instr(char(10) || lower(search.aliases) || char(10), char(10) || lower(trim(:q)) || char(10)))"
    " then 10 else 1 end"
)
"""What has exactly the words as its name comes first: for `Ukraine` the state, before the ministries of Ukraine."""
IN_EVENT = "coalesce(event, id) in (select event.id from event join index_term using (n) where index_term.kind = '{}'"
FILTERS = {
    "type": "type in :values",
    **DATED,
    "topic": index_terms("topic"),
    "publisher": index_terms("publisher"),
    "event": "coalesce(event, id) in :values",
    "process": "coalesce(event, id) in (select id from event where process in :values)",
    "actor": IN_EVENT.format("actor") + " and index_term.value in :values)",
    "place": IN_EVENT.format("place") + " and index_term.value in :values)",
    "country": IN_EVENT.format("country") + " and index_term.value in :values)",
}
"""What a search can be narrowed by; what holds for an event holds for what lies in it."""


@dataclass(frozen=True)
class Hits:
    """The hits of a page, the exact number of all, and where the next page begins."""

    total: int
    hits: list[dict[str, Any]]
    next: Position | None
    did_you_mean: str | None
    understood: dict[str, Any]
    """The words, and whether a record has all of them or any."""


def search_records(reader: Reader, query: dict[str, Any], position: Position | None) -> Hits:
    """Return the records that words find, best first, in two statements.

    Where no record has all of the words, those that have any of them are given, and `match` says so. The best record
    of every event comes before the second best of any, so that one event does not fill the page. Raises UnknownIds.
    """
    search = read_search(query["q"])
    match = "all"
    total = _count(reader, query, search.wanted, search.unwanted)
    if not total and len(search.words) > 1:
        match, search = "any", replace(search, wanted=search.any_of)
        total = _count(reader, query, search.wanted, search.unwanted)
    rows = _ranked(reader, query, search, position) if total else []
    shown = rows[: query["limit"]]
    after = Position(list(shown[-1][5:8])) if len(rows) > len(shown) else None
    meant = similar_words(reader, query["q"]) if not total or match == "any" else None
    understood = {"words": search.words, "match": match}
    return Hits(total, [_hit(row) for row in shown], after, meant, understood)


def _narrowed(query: dict[str, Any], unwanted: str | None) -> str:
    """Return the SQL of everything that narrows a search."""
    filters = FILTERS | (CERTAIN if query.get("match") == "certain" else {})
    names = (name for name in query if name.partition("__")[0] in filters)
    found = [condition(filters[name.partition("__")[0]], name) for name in names]
    if unwanted:
        found.append("n not in (select rowid from search where search match :unwanted)")
    return " and ".join(f"({one})" for one in ("search match :wanted", "state = 'current'", *found))


def _count(reader: Reader, query: dict[str, Any], wanted: str | None, unwanted: str | None) -> int:
    """Count the records that a search finds. Raises UnknownIds."""
    bound = query | {"wanted": wanted or '""', "unwanted": unwanted}
    counting = f"select count(*) from search join record on record.n = search.rowid where {_narrowed(query, unwanted)}"
    chosen = [name for name in query if name.partition("__")[0] in FILTERS]
    return cached_count(reader, counting, SearchQuery, bound, [*chosen, "wanted", "unwanted"])


def _ranked(reader: Reader, query: dict[str, Any], search: Search, position: Position | None) -> list[tuple[Any, ...]]:
    """Return one more row than the page has: what a hit shows, and what orders it."""
    bound = query | {"wanted": search.wanted or '""', "unwanted": search.unwanted}
    keyset_condition = "1"
    if position:
        bound |= {f"after{index}": value for index, value in enumerate(position.values)}
        keyset_condition = "(turn, score, n) > (:after0, :after1, :after2)"
    return reader.query(
        "with scored as materialized (select n, coalesce(event, id) as story,"
        f" bm25(search, {WEIGHTS}) * case type {KIND_WEIGHT} else 1 end{NAME_WEIGHT} as score"
        f" from search join record on record.n = search.rowid where {_narrowed(query, search.unwanted)}),"
        " ranked as (select n, score, row_number() over (partition by story order by score, n) as turn from scored),"
        f" page as (select * from ranked where {keyset_condition} order by turn, score, n limit :limit + 1)"
        " select type, id, title, earliest, event, turn, score, n,"
        " (select snippet(search, 2, '[', ']', ' … ', 24) from search where search match :wanted and rowid = n)"
        " from page join record using (n) order by turn, score, n",
        bound,
    )


def suggest_records(reader: Reader, query: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the records whose name begins with, or has, what somebody has typed so far; people and places first."""
    search = read_search(query["q"].rstrip("*") + "*")
    types = "type in (select value from json_each(:type))" if "type" in query else "1"
    rows = reader.query(
        "select type, id, record.title, earliest, event from search join record on record.n = search.rowid"
        f" where search match :wanted and state = 'current' and {types}"
        " order by case type when 'actor' then 1 when 'place' then 2 when 'topic' then 3 when 'process' then 4"
        " when 'event' then 5 else 6 end, length(record.title), id limit :limit",
        query | {"wanted": f"{{title aliases}} : ({search.wanted})" if search.wanted else '""'},
    )
    return [{key: hit[key] for key in ("type", "id", "url", "title")} for hit in map(_hit, rows)]


def _hit(row: tuple[Any, ...]) -> dict[str, Any]:
    """Return a row as a hit."""
    kind, identifier, title, date, event = (value.decode() if value is not None else None for value in row[:5])
    hit = {
        "type": kind,
        "id": identifier,
        "url": f"/v1/{NOUN_OF[str(kind)]}/{identifier}",
        "title": title,
        "date": date,
        "event": event,
    }
    return hit | ({"snippet": row[8].decode().replace("\n", " ") if row[8] else None} if len(row) > 8 else {})


def similar_words(reader: Reader, text: str) -> str | None:
    """Return the words with each that no record has replaced by the nearest that one has; None if none is near."""
    changed, words = False, list[str]()
    for word in read_search(text).words:
        lower = word.lower().strip("*")
        bounds = {"first": lower[:1], "last": lower[:1] + "\uffff"}
        rows = reader.query("select word from word where word between :first and :last", bounds)
        close = get_close_matches(lower, [row[0].decode() for row in rows], 1, 0.7)
        changed = changed or bool(close and close[0] != lower)
        words.append(close[0] if close else word)
    return " ".join(words) if changed else None
