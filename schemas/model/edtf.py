"""Dates: Extended Date/Time Format (ISO 8601-2) as text, and the first and last day that each may mean.

Every regular expression for dates is here. The patterns are text, without groups, to be put into larger ones.
"""

import math
import re
from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
MONTH_OR_YEAR = "[0-9]{4}(?:-[0-9]{2})?"
PLAIN_DATE = "[0-9]{4}(?:-[0-9]{2}){0,2}"
"""A day, a month or a year, whether or not it exists."""
EXISTING_DATE = (
    "[12][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]))?)?|[12][0-9]{3}-(0[13-9]|1[0-2])-(29|30)"
    "|[12][0-9]{3}-(0[13578]|1[02])-31|([12][0-9](0[48]|[2468][048]|[13579][26])|1200|1600|2000|2400|2800)-02-29"
)
"""A day, a month or a year that exists, for the specification; the rest of EDTF no pattern can say."""
DAY_OF_YEAR = "(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
LATEST = "latest"
"""What stands in an address for the day of the latest event."""

MAX_LENGTH = 40
OPEN_START, OPEN_END = "0000-00-00", "9999-99-99"
OPEN_MARK = ".."
EXAMPLES = "2031-04-12, 2031-04, 2031, 2031-04~ (about), 2031-04-12? (uncertain), 2031-04-12/2031-04-13, 2031-04-12/.."
_PARTS = re.compile("([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-([0-9]{2}))?)?((?:-XX){0,2})([?~%]?)")
_PLAIN_DATE = re.compile(PLAIN_DATE)
_CHARACTERS = re.compile(r"[0-9X?~%/.,{}\[\]-]+")


class EdtfError(ValueError):
    """The text is not a date in EDTF."""


class DateParts(NamedTuple):
    """What a date of one day, month or year says; None for what it leaves out."""

    year: int
    month: int | None
    day: int | None
    unspecified: bool
    """Whether it has `XX` for the rest: 2025-06-XX is some day of June."""
    mark: str
    """`?` (uncertain), `~` (about), `%` (both) or nothing."""


def date_parts(text: str) -> DateParts | None:
    """Return the parts of a date to write it in another form, or None for an interval, a set, a season or no date.

    That the day exists is not checked.
    """
    match = _PARTS.fullmatch(text)
    if match is None:
        return None
    year, month, day, unspecified, mark = match.groups()
    return DateParts(int(year), int(month) if month else None, int(day) if day else None, bool(unspecified), mark)


def is_address_of_days(text: str) -> bool:
    """Return whether a text is what addresses have for the events of a day, month or year: a bare date or `latest`."""
    return text == LATEST or _PLAIN_DATE.fullmatch(text) is not None


def leading_date(identifier: str) -> str | None:
    """Return the date that an id begins with, as those of events do, or None."""
    match = _PLAIN_DATE.match(identifier)
    return match[0] if match else None


@lru_cache(maxsize=65536)
def bounds(text: str) -> tuple[str, str]:
    """Return the first and the last day that an EDTF date may mean, as `YYYY-MM-DD`.

    The marks `?`, `~` and `%` say how sure the date is; they do not widen it. An open or unknown end is `9999-99-99`,
    an open or unknown start `0000-00-00`, so that text order is date order; `known_bounds` is for what is served.
    Raises EdtfError.
    """
    if len(text) > MAX_LENGTH or not _CHARACTERS.fullmatch(text):
        raise EdtfError(text)
    start, slash, end = text.partition("/")
    ends = (_plain_end(start, end), _plain_end(end, start)) if slash else (_plain(start), _plain(start))
    if ends[0] and ends[1]:
        first, last = ends[0][0], ends[1][1]
    elif members := _plain_members(text):
        first, last = members[0][0], max(last for _, last in members)
    else:
        first, last = parsed_bounds(text)
    # The package takes an unknown end for one ten years away.
    first, last = OPEN_START if slash and not start else first, OPEN_END if slash and not end else last
    if first > last:
        raise EdtfError(text)
    return first, last


