"""Date habits: the date in EDTF that somebody means who writes one in another way."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from schemas.model.edtf import MONTHS, EdtfError, bounds, other_way_round

MONTHS_OF_YEAR = tuple(name.lower() for name in MONTHS)
_MONTH = "|".join(f"{name[:3]}(?:{name[3:]}|\\.|t\\.?)?" for name in MONTHS_OF_YEAR)
_DAY, _YEAR = "([0-9]{1,2})(?:st|nd|rd|th)?", "([0-9]{4})"
YEAR_FIRST = re.compile(r"([0-9]{4})[-/._ ]([0-9]{1,2})[-/._ ]([0-9]{1,2})(?:[t_ ]+[0-9]{1,2}(?::[0-9]{2}.*|h.*)?)?")
COMPACT = re.compile("([0-9]{4})([0-9]{2})([0-9]{2})(?:t[0-9].*)?")
YEAR_MONTH = re.compile("([0-9]{4})[-/._ ]([0-9]{1,2})")
DAY_FIRST = re.compile(r"([0-9]{1,2})([-/. ])([0-9]{1,2})[-/. ]([0-9]{4})")
MONTH_YEAR = re.compile("([0-9]{1,2})[-/. ]([0-9]{4})")
DAY_NAME_YEAR = re.compile(rf"{_DAY} (?:of )?({_MONTH}) {_YEAR}")
NAME_DAY_YEAR = re.compile(rf"({_MONTH}) {_DAY} {_YEAR}")
NAME_YEAR = re.compile(rf"({_MONTH}) (?:of )?{_YEAR}")
YEAR_NAME = re.compile(rf"{_YEAR} ({_MONTH})(?: {_DAY})?")
QUARTER = re.compile("([0-9]{4})[- ]?q([1-4])|q([1-4])[- /]?([0-9]{4})")
ENDS_OF_PERIOD = re.compile(r" ?(?:\.\.\.?|–|—|,| - |\bto\b|\buntil\b) ?")
TWO_NUMBERS = re.compile("([0-9]{1,2})([/.])([0-9]{1,2})")
MAX_DATE = 60
"""Characters of a text that is looked at."""


def mended_dates(text: str) -> list[str]:
    """Return the dates in EDTF that a text may mean, the likeliest first: 02.06.2025 is 2025-06-02."""
    text = " ".join(text[:MAX_DATE].strip(" '\"").lower().split())
    dates = [date for date in _readings(text) if is_date(date)]
    parts = ENDS_OF_PERIOD.split(text)
    if not dates and len(parts) == 2 and all(parts):
        ends = [part if is_date(part) else next(iter(mended_dates(part)), "") for part in parts]
        text = "/".join(ends) if all(ends) else ""
        dates = [text] if is_date(text) else []
    if not dates and (turned := other_way_round(text)):
        dates = [turned]
    return list(dict.fromkeys(dates))


def two_readings(text: str) -> list[str]:
    """Return both dates in EDTF that a text may mean whose day and month could change places; none if it is clear.

    Somebody in Europe writes 06/02/2025 in February, somebody in America in June. 06.02.2025 is written in Europe only.
    """
    text = " ".join(text[:MAX_DATE].split())
    parts = [text] if DAY_FIRST.fullmatch(text) else ENDS_OF_PERIOD.split(text)
    matches = [match for match in map(DAY_FIRST.fullmatch, parts) if match and match[2] != "."]
    if not matches or len(parts) > 2:
        return []
    days_first = [_slashed(part, month_first=False) for part in parts]
    months_first = [_slashed(part, month_first=True) for part in parts]
    readings = list(dict.fromkeys("/".join(ends) for ends in (days_first, months_first)))
    return readings if len(readings) > 1 and all(map(is_date, readings)) else []


def _slashed(text: str, *, month_first: bool) -> str:
    """Return one reading of a date of three numbers; any other text as what it most likely means."""
    if (match := DAY_FIRST.fullmatch(text)) and match[2] != ".":
        first, _, second, year = match.groups()
        return _day(year, first, second) if month_first else _day(year, second, first)
    return text if is_date(text) else next(iter(mended_dates(text)), "")


def days_of_year(text: str) -> list[str]:
    """Return the days of a year, as MM-DD, that two numbers may mean: 06.02 is in February, 06/02 also in June."""
    match = TWO_NUMBERS.fullmatch(text.strip())
    if match is None:
        return []
    dates = [_day("2024", match[3], match[1]), *([_day("2024", match[1], match[3])] if match[2] == "/" else [])]
    return list(dict.fromkeys(date[5:] for date in dates if is_date(date)))


def which_reading(readings: list[str]) -> str:
    """Return the question which of two readings is meant, with what each says."""
    return f"Day or month first? Write {readings[0]} or {readings[1]}, whichever is meant."


def is_date(text: str) -> bool:
    """Tell whether a text is a date in EDTF."""
    try:
        bounds(text)
    except EdtfError:
        return False
    return True


def _readings(text: str) -> Iterator[str]:
    """Yield what a text may mean as one date, whether or not that date exists."""
    if match := YEAR_FIRST.fullmatch(text) or COMPACT.fullmatch(text):
        year, month, day = match.groups()
        yield from (_day(year, month, day), _day(year, day, month), f"{year}-{month:>02}")
    elif match := YEAR_MONTH.fullmatch(text):
        yield from (f"{match[1]}-{match[2]:>02}", match[1])
    elif match := DAY_FIRST.fullmatch(text):
        first, _, second, year = match.groups()
        yield from (_day(year, second, first), _day(year, first, second))
    elif match := MONTH_YEAR.fullmatch(text):
        yield f"{match[2]}-{match[1]:>02}"
    elif match := QUARTER.fullmatch(text):
        year, quarter = match[1] or match[4], int(match[2] or match[3])
        yield f"{year}-{quarter * 3 - 2:02}/{year}-{quarter * 3:02}"
    elif text in ("today", "now", "yesterday"):
        yield f"{datetime.now(UTC) - timedelta(days=text == 'yesterday'):%Y-%m-%d}"
    else:
        yield from _named(re.sub(r"[-,/+_ ]+", " ", text))


def _named(text: str) -> Iterator[str]:
    """Yield what a text means in which the month has its English name."""
    if match := DAY_NAME_YEAR.fullmatch(text):
        yield _day(match[3], _number(match[2]), match[1])
    elif match := NAME_DAY_YEAR.fullmatch(text):
        yield _day(match[3], _number(match[1]), match[2])
    elif match := NAME_YEAR.fullmatch(text):
        yield f"{match[2]}-{_number(match[1])}"
    elif match := YEAR_NAME.fullmatch(text):
        yield _day(match[1], _number(match[2]), match[3]) if match[3] else f"{match[1]}-{_number(match[2])}"


def _day(year: str, month: str, day: str) -> str:
    return f"{year}-{month:>02}-{day:>02}"


def _number(month: str) -> str:
    """Return the number of a month by the beginning of its name."""
    return f"{next(place for place, name in enumerate(MONTHS_OF_YEAR, 1) if name[:3] == month[:3]):02}"
