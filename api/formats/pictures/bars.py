"""Bars: sums drawn over time in panels, or beneath each other; where there is no room for all, that is said."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from api.formats.pictures.counts import Count, Slot, draw_column, draw_row_bar
from api.formats.pictures.drawing import INK, MUTED, Drawing
from api.formats.pictures.palette import Style, chief_first, draw_key, styles_of
from api.formats.pictures.picture import BODY_WIDTH, TooMuchToDraw
from api.formats.pictures.scales import CountScale, TimeScale, count_scale
from api.formats.pictures.widths import shortened, text_width
from api.formats.text.phrases import date_words, span

LEFT = 52
"""Where bars begin, right of the numbers of the axis."""
PANEL_HEIGHTS = (230, 150, 120)
"""The height of the bars where there is one panel, where there are two, and where there are more."""
MAX_PANELS, MAX_SERIES, MAX_ROWS = 8, 6, 40
MIN_BAR_WIDTH, MIN_VALUE_WIDTH = 1.5, 22


class SumBar(NamedTuple):
    """A sum: of which panel and series, in which period, and how much."""

    panel: str
    series: str
    period: str
    sum: Count


def draw_panels(bars: list[SumBar], time: str, hues: Mapping[str, int]) -> tuple[Drawing, float]:
    """Draw bars over time: a panel for each kind, one bar beside the other for each side in its colour (`hues`)."""
    panels, series = _by_size(bars, "panel"), chief_first(_sizes(bars, "series"))
    if len(panels) > MAX_PANELS or len(series) > MAX_SERIES:
        raise TooMuchToDraw(
            f"This would be {len(panels)} panels of {len(series)} bars side by side; a picture has room for"
            f" {MAX_PANELS} of {MAX_SERIES}. Sum by less, or narrow what is summed."
        )
    periods = sorted({bar.period for bar in bars})
    scale = TimeScale(_first_day(periods[0]), _last_day(periods[-1]), LEFT, BODY_WIDTH, time)
    shortest = scale.day * {"day": 1, "month": 28, "year": 365}[time] * 0.86 / len(series)
    if shortest < MIN_BAR_WIDTH:
        room = max(1, int((BODY_WIDTH - LEFT) * 0.86 / len(series) / MIN_BAR_WIDTH))
        raise TooMuchToDraw(
            f"This would be {(scale.last - scale.first).days + 1} days, for whose bars there is no room: a picture has"
            f" room for {room} {time}s. Narrow the time with `from` and `to`, or sum by month or year."
        )
    drawing, styles, y = Drawing(), styles_of(series, hues), 0.0
    if len(series) > 1:
        draw_key(drawing, styles, {}, 12, marks=False)
        y = 26
    height = PANEL_HEIGHTS[min(len(panels), len(PANEL_HEIGHTS)) - 1]
    for panel in panels:
        own = [bar for bar in bars if bar.panel == panel]
        heading = [panel] if panel else []
        heading += [series[0]] if len(series) == 1 and series[0] else []
        if heading:
            drawing.bold(0, y + 12, ", ".join(heading))
            drawing.text(BODY_WIDTH, y + 12, _sum_words(own), 12, fill=MUTED, text_anchor="end")
            y += 22
        _draw_panel(drawing, own, styles, scale, (y, y + height))
        y += height + 28
    return drawing, y - 4


def _sizes(bars: list[SumBar], name: str) -> dict[str, int]:
    """Return how much all bars of each panel or series come to."""
    sizes = Counter[str]()
    for bar in bars:
        sizes[getattr(bar, name)] += bar.sum.low
    return sizes


def _by_size(bars: list[SumBar], name: str) -> list[str]:
    sizes = _sizes(bars, name)
    return sorted(sizes, key=lambda other: (-sizes[other], other))


def _sum_words(bars: list[SumBar]) -> str:
    solid = sum(bar.sum.low for bar in bars)
    has_more = any(bar.sum.is_open or bar.sum.is_range for bar in bars)
    return f"{'at least ' if has_more else ''}{solid:,} in all"


def _draw_panel(
    drawing: Drawing, bars: list[SumBar], styles: dict[str, Style], scale: TimeScale, ends: tuple[float, float]
) -> None:
    """Draw the bars of one panel upon their axes."""
    top, bottom = ends
    numbers = count_scale(max(bar.sum.top for bar in bars), bottom, top + 20)
    scale.draw(drawing, top + 8, bottom)
    _draw_axis(drawing, numbers, bottom)
    values, doubts = ValueLabels(), list[tuple[float, float]]()
    for bar in bars:
        left, right = scale.start(_first_day(bar.period)), scale.end(_last_day(bar.period))
        width = (right - left) * 0.86 / len(styles)
        x = left + (right - left) * 0.07 + width * list(styles).index(bar.series)
        hint = f"{date_words(bar.period)}, {bar.series or bar.panel}: {bar.sum.words}".replace(", :", ":")
        crest = draw_column(drawing, bar.sum, styles[bar.series], numbers, Slot(x, width, hint))
        if bar.sum.is_open:
            doubts.append((x + width / 2, crest))
        elif width >= MIN_VALUE_WIDTH:
            values.draw(drawing, span(bar.sum.low, bar.sum.high), x + width / 2, crest - 4)
    _draw_doubts(drawing, doubts)


def _draw_doubts(drawing: Drawing, doubts: list[tuple[float, float]]) -> None:
    """Draw a question mark over each bar without an upper end; one for those that stand side by side."""
    while doubts:
        x, y = doubts.pop(0)
        near = [other for other in doubts if abs(other[0] - x) < 8]
        doubts = [other for other in doubts if other not in near]
        middle = sum(other[0] for other in (*near, (x, y))) / (len(near) + 1)
        drawing.bold(middle, min(other[1] for other in (*near, (x, y))) - 2, "?", 12, text_anchor="middle")


class ValueLabels:
    """The numbers over the bars of a panel, none over another."""

    def __init__(self) -> None:
        self.boxes = list[tuple[float, float, float]]()

    def draw(self, drawing: Drawing, words: str, x: float, y: float) -> None:
        """Draw a number over its bar, higher where another is in its way."""
        half = text_width(words, 12) / 2
        while any(left < x + half and x - half < right and abs(base - y) < 12 for left, right, base in self.boxes):
            y -= 12
        self.boxes.append((x - half - 2, x + half + 2, y))
        drawing.text(x, y, words, 12, text_anchor="middle")


def _draw_axis(drawing: Drawing, numbers: CountScale, bottom: float) -> None:
    for tick in numbers.ticks():
        y = numbers.place(tick)
        drawing.line(LEFT, y, BODY_WIDTH, y, stroke_dasharray="1 3")
        drawing.text(LEFT - 6, y + 4, f"{tick:,}", 12, fill=MUTED, text_anchor="end")
    drawing.text(LEFT - 6, bottom + 2, "0", 12, fill=MUTED, text_anchor="end")
    drawing.line(LEFT, bottom, BODY_WIDTH, bottom, stroke=INK)


def draw_rows_of_bars(bars: list[SumBar], hues: Mapping[str, int]) -> tuple[Drawing, float]:
    """Draw bars beneath each other, where nothing is summed by time."""
    if len(bars) > MAX_ROWS:
        raise TooMuchToDraw(
            f"This would be {len(bars)} bars; a picture has room for {MAX_ROWS}. Narrow it, or sum by month."
        )
    drawing, styles = Drawing(), styles_of(chief_first(_sizes(bars, "series")), hues)
    label_room = min(330.0, max(text_width(bar.panel, 13) for bar in bars) + 6)
    value_room = max(text_width(bar.sum.words, 12) for bar in bars) + 12
    numbers = count_scale(max(bar.sum.top for bar in bars), label_room + 6, BODY_WIDTH - value_room - 20)
    for place, bar in enumerate(bars):
        y = place * 26
        drawing.text(label_room, y + 16, shortened(bar.panel, label_room, 13), text_anchor="end")
        draw_row_bar(drawing, bar.sum, styles[bar.series], numbers, Slot(y + 3, 18, bar.sum.words))
    return drawing, len(bars) * 26


def _first_day(period: str) -> date:
    return date.fromisoformat(f"{period}-01-01"[:10] if len(period) == 4 else f"{period}-01"[:10])


def _last_day(period: str) -> date:
    first = _first_day(period)
    if len(period) == 10:
        return first
    following = first.replace(year=first.year + 1) if len(period) == 4 else (first + timedelta(31)).replace(day=1)
    return following - timedelta(1)
