"""Dates: EDTF text taken apart for formats that know only years, months and days."""

import re
from dataclasses import dataclass
from datetime import date

from schemas.model.edtf import known_bounds

_PLAIN = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d{2}))?)?(?:-XX)*([?~%]?)")

_SEASON = re.compile(r"\d{4}-2([1-4])[?~%]?")


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

    Either is None where an interval is open or unknown there. A season, a decade or a set becomes its first and its
    last day, marked as uncertain, because the date may be any time between them, or only some.
    """
    start, interval, end = text.partition("/")
    if interval:
        return _end(start, 0), _end(end, 1)
    if _PLAIN.fullmatch(text):
        return _end(text, 0), None
    first, last = _end(text, 0), _end(text, 1)
    return first, None if first == last else last


def days(text: str) -> tuple[date | None, date | None]:
    """Return the first and the last day that an EDTF date may mean; None where it is open or unknown."""
    first, last = known_bounds(text)
    return date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None


def is_exact(text: str) -> bool:
    """Tell whether a date is one day for sure, or all days from one to another."""
    start, interval, _ = text.partition("/")
    ends_of_date = ends(text)
    moments = [moment for moment in ends_of_date if moment]
    whole = len(moments) == (2 if interval else 1)
    return whole and bool(start) and all(len(moment.parts) == 3 and not moment.mark for moment in moments)


def is_plain(text: str) -> bool:
    """Tell whether numbers and marks alone say what a date means: no season, no set, no open or unknown end."""
    return all(_PLAIN.fullmatch(part) for part in text.split("/"))


def season(text: str) -> int | None:
    """Return the number of the season that a date is: 1 for spring to 4 for winter; None where it is no season."""
    match = _SEASON.fullmatch(text)
    return int(match[1]) if match else None


def _end(text: str, which: int) -> Moment | None:
    if text in ("", ".."):
        return None
    plain = _PLAIN.fullmatch(text)
    if plain:
        return Moment(tuple(int(part) for part in plain.groups()[:3] if part), plain[4])
    # A mark may stand within a date, for a part of it.
    plain = _PLAIN.fullmatch(re.sub("[?~%]", "", text))
    if plain:
        return Moment(tuple(int(part) for part in plain.groups()[:3] if part), _mark(text))
    day = days(text)[which]
    return Moment((day.year, day.month, day.day), _mark(text)) if day else None


def _mark(text: str) -> str:
    """Return the mark for the whole of a date of a rarer kind: about where it says so somewhere, else uncertain."""
    return "%" if "%" in text or {"~", "?"} <= set(text) else "~" if "~" in text else "?"
