"""Periods in a question: the day, month, season or year that somebody typed among the words."""

import re
from calendar import monthrange
from dataclasses import dataclass

from db.query.spelling import plain
from schemas.model.edtf import MONTHS

SEASON_MONTHS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11)}
_NUMBER = {name.lower(): number for number, name in enumerate(MONTHS, 1)}
_NUMBER |= {name[:3]: number for name, number in _NUMBER.items()} | {"sept": 9}
_MONTH = rf"(?P<month>{'|'.join(sorted(_NUMBER, key=len, reverse=True))})\.?"
_LAST_MONTH = _MONTH.replace("month", "last_month")
_DAY = r"(?P<day>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_LAST = r"(?:\s?(?:-|–|—|and|to)\s?(?P<last>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_TO = r"\s?(?:-|–|—|and|to|until|through)\s?"
_BEGIN, _END = r"(?<![\w\"-])(?<!\bfor )", r"(?![\w-])"
_PATTERNS = [
    re.compile(rf"{_BEGIN}{_YEAR}{_TO}(?P<last_year>(?:19|20)\d\d){_END}", re.IGNORECASE),
    re.compile(rf"{_BEGIN}{_MONTH}{_TO}{_LAST_MONTH},? {_YEAR}{_END}", re.IGNORECASE),
    re.compile(rf"{_BEGIN}{_DAY}{_LAST}(?: of)? {_MONTH},? {_YEAR}{_END}", re.IGNORECASE),
    re.compile(rf"{_BEGIN}{_MONTH} {_DAY}{_LAST},? {_YEAR}{_END}", re.IGNORECASE),
    re.compile(rf"{_BEGIN}{_YEAR}-(?P<month>0[1-9]|1[0-2])-{_DAY}{_END}", re.IGNORECASE),
    re.compile(rf"{_BEGIN}{_DAY}\.(?P<month>0?[1-9]|1[0-2])\.{_YEAR}{_END}", re.IGNORECASE),
    re.compile(rf"{_BEGIN}{_MONTH},?(?: of)? {_YEAR}{_END}", re.IGNORECASE),
    re.compile(rf"{_BEGIN}{_YEAR}-(?P<month>0[1-9]|1[0-2]){_END}", re.IGNORECASE),
    re.compile(rf"{_BEGIN}(?P<season>{'|'.join(SEASON_MONTHS)}),?(?: of)? {_YEAR}{_END}", re.IGNORECASE),
    re.compile(rf"{_BEGIN}{_YEAR}{_END}", re.IGNORECASE),
]
"""The longest forms first."""


@dataclass(frozen=True)
class QuestionPeriod:
    """A stretch of days, and the words for it."""

    first: str
    last: str
    words: str


def read_period(text: str) -> tuple[QuestionPeriod | None, str]:
    """Return the period that a question names, and the question without it; None where it names none or several."""
    text = plain(text)
    if '"' in text or "“" in text:
        return None, text
    for pattern in _PATTERNS:
        matches = list(pattern.finditer(text))
        periods = dict.fromkeys(map(_period, matches))
        if len(periods) > 1:
            return None, text
        for period in periods:
            rest = re.sub(r"\s+", " ", pattern.sub(" ", text)).strip()
            return (period, rest) if period and any(map(str.isalnum, rest)) else (None, text)
    return None, text


def _period(match: re.Match[str]) -> QuestionPeriod | None:
    parts = match.groupdict()
    year, month = int(parts["year"]), parts.get("month")
    if parts.get("season"):
        begin, end = SEASON_MONTHS[parts["season"].lower()]
        return QuestionPeriod(f"{year}-{begin:02}-01", f"{year}-{end:02}-{monthrange(year, end)[1]}", match[0])
    if not month:
        return QuestionPeriod(f"{year}-01-01", f"{parts.get('last_year') or year}-12-31", match[0])
    if parts.get("last_month"):
        begin, end = _NUMBER[month.lower()], _NUMBER[parts["last_month"].lower()]
        months = QuestionPeriod(f"{year}-{begin:02}-01", f"{year}-{end:02}-{monthrange(year, end)[1]}", match[0])
        return months if begin <= end else None
    number = int(month) if month.isdecimal() else _NUMBER[month.lower()]
    days = monthrange(year, number)[1]
    if not parts.get("day"):
        return QuestionPeriod(f"{year}-{number:02}-01", f"{year}-{number:02}-{days}", f"{MONTHS[number - 1]} {year}")
    first, last = int(parts["day"]), int(parts.get("last") or parts["day"])
    if not first <= last <= days:
        return None
    words = f"{first} {MONTHS[number - 1]} {year}" if first == last else match[0]
    return QuestionPeriod(f"{year}-{number:02}-{first:02}", f"{year}-{number:02}-{last:02}", words)
