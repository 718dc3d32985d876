"""Picture: what is drawn, framed by its title, its period and its source, with a table that says the same in words."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from html import escape

from api.formats.content import Content, PictureLink
from api.formats.pictures.drawing import INK, MUTED, PAPER, Drawing
from api.formats.pictures.palette import definitions
from api.formats.pictures.png import dots_of
from api.formats.pictures.widths import broken

WIDTH, MARGIN = 760, 20
BODY_WIDTH = WIDTH - 2 * MARGIN
FONTS = "Arial, 'Liberation Sans', Arimo, Helvetica, sans-serif"
"""Fonts of one measure, of which most systems have one; where none is, texts have room for what is shown instead."""
PAGE_WORDS = ("cursor", "limit")
"""Parameters that choose a page of rows; the picture on a page is of all rows."""
MAX_TABLE_ROWS = 60
"""The rows of the table that stand in the picture itself; the rest are at the address that it names."""


class TooMuchToDraw(Exception):
    """A picture would have more in it than can be told apart; the message says how much it can have, and what to do."""


@dataclass
class Graphic:
    """A picture before it is framed: `body` is drawn from 0 to BODY_WIDTH and from 0 to `height`."""

    title: str
    period: str
    body: Drawing
    height: float
    columns: Sequence[str]
    rows: Sequence[Sequence[object]]
    notes: list[str] = field(default_factory=list)
    """What a reader must know to read it right: what a hatched bar means, what is left out."""
    table_suffix: str = "csv"
    """The format of the same address in which the table is complete."""


def _without_suffix(path: str) -> str:
    return path.removesuffix(".svg").removesuffix(".png").removesuffix(".html")


def plain_address(content: Content) -> str:
    """Return the address of what is drawn, without the suffix of the picture."""
    path, mark, query = content.address.partition("?")
    return _without_suffix(path) + mark + query


def table_path(path: str, suffix: str = "csv") -> str:
    """Return the path of the table that says what the picture of a path shows."""
    return f"{_without_suffix(path)}.{suffix}"


def table_address(content: Content, suffix: str) -> str:
    """Return the address of the table that says what a picture shows."""
    path, mark, query = content.address.partition("?")
    return table_path(path, suffix) + mark + query


def source_line(content: Content) -> str:
    """Return where a picture comes from, in words that go with it wherever it is taken."""
    licence = f", {content.license_words}" if content.license else ""
    return f"Source: {content.record}, release {content.release}{licence}. {plain_address(content)}"


def describe_picture(picture: Graphic, content: Content) -> str:
    """Return what a picture shows, in words: its period, its notes and its table."""
    rows = [[*map(_cell, row)] for row in picture.rows[:MAX_TABLE_ROWS]]
    lines = [f"{picture.period}.", *picture.notes, "; ".join(picture.columns), *("; ".join(row) for row in rows)]
    if len(picture.rows) > MAX_TABLE_ROWS:
        lines.append(f"… and {len(picture.rows) - MAX_TABLE_ROWS} more.")
    return "\n".join([*lines, f"As a table: {table_address(content, picture.table_suffix)}", source_line(content)])


def _cell(value: object) -> str:
    return "not known" if value is None else str(value)


def framed(picture: Graphic, content: Content) -> bytes:
    """Return a picture as SVG."""
    return _document(picture, content, *_frame(picture, content))


def link_to_picture(picture: Graphic, content: Content) -> PictureLink:
    """Return the link by which a page shows a picture, with its size, so that nothing moves when it comes."""
    path, _, whole_query = content.address.partition("?")
    query = "&".join(part for part in whole_query.split("&") if part.partition("=")[0] not in PAGE_WORDS)
    mark = "?" if query else ""
    content = replace(content, address=path + mark + query)
    path = path.removeprefix(content.base)
    text = f"{picture.title}: {picture.period}. What it shows is told in the picture’s description and in the table."
    _, height = _frame(picture, content)
    svg_url, png_url = (f"{_without_suffix(path)}.{suffix}{mark}{query}" for suffix in ("svg", "png"))
    return PictureLink(svg_url, WIDTH, height, text, png_url, dots_of(WIDTH), dots_of(height))


def _frame(picture: Graphic, content: Content) -> tuple[str, int]:
    """Return what is drawn within its frame of title and source, and its height."""
    frame, y = Drawing(), 6.0
    for line in broken(picture.title, BODY_WIDTH, 20, bold=True):
        y += 25
        frame.bold(MARGIN, y, line, 20)
    for line in broken(picture.period, BODY_WIDTH, 14):
        y += 19
        frame.text(MARGIN, y, line, 14, fill=MUTED)
    y += 16
    with frame.group(transform=f"translate({MARGIN} {y:g})"):
        frame.elements += picture.body.elements
    y += picture.height + 8
    for note in picture.notes:
        for line in broken(note, BODY_WIDTH, 12):
            y += 16
            frame.text(MARGIN, y, line, 12)
    y += 6 if picture.notes else 0
    for line in broken(source_line(content), BODY_WIDTH, 12):
        y += 16
        frame.text(MARGIN, y, line, 12, fill=MUTED)
    return str(frame), round(y + 14)


def _document(picture: Graphic, content: Content, drawn: str, height: int) -> bytes:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}"'
        f' role="img" aria-labelledby="title desc" xml:lang="en" font-family="{FONTS}" fill="{INK}">'
    )
    title = f'<title id="title">{escape(picture.title, quote=False)}</title>'
    text = f'<desc id="desc">{escape(describe_picture(picture, content), quote=False)}</desc>'
    ground = f'<rect width="{WIDTH}" height="{height}" fill="{PAPER}"/>'
    return f"{head}\n{title}\n{text}\n{definitions(drawn)}{ground}{drawn}</svg>\n".encode()
