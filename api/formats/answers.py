"""Answers: what the API works out (sums, meetings, hits, counts), written as a table or as text."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from api.formats.content import Content
from api.formats.csv import byte_order_mark, write_rows
from api.formats.pages.answer_pages import answer_page
from api.formats.pictures.page_pictures import with_picture
from api.formats.pictures.picture import Graphic, framed
from api.formats.pictures.png import PICTURES
from api.formats.tables import table_of
from api.formats.text.answers import answer_blocks
from api.formats.text.md import md_of
from api.formats.text.txt import txt_of
from schemas.model.base import Json


@dataclass(frozen=True)
class Answer:
    """An answer that was worked out: its rows, and `more`, which stands beside them and is told in text alone.

    `columns` are those that come first and are known without a row. `content` has what every reply has, no records.
    """

    content: Content
    rows: list[Json]
    columns: tuple[str, ...] = ()
    more: Json = field(default_factory=dict)
    draw: Callable[[Content, list[Json], Json], Graphic] | None = None
    """What draws it, where it has a picture."""


def _write_csv(answer: Answer) -> Iterator[bytes]:
    table = table_of(answer.rows, answer.columns)
    yield byte_order_mark(answer.content)
    yield from write_rows(table.columns, table.rows)


def _write_ndjson(answer: Answer) -> Iterator[bytes]:
    for row in answer.rows:
        yield (json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _write_txt(answer: Answer) -> Iterator[bytes]:
    yield txt_of(answer_blocks(answer.content, answer.rows, answer.columns, answer.more))


def _write_md(answer: Answer) -> Iterator[bytes]:
    yield md_of(answer_blocks(answer.content, answer.rows, answer.columns, answer.more))


def _write_html(answer: Answer) -> Iterator[bytes]:
    content, draw = answer.content, answer.draw
    if draw is not None:
        content = with_picture(content, lambda: draw(content, answer.rows, answer.more))
    yield answer_page(content, answer.rows, answer.columns, answer.more)


ANSWER_WRITERS: dict[str, Callable[[Answer], Iterable[bytes]]] = {
    "csv": _write_csv,
    "txt": _write_txt,
    "md": _write_md,
    "html": _write_html,
    "ndjson": _write_ndjson,
}
"""What writes an answer in each format that it has besides JSON, by the format's suffix."""


def write_answer(answer: Answer, suffix: str) -> Iterable[bytes]:
    """Return an answer in a format: one that every answer has, or a picture of one that has something to draw."""
    if suffix in ANSWER_WRITERS:
        return ANSWER_WRITERS[suffix](answer)
    if answer.draw is None:
        raise TypeError(f"This answer has no {suffix}.")
    svg = framed(answer.draw(answer.content, answer.rows, answer.more), answer.content)
    return [PICTURES[suffix](svg)]
