"""Tables: what the API works out, as rows of plain values, whatever keys the rows have."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from api.formats.columns import SEPARATOR
from schemas.model.base import Json


@dataclass(frozen=True)
class Table:
    """Columns by name, and rows with a value for each; None where there is none."""

    columns: tuple[str, ...]
    rows: list[list[Any]]


def table_of(rows: Iterable[Json], columns: Iterable[str] = (), *, name_field: str = "id") -> Table:
    """Return rows as a table: `columns` first, which alone are known where there is no row, then what else rows have.

    Another record becomes its `id`, or its `name_field`; an object a column for each of its keys; a list one text.
    """
    flat = [dict(_cells(row, name_field)) for row in rows]
    present = dict.fromkeys(name for row in flat for name in row)
    names = tuple(dict.fromkeys(name for name in columns if name in present) | present) if flat else tuple(columns)
    return Table(names, [[row.get(name) for name in names] for row in flat])


def _cells(row: Json, name_field: str) -> Iterator[tuple[str, Any]]:
    for name, value in row.items():
        if isinstance(value, dict) and not _is_reference(value):
            yield from ((f"{name}_{part}", _cell(inner, name_field)) for part, inner in value.items())
        else:
            yield name, _cell(value, name_field)


def _cell(value: Any, name_field: str) -> Any:
    if isinstance(value, dict):
        return value[name_field] if _is_reference(value) else json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return (SEPARATOR if name_field == "id" else ", ").join(str(_cell(item, name_field)) for item in value)
    return value


def _is_reference(value: Json) -> bool:
    """Tell whether an object stands for another record."""
    return {"id", "type", "url", "name"} <= set(value)
