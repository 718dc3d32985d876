"""Ids: what record a query means by an id, former ones too, and whether there is one, asked before it is run."""

import json
from functools import cache

from db.query.connection import Reader, once_per_release
from db.query.counts import counts_of
from schemas.nouns import SCHEMAS
from schemas.query.parameters import Codes, Ids, Tags
from schemas.query.query import LoadedQuery, Query

OTHER_IDS = {
    "countries": "select country from place where kind = 'country'",
    "terms": "select id from agreement_terms",
    "languages": " union ".join(
        f"select language from {table} where language is not null" for table in ("source", "statement", "document")
    ),
}
"""Where ids are looked up that are not the ids of a noun."""

MOVED = "select type, id, target from record where state = 'moved'"
FormerIds = dict[tuple[str, str], str]
"""The present id of each record that was renamed, by its type and the id that it had."""


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


def languages_of(reader: Reader) -> list[str]:
    """Return the tags of all languages in which something is that the record has."""
    return [tag for (tag,) in reader.query(f"{OTHER_IDS['languages']} order by language", {})]


@cache
def id_parameters(query_type: type[Query]) -> dict[str, tuple[str, ...]]:
    """Return the nouns whose ids a parameter takes, by each name that a URL may use for it."""
    parameters = {name: query_type.parameters()[name.partition("__")[0]] for name in query_type.names()}
    return {name: tuple(kind.nouns) for name, kind in parameters.items() if isinstance(kind, (Ids, Codes, Tags))}


def _unknown(nouns: tuple[str, ...]) -> str:
    """Return the condition that `value` is an id of none of the nouns."""
    sources = [OTHER_IDS.get(noun) or f"select id from {SCHEMAS[noun].TYPE}" for noun in nouns]
    return " and ".join(f"value not in ({source})" for source in sources)


def with_present_ids(reader: Reader, query_type: type[Query], query: LoadedQuery) -> LoadedQuery:
    """Return a query with the present id of every record that it names by a former one.

    Call it as soon as a query is loaded, so that filters, cursors and descriptions know one id alone.
    """
    former_ids = _former_ids_of(reader)
    if not former_ids:
        return query
    result = dict(query)
    for name, nouns in id_parameters(query_type).items():
        if name in query:
            ids = [_present_id(former_ids, nouns, identifier) for identifier in json.loads(query[name])]
            result[name] = json.dumps(list(dict.fromkeys(ids)), ensure_ascii=False)
    return result


def _present_id(former_ids: FormerIds, nouns: tuple[str, ...], identifier: str) -> str:
    """Return the id that a record of some nouns has now; a term lies in its agreement, whose id its own begins with."""
    for noun in nouns:
        if noun == "terms":
            agreement, _, slug = identifier.rpartition(":")
            if present := former_ids.get((SCHEMAS["agreements"].TYPE, agreement)):
                return f"{present}:{slug}"
        elif noun in SCHEMAS and (present := former_ids.get((SCHEMAS[noun].TYPE, identifier))):
            return present
    return identifier


@once_per_release
def _former_ids_of(reader: Reader) -> FormerIds:
    return {(kind, former): target for kind, former, target in reader.query(MOVED, {})}
