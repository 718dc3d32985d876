"""Counts: a number that may be a range or have no upper end, as a bar: solid as far as it is known, then hatched."""

from typing import NamedTuple

from api.formats.pictures.drawing import INK, MUTED, Attributes, Drawing
from api.formats.pictures.palette import UNKNOWN, Style
from api.formats.pictures.scales import CountScale
from api.formats.text.phrases import span

OPEN_LENGTH = 13
"""How far a bar without an upper end goes beyond what is known of it."""
MIN_PATTERN_WIDTH = 9
"""The width of a bar below which a pattern on it cannot be seen."""
OUTLINE: Attributes = {"stroke": INK, "stroke_width": 0.5}


class Count(NamedTuple):
    """How many: at least `low`; `best` is null where nobody knows one, `high` where there is no upper end."""

    low: int
    best: int | None
    high: int | None

    @property
    def is_open(self) -> bool:
        """Whether nobody knows how many at most."""
        return self.high is None

    @property
    def is_range(self) -> bool:
        """Whether the accounts give several numbers."""
        return self.high is not None and self.high > self.low

    @property
    def top(self) -> int:
        """The highest number that is known."""
        return max(self.low, self.best or 0, self.high or 0)

    @property
    def words(self) -> str:
        """The number as a reader takes it."""
        if self.is_open:
            return f"{self.low:,} or more" if self.low else "number not known"
        return span(self.low, self.high)


class Slot(NamedTuple):
    """Where a bar is drawn: from where, how wide, and what it is told to be of."""

    start: float
    width: float
    hint: str


def draw_column(drawing: Drawing, count: Count, style: Style, numbers: CountScale, slot: Slot) -> float:
    """Draw a count as a column, and return where its top is."""
    x, width, hint = slot
    zero, solid, top = numbers.zero, numbers.place(count.low), numbers.place(count.top)
    if count.low:
        fill = style.fill if width >= MIN_PATTERN_WIDTH else style.tone
        drawing.rect(x, solid, width, zero - solid, hint, fill=fill, **(OUTLINE if width > 3 else {}))
    if count.is_range:
        drawing.rect(x, top, width, solid - top, hint, fill=UNKNOWN, **OUTLINE)
    if count.is_open:
        top = solid - OPEN_LENGTH
        drawing.rect(x, top, width, OPEN_LENGTH, hint, fill=UNKNOWN, stroke=MUTED, stroke_width=0.5)
    return top


def draw_row_bar(drawing: Drawing, count: Count, style: Style, numbers: CountScale, slot: Slot) -> None:
    """Draw a count as a bar that lies, with its number behind it."""
    y, height, hint = slot
    zero, solid, top = numbers.zero, numbers.place(count.low), numbers.place(count.top)
    if count.low:
        drawing.rect(zero, y, solid - zero, height, hint, fill=style.fill, **OUTLINE)
    if count.is_range:
        drawing.rect(solid, y, top - solid, height, hint, fill=UNKNOWN, **OUTLINE)
    if count.is_open:
        top = solid + OPEN_LENGTH
        drawing.rect(solid, y, OPEN_LENGTH, height, hint, fill=UNKNOWN, stroke=MUTED, stroke_width=0.5)
        drawing.bold(top + 4, y + height - 5, "?", 12)
        top += 9
    drawing.text(top + 6, y + height - 5, count.words, 12)
