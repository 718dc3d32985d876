"""Ids: whether the ids that a query names exist, asked before the query is run."""

from functools import cache

from db.query.connection import Reader
from db.query.counts import counts_of
from schemas.nouns import SCHEMAS
from schemas.query.parameters import Codes, Ids
from schemas.query.query import LoadedQuery, Query

OTHER_IDS = {
    "countries": "select country from place where kind = 'country'",
    "terms": "select id from agreement_terms",
}
"""Where ids are looked up that are not the ids of a noun."""


class UnknownIds(Exception):
    """Ids in a query that no record has, by parameter."""

    def __init__(self, ids: dict[str, list[str]]) -> None:
        super().__init__(ids)
        self.ids = ids


def check_ids_exist(reader: Reader, query_type: type[Query], query: LoadedQuery) -> None:
    """Refuse ids that no record has, in one statement, or in none where a release was asked for them before.

    Call it before running a query that names ids: what filters by an unknown id would find nothing without a word.
    Raises UnknownIds.
    """
    nouns_of, counts = id_parameters(query_type), counts_of(reader.path)
    names = [name for name in query if name in nouns_of and (nouns_of[name], query[name]) not in counts]
    if not names:
        return
    columns = [
        f"(select group_concat(value) from json_each(:{name}) where {_unknown(nouns_of[name])})" for name in names
    ]
    row = reader.query(f"select {', '.join(columns)}", query)[0]
    unknown = {name: ids.split(",") for name, ids in zip(names, row, strict=True) if ids}
    if unknown:
        raise UnknownIds(unknown)
    for name in names:
        # None of them is unknown, which is remembered among the counts.
        counts.keep((nouns_of[name], query[name]), 0)


@cache
def id_parameters(query_type: type[Query]) -> dict[str, tuple[str, ...]]:
    """Return the nouns whose ids a parameter takes, by each name that a URL may use for it."""
    parameters = {name: query_type.parameters()[name.partition("__")[0]] for name in query_type.names()}
    return {name: tuple(kind.nouns) for name, kind in parameters.items() if isinstance(kind, (Ids, Codes))}


def _unknown(nouns: tuple[str, ...]) -> str:
    """Return the condition that `value` is an id of none of the nouns."""
    sources = [OTHER_IDS.get(noun) or f"select id from {SCHEMAS[noun].TYPE}" for noun in nouns]
    return " and ".join(f"value not in ({source})" for source in sources)
