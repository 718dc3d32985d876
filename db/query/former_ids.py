"""Former ids: what a query means that names a record by an id which it had before."""

import json
from functools import lru_cache
from pathlib import Path

from db.query.connection import MAX_RELEASES, Reader
from db.query.ids import id_parameters
from schemas.nouns import SCHEMAS
from schemas.query.query import LoadedQuery, Query

MOVED = "select type, id, target from record where state = 'moved'"
FormerIds = dict[tuple[str, str], str]
"""The present id of each record that was renamed, by its type and the id that it had."""


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


_remembered = lru_cache(maxsize=MAX_RELEASES)(lambda _path: list[FormerIds]())
"""Holds the former ids of a release once they have been read: it never changes."""


def _former_ids_of(reader: Reader) -> FormerIds:
    path: Path = reader.path
    remembered = _remembered(path)
    if not remembered:
        remembered.append({(kind, former): target for kind, former, target in reader.query(MOVED, {})})
    return remembered[0]
