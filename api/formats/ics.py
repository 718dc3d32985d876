"""iCalendar: events as a calendar that can be subscribed to, as RFC 5545 has it."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import icalendar

from api.formats.content import Content, Format, with_coordinates, with_first_ids
from api.formats.dates import days, is_exact
from api.formats.text.phrases import date_words
from schemas.model.base import Json

STATUSES = {
    "held": "CONFIRMED",
    "scheduled": "CONFIRMED",
    "postponed": "CANCELLED",
    "cancelled": "CANCELLED",
    "denied": "TENTATIVE",
    "rumoured": "TENTATIVE",
}
"""The three words of iCalendar. A denied event is not cancelled: whether it took place is what is in dispute."""

SURE = ("held", "scheduled")
_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?")
ONE_DAY = timedelta(days=1)


def write_ics(content: Content) -> Iterator[bytes]:
    """Yield a calendar with an entry for each event that has a date; one open at both ends has none."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Parley//Parley//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"Parley: {content.record}")
    if content.license:
        calendar.add(
            "x-wr-caldesc", f"{content.license_words} (quotations belong to their authors). {content.license_url}"
        )
    opening, end, _ = calendar.to_ical().partition(b"END:VCALENDAR\r\n")
    yield opening
    for document in content.every():
        if when := times(document):
            yield _entry(content, document, *when).to_ical()
    yield end


def _entry(content: Content, document: Json, start: date, end: date | None) -> icalendar.Event:
    """Return an event as an entry, stamped with the date of its last change, so that the same event gives the same."""
    entry = icalendar.Event()
    place = document["place"]
    entry.add("uid", f"{content.first_id(document)}@parley")
    changed = datetime.fromisoformat(document["updated_date"]).replace(tzinfo=UTC)
    entry.add("dtstamp", changed)
    entry.add("last-modified", changed)
    entry.add("sequence", document["revision"] - 1)
    entry.add("dtstart", start)
    if end is not None:
        entry.add("dtend", end)
    status = document["status"]
    entry.add("summary", document["title"] if status in SURE else f"{status.capitalize()}: {document['title']}")
    entry.add("description", _description(document))
    entry.add("status", STATUSES[status])
    entry.add("transp", "TRANSPARENT")
    entry.add("categories", [document["kind"], *(topic["name"] for topic in document["topics"])])
    entry.add("url", content.permalink(document))
    if place:
        entry.add("location", place["name"])
        point = content.coordinates.get(place["id"])
        # A map for a journey has no use for the middle of a country: the name says as much as is known.
        if point and point.is_near:
            entry.add("geo", (point.latitude, point.longitude))
    return entry


def times(document: Json) -> tuple[date, date | None] | None:
    """Return when an event begins and when it ends, in UTC where times are known and as whole days where not.

    Whole days end, as iCalendar has it, on the day after the last. An end that nothing tells is None, which makes one
    day of it. Nothing at all is known of a date that is open at both ends.
    """
    first, last = days(document["date"])
    begin = first or last
    if begin is None:
        return None
    if document["start_time"] and is_exact(document["date"]):
        return _clock_times(document, begin, last or begin)
    return begin, last + ONE_DAY if last else None


def _clock_times(document: Json, first: date, last: date) -> tuple[datetime, datetime | None]:
    start = _moment(first, document["start_time"])
    if document["end_time"]:
        end = _moment(last, document["end_time"])
        return start, end if end > start else None
    length = document["duration"] and document["duration"]["best"]
    return start, start + _length(length) if length else None


def _moment(day: date, time: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{time}").astimezone(UTC)


def _length(duration: str) -> timedelta:
    parts = _DURATION.fullmatch(duration)
    numbers = [int(part or 0) for part in parts.groups()] if parts else [0, 0, 0]
    return timedelta(days=numbers[0], hours=numbers[1], minutes=numbers[2])


def _description(document: Json) -> str:
    """Return the summary, the date where whole days cannot tell it, the status, and the citation."""
    vague = not is_exact(document["date"])
    date_line = [f"Date: {date_words(document['date'])}."] if vague else []
    return "\n\n".join([document["summary"], *date_line, f"Status: {document['status']}.", document["citation"]])


ICS = Format(
    "ics",
    "text/calendar; charset=utf-8",
    ("text/calendar",),
    "A calendar, one entry an event.",
    write_ics,
    whole=True,
    nouns=frozenset({"events"}),
    gather=lambda content, reader: with_first_ids(with_coordinates(content, reader), reader),
)
