"""Columns: a document as one row of plain values, for formats that know no nesting."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from marshmallow import fields

from api.formats.summaries import SUMMARIES
from schemas.model.base import Json
from schemas.model.fields import Many, Nest, Ref
from schemas.model.record import Record
from schemas.nouns import SCHEMAS

SEPARATOR = "|"
"""Stands between ids and other single values: no id has it, while hyphens and colons are in most."""

BETWEEN = " | "
"""Stands between sentences and the like, for reading rather than for taking apart."""

RANGE = ("best", "low", "high", "text")
Columns = dict[str, Callable[[Json], Any]]


@lru_cache
def columns_of(noun: str, keys: tuple[str, ...]) -> Columns:
    """Return the columns of a noun's documents that have these keys: for each its name, and how to read its value.

    They follow from the schema alone, so that they are the same whatever the documents hold.
    """
    by_key = {field.data_key or name: field for name, field in SCHEMAS[noun](mode="document").fields.items()}
    return {name: read for key in keys for name, read in _columns(key, by_key[key])}


def _columns(key: str, field: fields.Field[Any]) -> Iterable[tuple[str, Callable[[Json], Any]]]:
    """Yield the columns of one field.

    A reference gives its id; an estimate or a length four columns; records inside an event their number, because
    they are lists of their own; a list of anything else one text.
    """
    if isinstance(field, Many):
        yield key, _list_reader(key, field.inner)
    elif isinstance(field, Ref):
        yield key, lambda document: document[key] and document[key]["id"]
    elif isinstance(field, Nest) and field.part() in SUMMARIES:
        yield key, _summary_reader(key, SUMMARIES[field.part()])
    elif isinstance(field, Nest):
        for part in RANGE:
            yield f"{key}_{part}", _part_reader(key, part)
    else:
        yield key, lambda document: document[key]


def _summary_reader(key: str, line: Callable[[Any], str]) -> Callable[[Json], Any]:
    return lambda document: document[key] and line(document[key])


def _part_reader(key: str, part: str) -> Callable[[Json], Any]:
    return lambda document: document[key] and document[key][part]


def _list_reader(key: str, inner: fields.Field[Any]) -> Callable[[Json], Any]:
    if isinstance(inner, Ref):
        return lambda document: SEPARATOR.join(item["id"] for item in document[key])
    if not isinstance(inner, Nest):
        return lambda document: SEPARATOR.join(document[key])
    if issubclass(inner.part(), Record):
        return lambda document: len(document[key])
    line = SUMMARIES[inner.part()]
    return lambda document: BETWEEN.join(line(item) for item in document[key])