@lru_cache(maxsize=65536)
def spans(text: str) -> tuple[tuple[str, str], ...]:
    """Return the runs of days that an EDTF date may mean: several of a set with gaps, and of all else its bounds.

    `{2025-06-02,2025-07-23}` and `[2025-06-02,2025-07-23]` are two days and not the weeks between. Raises EdtfError.
    """
    whole = bounds(text)
    if text[0] not in "{[":
        return (whole,)
    runs = list[tuple[str, str]]()
    for first, last in _plain_members(text) or _parsed_members(text):
        if runs and first <= _next_day(runs[-1][1]):
            runs[-1] = (runs[-1][0], max(runs[-1][1], last))
        else:
            runs.append((first, last))
    return tuple(runs)


def _next_day(day: str) -> str:
    """Return the day after one; after an open end there is none."""
    return day if day == OPEN_END else (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def other_way_round(text: str) -> str | None:
    """Return an interval that ends before it begins with its ends in order; None for every other text."""
    start, slash, end = text.partition("/")
    try:
        is_crossed = bool(slash) and bounds(start)[0] > bounds(end)[1] and bool(bounds(f"{end}/{start}"))
    except EdtfError:
        return None
    return f"{end}/{start}" if is_crossed else None


def what_is_wrong(text: str) -> str:
    """Return what to tell somebody whose text is not a date."""
    if other_way_round(text):
        return "Ends before it begins; the first day comes before the slash, the last one after it."
    return f"Not a date in EDTF; allowed are for example {EXAMPLES}."


def known_bounds(text: str) -> tuple[str | None, str | None]:
    """Return the first and the last day that an EDTF date may mean; None where it is open or unknown there.

    It is what every reply gives, as `bounds` is what lists are ordered and filtered by. Raises EdtfError.
    """
    first, last = bounds(text)
    return None if first == OPEN_START else first, None if last == OPEN_END else last


def _plain_end(text: str, other: str) -> tuple[str, str] | None:
    """Return the bounds of one end of an interval, which is open where the other is not, or None."""
    return (OPEN_START, OPEN_END) if text == OPEN_MARK and other != OPEN_MARK else _plain(text)


def _plain(text: str) -> tuple[str, str] | None:
    """Return the bounds of a day, month or year, with or without a mark, as nearly all dates are, or None.

    It saves the parser, which takes 15 milliseconds and knows the rest, errors included.
    """
    parts = date_parts(text)
    if parts is None or parts.unspecified:
        return None
    try:
        first = date(parts.year, parts.month or 1, parts.day or 1)
    except ValueError:
        return None
    last_month = parts.month or 12
    last = date(first.year, last_month, parts.day or monthrange(first.year, last_month)[1])
    return first.isoformat(), last.isoformat()


def parsed_bounds(text: str) -> tuple[str, str]:
    """Return the bounds as the edtf package finds them; the first may be after the last. Raises EdtfError."""
    try:
        days = _parsed_members(text)
        return min(first for first, _ in days), max(last for _, last in days)
    except (EDTFParseException, ValueError, AttributeError, TypeError, IndexError, OverflowError) as error:
        raise EdtfError(text) from error


def _plain_members(text: str) -> list[tuple[str, str]]:
    """Return the bounds of each member of a set of plain dates in order; nothing where a text is no such set."""
    if not text.startswith(("[", "{")) or text[-1] != {"[": "]", "{": "}"}[text[0]]:
        return []
    members = [_plain(member) for member in text[1:-1].split(",")]
    return sorted(filter(None, members)) if len(members) > 1 and all(members) else []


def _parsed_members(text: str) -> list[tuple[str, str]]:
    """Return the bounds of each member as the edtf package finds them; it fails at `{2031,2033..}`."""
    parsed = parse_edtf(text)
    every = getattr(parsed, "objects", [parsed])
    return sorted((_day(one.lower_strict()), _day(one.upper_strict())) for one in every)


def _day(bound: Any) -> str:
    """Write a bound as the edtf package gives it (a time.struct_time, or an infinity where the date is open)."""
    if bound in (math.inf, -math.inf):
        return OPEN_END if bound == math.inf else OPEN_START
    year, month, day = bound[:3]
    if not 0 < year <= 9999:
        raise EdtfError(str(year))
    return f"{year:04d}-{month:02d}-{day:02d}"
