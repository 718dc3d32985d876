"""Answers: what the API works out (sums, meetings, hits, counts), written as a table or as text."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from api.formats.content import Content
from api.formats.csv import byte_order_mark, write_rows
from api.formats.html import head_of, html_of
from api.formats.tables import table_of
from api.formats.text.answers import AnswerRows, answer_blocks, grid
from api.formats.text.blocks import Block
from api.formats.text.md import md_of
from api.formats.text.txt import txt_of
from schemas.model.base import Json


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
class Answer:
    """An answer that was worked out: its rows, and `more`, which stands beside them and is told in text alone.

    `columns` are those that come first and are known without a row. `content` has what every reply has, no records.
    """

    content: Content
    rows: list[Json]
    columns: tuple[str, ...] = ()
    more: Json = field(default_factory=dict)
    style: AnswerStyle | None = None

    def blocks(self) -> list[Block]:
        """Return the answer as a page."""
        if self.style:
            rows = AnswerRows(self.style.blocks(self.content, self.rows), len(self.rows), self.style.unit)
        else:
            rows = AnswerRows([grid(self.rows, self.columns)] if self.rows else [], len(self.rows))
        return answer_blocks(self.content, rows, self.more)


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
    blocks = answer.blocks()
    yield html_of(blocks, head_of(answer.content, blocks))


def _write_feed(answer: Answer) -> Iterator[bytes]:
    if answer.style is None or answer.style.feed is None:
        raise TypeError("The answer is no feed.")
    return answer.style.feed(answer.content, answer.rows)


ANSWER_WRITERS: dict[str, Callable[[Answer], Iterable[bytes]]] = {
    "csv": _write_csv,
    "txt": _write_txt,
    "md": _write_md,
    "html": _write_html,
    "ndjson": _write_ndjson,
}
"""What writes an answer in each format that it has besides JSON, by the format's suffix."""
FEED_WRITERS = ANSWER_WRITERS | {"atom": _write_feed}
"""The same for an answer that can be followed as a feed too."""


def writers_of(style: AnswerStyle | None) -> dict[str, Callable[[Answer], Iterable[bytes]]]:
    """Return what writes answers of a style, by the suffix of the format."""
    return FEED_WRITERS if style and style.feed else ANSWER_WRITERS
