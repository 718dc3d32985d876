"""Palette: how sides and kinds are told apart: by colour and, for those who see none, by lightness, pattern or shape.

The colours are those of api/formats/side_colours.py, in which pages show sides too.
"""

import math
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from api.formats.pictures.drawing import INK, PAPER, Attributes, Drawing
from api.formats.pictures.widths import text_width
from api.formats.side_colours import SIDE_COLOURS, hues_of

COLOURS = tuple(colour.mark for colour in SIDE_COLOURS)
TONES = tuple(colour.bar for colour in SIDE_COLOURS)
PATTERNS = (
    "",
    "M-1 1L1 -1M0 6L6 0M5 7L7 5",
    "M1.5 1.5h1.4v1.4h-1.4zM4.5 4.5h1.4v1.4h-1.4z",
    "M0 3H6",
    "M3 0V6",
    "M0 3H6M3 0V6",
    "M-1 5L1 7M0 0L6 6M5 -1L7 1",
    "M2.2 2.2h1.8v1.8h-1.8z",
)
"""What lies over the colour of each: nothing, diagonals, dots, lines, bars, squares, and so on."""
SHAPES = ("circle", "square", "triangle")
"""The shapes of marks, as many as there are channels through which people meet."""
MARK_SIZE = 4.5
UNKNOWN = "url(#unknown)"
"""What fills the place of a number that is not known."""


class Style(NamedTuple):
    """How one side or kind is drawn: `place` is its place in the palette."""

    place: int

    @property
    def colour(self) -> str:
        """The colour of its marks."""
        return COLOURS[self.place]

    @property
    def tone(self) -> str:
        """The colour of its bars that are too narrow for a pattern."""
        return TONES[self.place]

    @property
    def fill(self) -> str:
        """What its bars are filled with."""
        return f"url(#fill{self.place})" if PATTERNS[self.place] else self.tone

    @property
    def shape(self) -> str:
        """The shape of its marks."""
        return SHAPES[self.place]


def styles_of(names: Iterable[str], wishes: Mapping[str, int]) -> dict[str, Style]:
    """Return a style for each name, in the order given; `wishes` are the places of sides that have a colour."""
    return {name: Style(place) for name, place in hues_of([*dict.fromkeys(names)], wishes).items()}


def chief_first(sizes: Mapping[str, int]) -> list[str]:
    """Return names with the two largest first, by name, so that the chief sides look the same in every picture."""
    by_size = sorted(sizes, key=lambda name: (-sizes[name], name))
    return sorted(by_size[:2]) + by_size[2:]


def definitions(body: str) -> str:
    """Return the patterns that a picture uses, as SVG defines them."""
    drawing = Drawing()
    for place, pattern in enumerate(PATTERNS):
        if f"url(#fill{place})" in body:
            with drawing.group("pattern", id=f"fill{place}", width=6, height=6, patternUnits="userSpaceOnUse"):
                drawing.rect(0, 0, 6, 6, fill=TONES[place])
                ink = INK if place % 2 else PAPER
                drawing.add("path", d=pattern, stroke=ink, stroke_width=0.9, fill="none")
    if UNKNOWN in body:
        with drawing.group("pattern", id="unknown", width=5, height=5, patternUnits="userSpaceOnUse"):
            drawing.rect(0, 0, 5, 5, fill=PAPER)
            drawing.add("path", d="M-1 1L1 -1M0 5L5 0M4 6L6 4", stroke="#7a828c", stroke_width=1)
    return f"<defs>{drawing}</defs>" if drawing.elements else ""


def draw_mark(drawing: Drawing, style: Style, x: float, y: float, hint: str = "") -> None:
    """Draw a mark of a style around a point."""
    size = MARK_SIZE
    fill: Attributes = {"fill": style.colour, "stroke": PAPER, "stroke_width": 0.8}
    match style.shape:
        case "circle":
            drawing.add("circle", hint=hint, cx=x, cy=y, r=size, **fill)
        case "square":
            drawing.rect(x - size + 0.5, y - size + 0.5, 2 * size - 1, 2 * size - 1, hint, **fill)
        case _:
            drawing.add("path", hint=hint, d=_triangle(x, y, size * 1.25), **fill)


def _triangle(x: float, y: float, radius: float) -> str:
    """Return a regular triangle around a point, which stands on one of its sides."""
    angles = [2 * math.pi * corner / 3 - math.pi / 2 for corner in range(3)]
    points = [f"{x + radius * math.cos(angle):.1f} {y + radius * math.sin(angle):.1f}" for angle in angles]
    return f"M{'L'.join(points)}Z"


def draw_key(drawing: Drawing, styles: dict[str, Style], labels: dict[str, str], y: float, *, marks: bool) -> None:
    """Draw which style is whose, from left to right in one line."""
    x = 0.0
    for name, style in styles.items():
        if marks:
            draw_mark(drawing, style, x + 6, y - 4.5)
        else:
            drawing.rect(x, y - 10, 14, 11, fill=style.fill, stroke=INK, stroke_width=0.4)
        drawing.text(x + 19, y, labels.get(name, name))
        x += 19 + text_width(labels.get(name, name), 13) + 18
