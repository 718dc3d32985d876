"""Answers: what the API works out (sums, meetings, hits, counts), written as a table or as text."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from api.formats.content import Content, Format
from api.formats.csv import byte_order_mark, write_rows
from api.formats.pages.answer_pages import answer_page
from api.formats.pictures.page_pictures import with_picture
from api.formats.pictures.picture import Graphic, framed
from api.formats.pictures.png import PICTURES
from api.formats.tables import table_of
from api.formats.text.answers import AnswerRows, answer_blocks, grid
from api.formats.text.blocks import Block
from api.formats.text.md import md_of
from api.formats.text.txt import txt_of
from schemas.model.base import Json
from schemas.query.query import Query


@dataclass(frozen=True)
class AnswerStyle:
    """How the rows of an answer are told where a grid would not do.

    `blocks` writes them for reading, `cells` makes a row of a table of one, and `feed` writes them as Atom.
    """

    blocks: Callable[[Content, list[Json]], Iterable[Block]]
    cells: Callable[[Json], Json]
    feed: Callable[[Content, list[Json]], Iterator[bytes]] | None = None
    unit: str = "row"
    """What one row is."""


@dataclass(frozen=True)
class AnswerShape:
    """How an answer that is worked out is to be written.

    The format, the columns that its table surely has, and what the address can be asked; the style of its rows where
    they are more than a table, and what makes a picture of it, where it has one.
    """

    format: Format
    columns: tuple[str, ...]
    query_type: type[Query]
    style: AnswerStyle | None = None
    draw: Callable[..., Graphic] | None = None


@dataclass(frozen=True)
class Answer:
    """An answer that was worked out: its rows, and `more`, which stands beside them and is told in text alone.

    `columns` are those that come first and are known without a row. `content` has what every reply has, no records.
    """

    content: Content
    rows: list[Json]
    columns: tuple[str, ...] = ()
    more: Json = field(default_factory=dict)
    style: AnswerStyle | None = None
    draw: Callable[[Content, list[Json], Json], Graphic] | None = None
    """What draws it, where it has a picture."""

    def blocks(self) -> list[Block]:
        """Return the answer as a page of text."""
        return answer_blocks(self.content, self.row_blocks(), self.more)

    def row_blocks(self) -> AnswerRows:
        """Return the rows as blocks: in a style of their own, or as a table."""
        if self.style:
            return AnswerRows(self.style.blocks(self.content, self.rows), len(self.rows), self.style.unit)
        return AnswerRows([grid(self.rows, self.columns)] if self.rows else [], len(self.rows))


def _write_csv(answer: Answer) -> Iterator[bytes]:
    rows = [answer.style.cells(row) for row in answer.rows] if answer.style else answer.rows
    table = table_of(rows, answer.columns)
    yield byte_order_mark(answer.content)
    yield from write_rows(table.columns, table.rows)


def _write_ndjson(answer: Answer) -> Iterator[bytes]:
    for row in answer.rows:
        yield (json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _write_txt(answer: Answer) -> Iterator[bytes]:
    yield txt_of(answer.blocks())


def _write_md(answer: Answer) -> Iterator[bytes]:
    yield md_of(answer.blocks())


def _write_html(answer: Answer) -> Iterator[bytes]:
    content, draw = answer.content, answer.draw
    if draw is not None:
        content = with_picture(content, lambda: draw(content, answer.rows, answer.more))
    yield answer_page(content, answer.rows, answer.row_blocks(), answer.more)


ANSWER_WRITERS: dict[str, Callable[[Answer], Iterable[bytes]]] = {
    "txt": _write_txt,
    "csv": _write_csv,
    "md": _write_md,
    "html": _write_html,
    "ndjson": _write_ndjson,
}
"""What writes an answer in each format that it has besides JSON, by the format's suffix.

Who accepts any kind of text gets the first of them.
"""
FEED = "atom"
"""The format of an answer that can be followed as a feed too."""


def answer_suffixes(style: AnswerStyle | None, *, has_picture: bool) -> tuple[str, ...]:
    """Return the suffixes of the formats that an answer has besides JSON."""
    return (*ANSWER_WRITERS, *((FEED,) if style and style.feed else ()), *(PICTURES if has_picture else ()))


def write_answer(answer: Answer, suffix: str) -> Iterable[bytes]:
    """Return an answer in a format: one that every answer has, a feed, or a picture of one that can be drawn."""
    content, style, draw = answer.content, answer.style, answer.draw
    if suffix in ANSWER_WRITERS:
        return ANSWER_WRITERS[suffix](answer)
    if suffix == FEED and style and style.feed:
        return style.feed(content, answer.rows)
    if suffix in PICTURES and draw:
        return [PICTURES[suffix](framed(draw(content, answer.rows, answer.more), content))]
    raise ValueError(f"This answer has no .{suffix}.")
