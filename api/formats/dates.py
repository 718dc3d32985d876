"""Dates: EDTF text taken apart for formats that know only years, months and days."""

import re
from dataclasses import dataclass
from datetime import date

from schemas.model.edtf import OPEN_END, OPEN_START, bounds

_PLAIN = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d{2}))?)?(?:-XX)*([?~%]?)")


@dataclass(frozen=True)
class Moment:
    """One end of a date: the year, and the month and the day as far as they are known; `mark` is EDTF's `?~%`."""

    parts: tuple[int, ...]
    mark: str = ""

    @property
    def iso(self) -> str:
        """The moment as ISO 8601 writes it: 2031, 2031-05 or 2031-05-17."""
        return "-".join(f"{part:0{4 if index == 0 else 2}}" for index, part in enumerate(self.parts))

    @property
    def edtf(self) -> str:
        """The moment as EDTF writes it: 2031-05~."""
        return self.iso + self.mark


def ends(text: str) -> tuple[Moment | None, Moment | None]:
    """Return the start and the end of an EDTF date. The end is None where there is only one day, month or year.

    Either is None where an interval is open. A season, a decade or a set becomes its first and its last day.
    """
    start, interval, end = text.partition("/")
    if interval:
        return _end(start, 0), _end(end, 1)
    if _PLAIN.fullmatch(text):
        return _end(text, 0), None
    return _end(text, 0), _end(text, 1)


def days(text: str) -> tuple[date | None, date | None]:
    """Return the first and the last day that an EDTF date may mean; None where it is open."""
    first, last = bounds(text)
    return (
        None if first == OPEN_START else date.fromisoformat(first),
        None if last == OPEN_END else date.fromisoformat(last),
    )


def _end(text: str, which: int) -> Moment | None:
    if text in ("", ".."):
        return None
    plain = _PLAIN.fullmatch(text)
    if plain:
        return Moment(tuple(int(part) for part in plain.groups()[:3] if part), plain[4])
    day = days(text)[which]
    return Moment((day.year, day.month, day.day)) if day else None
