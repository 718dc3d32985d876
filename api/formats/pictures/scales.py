"""Scales: from days and numbers to places on a picture, with the lines and labels of their axes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import ceil, floor, log10

from api.formats.pictures.drawing import MUTED, Drawing
from api.formats.pictures.widths import text_width
from schemas.model.edtf import MONTHS

SHORT_MONTHS = [month[:3] for month in MONTHS]
STEPS_OF_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000)
STEPS_OF_DAYS = (1, 2, 7, 14)
MIN_TICK_GAP = 44
"""The distance between two lines behind a picture, at least."""
MIN_DAYS = 30
"""The days that a timeline shows at least, so that one day is no bar across the page."""


@dataclass(frozen=True)
class TimeScale:
    """Days from `first` to `last`, both included, laid out from `left` to `right`."""

    first: date
    last: date
    left: float
    right: float
    unit: str = "day"
    """What is told apart: nothing shorter gets a line."""

    @property
    def day(self) -> float:
        """The width of a day."""
        return (self.right - self.left) / ((self.last - self.first).days + 1)

    def start(self, day: date) -> float:
        """Return where a day begins; outside the scale its nearer end."""
        return min(max(self.left + (day - self.first).days * self.day, self.left), self.right)

    def middle(self, day: date) -> float:
        """Return the middle of a day."""
        return min(self.start(day) + self.day / 2, self.right)

    def end(self, day: date) -> float:
        """Return where a day ends."""
        return self.start(day + timedelta(1)) if day < date.max else self.right

    def ticks(self) -> list[tuple[float, str]]:
        """Return where lines stand behind what is drawn, and their labels: days, months or years, never crowded."""
        for step in STEPS_OF_DAYS if self.unit == "day" else ():
            ticks = list(self._days(step))
            if (self.last - self.first).days <= 70 and _has_room(ticks):
                return ticks
        steps = STEPS_OF_MONTHS[STEPS_OF_MONTHS.index(12) if self.unit == "year" else 0 :]
        return next(filter(_has_room, (list(self._months(step)) for step in steps)), [])

    def _days(self, step: int) -> Iterator[tuple[float, str]]:
        month = 0
        for place in range(0, min((self.last - self.first).days + 1, 100), step):
            day = self.first + timedelta(place)
            named = day.month != month
            month = day.month
            yield self.start(day), f"{day.day} {SHORT_MONTHS[day.month - 1]}" if named else str(day.day)

    def _months(self, step: int) -> Iterator[tuple[float, str]]:
        year = 0
        for month in range(self.first.year * 12, self.last.year * 12 + 12):
            day = date(month // 12, month % 12 + 1, 1)
            if month % step or not self.first <= day <= self.last:
                continue
            words = [] if step >= 12 else [SHORT_MONTHS[day.month - 1]]
            yield self.start(day), " ".join([*words, *([str(day.year)] if day.year != year else [])])
            year = day.year

    def draw(self, drawing: Drawing, top: float, bottom: float, *, labels: bool = True) -> None:
        """Draw the lines from top to bottom, and their labels beneath."""
        occupied = 0.0
        for x, label in self.ticks():
            drawing.line(x, top, x, bottom)
            width = text_width(label, 12)
            left = x if x + width <= self.right + 14 else x - width
            # The last line may stand too near to the edge for its label, and to the label before it too.
            if labels and left >= occupied:
                drawing.text(left, bottom + 15, label, 12, fill=MUTED)
                occupied = left + width + 4


def _has_room(ticks: list[tuple[float, str]]) -> bool:
    pairs = pairwise(ticks)
    return all(x + max(text_width(label, 12) + 8, MIN_TICK_GAP) < following for (x, label), (following, _) in pairs)


@dataclass(frozen=True)
class CountScale:
    """Numbers from 0 to `high`, laid out from `zero` towards `full`: up or to the right."""

    high: int
    zero: float
    full: float

    def place(self, value: float) -> float:
        """Return where a number stands."""
        return self.zero + (self.full - self.zero) * value / self.high

    def ticks(self, most: int = 4) -> list[int]:
        """Return round numbers for the lines of the axis, none of them 0."""
        step = round_step(self.high / most)
        return list(range(step, self.high + 1, step))


def round_step(rough: float) -> int:
    """Return the least of 1, 2, 5, 10, 20, 50 … that is not less than a number."""
    power = 10 ** max(0, floor(log10(rough))) if rough > 0 else 1
    return next(int(power * factor) for factor in (1, 2, 5, 10) if power * factor >= rough)


def count_scale(highest: int, zero: float, full: float) -> CountScale:
    """Return a scale on which the highest number has room."""
    step = round_step(max(highest, 1) / 4)
    return CountScale(max(step, ceil(highest / step) * step), zero, full)


def scale_of(days: list[date], left: float, right: float) -> TimeScale:
    """Return a scale on which some days have room, with a little of it at both ends; a month at least."""
    first, last = min(days), max(days)
    span = (last - first).days + 1
    before = timedelta(max(1, round(span * 0.02)))
    after = max(before, timedelta(MIN_DAYS - span) - before)
    return TimeScale(max(first, date.min + before) - before, min(last, date.max - after) + after, left, right)
