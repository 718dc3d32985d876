"""Answers for reading: the rows as a grid, what stands beside them as facts and further grids."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from api.formats.content import Content
from api.formats.tables import table_of
from api.formats.text.blocks import Block, Fact, Grid, Heading, Paragraph
from api.formats.text.page import foot, neighbours, past_blocks
from api.formats.text.phrases import counted
from schemas.model.base import Json

UNSHOWN = ("url", "earliest", "latest")
"""Columns that a reader of text does without, because others tell the same."""
NAME_COLUMNS = ("title", "name", "text")
"""Columns that say what a row is; it is put first."""


class AnswerRows(NamedTuple):
    """The rows of an answer as blocks, how many they are, and what one of them is called."""

    blocks: Iterable[Block]
    number: int
    unit: str = "row"


def answer_blocks(content: Content, rows: AnswerRows, more: Json) -> list[Block]:
    """Return an answer as a page."""
    return [*past_blocks(content), *answer_body(content, rows, more), *neighbours(content), *foot(content, 1)]


def answer_body(content: Content, rows: AnswerRows, more: Json) -> Iterator[Block]:
    """Yield an answer without what stands at the foot of every page."""
    yield Heading(0, [f"{content.record}. {content.description}"])
    part = f", {rows.number:,} of them on this page" if rows.number < content.total else ""
    empty = (more.get("empty") or {}).get("text") or "There is none."
    yield Paragraph([f"{counted(content.total, rows.unit)} in all{part}." if rows.number else empty])
    yield from (Fact(_label(name), [value]) for name, value in _facts(more))
    yield from rows.blocks
    for name, value in more.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            yield Heading(2, label=_label(name))
            yield grid(value)


def _facts(more: Json) -> Iterator[tuple[str, str]]:
    """Yield what can be told in a line each."""
    for name, value in more.items():
        if name == "empty" or value is None:
            continue
        if isinstance(value, dict):
            parts = [f"{key.replace('_', ' ')} {_words(inner)}" for key, inner in value.items() if inner]
            yield from [(name, ", ".join(parts))] if parts else ()
        elif not isinstance(value, list) or (value and not isinstance(value[0], dict)):
            yield name, _words(value)


def _words(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _label(name: str) -> str:
    return name.replace("_", " ").capitalize()


def grid(rows: list[Json], columns: Iterable[str] = ()) -> Grid:
    """Return rows as a grid: names instead of ids, and no column that is empty or has the words of one before it."""
    table = table_of(rows, columns, name_field="name")
    values = [[row[place] for row in table.rows] for place in range(len(table.columns))]
    places = [
        place
        for place, name in enumerate(table.columns)
        if name not in UNSHOWN and any(one not in (None, "") for one in values[place])
        if not all(isinstance(one, str) for one in values[place]) or values[place] not in values[:place]
    ]
    places.sort(key=lambda place: table.columns[place] not in NAME_COLUMNS)
    return Grid(
        [table.columns[place].replace("_", " ") for place in places],
        [[_text(row[place]) for place in places] for row in table.rows],
        [[_address(row, table.columns[place]) for place in places] for row in rows],
    )


def _address(row: Json, column: str) -> str:
    """Return the address of what a cell names: the row's own record, or another one."""
    value = row.get(column)
    if isinstance(value, dict):
        return str(value.get("url") or "")
    return str(row.get("url") or "") if column in (*NAME_COLUMNS, "id") else ""


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else f"{value:,}" if isinstance(value, int) else str(value)
