"""Columns: what the tables of a noun hold of its documents, and that each of them has a field to hold."""

from collections.abc import Iterable, Mapping
from typing import Any

from db.query.filters import DeclarationError
from schemas.model.fields import Many, Nest
from schemas.model.record import Record
from schemas.nouns import NOUN_OF_TYPE

VALUE_TYPES = ("text", "integer", "real")
"""What a column may hold besides the id of a record, whose type is then that of the column."""


def check_columns(
    noun: str, columns: Mapping[str, str], parts: Mapping[str, Mapping[str, str]], record: type[Record]
) -> None:
    """Refuse a column or a list that no field fills, and a column of a type that there is not. Raises DeclarationError.

    A column holds the field of its name; `count_best` is `best` within `count`, and `created` is `created_date`.
    """
    fields = _fields_of(record(mode="document"))
    for column in columns:
        if not _is_filled(column, fields):
            raise DeclarationError(f"{noun}: the column {column!r} in db/ is no field of {record.__name__}.")
    for part in parts:
        if not isinstance(fields.get(part), Many):
            raise DeclarationError(f"{noun}: the part {part!r} in db/ is no list of {record.__name__}.")
    for column, kind in _all_columns(columns, parts):
        if kind not in VALUE_TYPES and kind not in NOUN_OF_TYPE:
            raise DeclarationError(
                f"{noun}: the column {column!r} in db/ has the type {kind!r}; allowed are {', '.join(VALUE_TYPES)} and,"
                f" for the id of a record, {', '.join(sorted(NOUN_OF_TYPE))}."
            )


def _fields_of(schema: Any) -> dict[str, Any]:
    """Return the fields of a schema by their names in the document."""
    return {field.data_key or name: field for name, field in schema.fields.items()}


def _is_filled(column: str, fields: Mapping[str, Any]) -> bool:
    """Tell whether a field fills a column, or a field within one."""
    if column in fields or f"{column}_date" in fields:
        return True
    outer, _, inner = column.rpartition("_")
    nested = fields.get(outer)
    return isinstance(nested, Nest) and inner in _fields_of(nested.schema)


def _all_columns(columns: Mapping[str, str], parts: Mapping[str, Mapping[str, str]]) -> Iterable[tuple[str, str]]:
    """Yield every column with its type, those of the parts too."""
    yield from columns.items()
    for part in parts.values():
        yield from part.items()
