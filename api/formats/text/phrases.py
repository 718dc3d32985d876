"""Phrases: dates, times, numbers and names as a reader of English expects them."""

import re
from collections.abc import Iterable

from schemas.model.base import Json
from schemas.model.edtf import MONTHS

_DATE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>\d{2}))?)?(?P<doubt>[~?%]?)")
LANGUAGES = {
    "ar": "Arabic",
    "bg": "Bulgarian",
    "de": "German",
    "el": "Greek",
    "es": "Spanish",
    "fa": "Persian",
    "fr": "French",
    "he": "Hebrew",
    "hu": "Hungarian",
    "it": "Italian",
    "ja": "Japanese",
    "pl": "Polish",
    "pt": "Portuguese",
    "ru": "Russian",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "zh": "Chinese",
}
OPEN_ENDS = ("", "..")
"""What stands for an end of an interval that is not known, and for one that is open."""
SEASONS = {
    21: "spring",
    22: "summer",
    23: "autumn",
    24: "winter",
    33: "the first quarter of",
    34: "the second quarter of",
    35: "the third quarter of",
    36: "the last quarter of",
}
_DECADE = re.compile(r"(\d{3})X")
_SEASON = re.compile(r"(?P<year>\d{4})-(?P<season>2[1-4]|3[3-6])(?P<doubt>[~?%]?)")
_UNSPECIFIED = re.compile(r"(?P<known>\d{4}(?:-\d\d)?)(?:-XX){1,2}")
_DOUBT = {"": "", "~": "about ", "?": "perhaps ", "%": "perhaps about "}


def date_words(date: str) -> str:
    """Write an EDTF date in words; what has none here stays as it is."""
    first, slash, last = date.partition("/")
    start, end = _DATE.fullmatch(first), _DATE.fullmatch(last or first)
    if slash and (first in OPEN_ENDS or last in OPEN_ENDS):
        return _open_words(first, last)
    if not start or not end:
        return f"{date_words(first)} to {date_words(last)}" if slash else _rare_words(date)
    if not last:
        return _one_date(start)
    if start["day"] and end["day"] and not start["doubt"] and first[:7] == last[:7]:
        return f"{int(start['day'])}–{_one_date(end)}"
    return f"{_one_date(start)} to {_one_date(end)}"


def _open_words(first: str, last: str) -> str:
    """Write an interval of which an end is open (`..`) or not known (nothing), or both."""
    if first not in OPEN_ENDS:
        return f"from {date_words(first)}, {'with no end so far' if last else 'end not known'}"
    if last not in OPEN_ENDS:
        return f"until {date_words(last)}, {'with no known beginning' if first else 'beginning not known'}"
    return "date not known"


def _rare_words(date: str) -> str:
    """Write a season, a set of dates, a date with a part not given, or one whose mark stands within it."""
    season, unspecified = _SEASON.fullmatch(date), _UNSPECIFIED.fullmatch(date)
    if season:
        return f"{_DOUBT[season['doubt']]}{SEASONS[int(season['season'])]} {season['year']}"
    if unspecified:
        return f"some day of {date_words(unspecified['known'])}"
    if decade := _DECADE.fullmatch(date):
        return f"some time in the {decade[1]}0s"
    if date[0] in "[{":
        members = [_member_words(member) for member in date[1:-1].split(",")]
        return " or ".join(members) if date[0] == "[" else names(members)
    plain = _DATE.fullmatch(re.sub("[~?%]", "", date))
    if not plain:
        return date
    doubt = "%" if "%" in date or {"~", "?"} <= set(date) else "~" if "~" in date else "?" if "?" in date else ""
    return _DOUBT[doubt] + _one_date(plain)


def _member_words(member: str) -> str:
    """Write a member of a set: a date, or all from one to another."""
    first, dots, last = member.partition("..")
    if not dots:
        return date_words(member)
    if not first or not last:
        return f"{date_words(first or last)} or {'later' if first else 'earlier'}"
    return f"a day from {date_words(first)} to {date_words(last)}"


def _one_date(match: re.Match[str]) -> str:
    words = [str(int(match["day"]))] if match["day"] else []
    words += [MONTHS[int(match["month"]) - 1]] if match["month"] else []
    return _DOUBT[match["doubt"]] + " ".join([*words, match["year"]])


def time_words(start: str | None, end: str | None) -> str:
    """Write when something began and ended, naming the offset from UTC once where it is the same."""
    if not start or not end:
        return f"from {_clock(start)}" if start else f"until {_clock(end)}" if end else ""
    if start[5:] == end[5:]:
        return f"{start[:5]}–{_clock(end)}"
    return f"{_clock(start)} to {_clock(end)}"


def _clock(time: str) -> str:
    """Write a time with its offset, as in 14:43 (UTC+3); the schema lets in nothing but 14:43Z and 14:43+03:00."""
    sign, hours, minutes = time[5], int(time[6:8] or 0), time[9:] or "00"
    offset = "" if not hours and minutes == "00" else f"{sign}{hours}" + f":{minutes}".removesuffix(":00")
    return f"{time[:5]} (UTC{offset})"


def span(low: int, high: int | None) -> str:
    """Write a number that may be a range."""
    return f"{low:,}" if high is None or high == low else f"{low:,}–{high:,}"


def estimate(number: Json) -> str:
    """Write how many: the number, or the range of the accounts, or both."""
    if number["best"] is None:
        return span(number["low"], number["high"])
    if number["low"] is None or number["low"] == number["high"]:
        return span(number["best"], None)
    return f"{number['best']:,} ({span(number['low'], number['high'])})"


def language(tag: str | None) -> str:
    """Say in which language words are, where it is not English; a language without a name here keeps its tag."""
    return "" if tag in (None, "en") else f" (in {LANGUAGES.get(str(tag), tag)})"


def counted(number: int, thing: str) -> str:
    """Write a number of things, as in 3 publishers."""
    return f"{number:,} {thing}" + ("" if number == 1 else "s")


def words(slug: str | None) -> str:
    """Write a value of a vocabulary as words."""
    return (slug or "").replace("-", " ")


def names(names_or_references: Iterable[str | Json]) -> str:
    """Join names, or those of references, as in: Ukraine, Russia and Türkiye."""
    texts = [one if isinstance(one, str) else one["name"] for one in names_or_references]
    return " and ".join([", ".join(texts[:-1]), texts[-1]] if len(texts) > 1 else texts)
