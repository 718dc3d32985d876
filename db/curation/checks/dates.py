"""Rules about dates: nothing ends before it begins, follows what is later, or is reported before it happened."""

from collections.abc import Iterator
from typing import Any

from db.curation.checks.context import Context
from db.curation.records import RecordError
from db.curation.references import date_of, event_id
from schemas.model.edtf import bounds, leading_date
from schemas.model.fields import Ref
from schemas.model.walk import FieldPath


def ends_are_after_beginnings(context: Context) -> Iterator[RecordError]:
    """Nothing ends before it begins: a process, a position, the time between publishing and reading a source."""
    data = context.entry.data
    yield from _in_order(context, data, ("start_date", "end_date"))
    yield from _in_order(context, data, ("published_date", "accessed_date"))
    for index, position in enumerate(data.get("positions", ())):
        yield from _in_order(context, position, ("from", "to"), ("positions", index))


def _in_order(
    context: Context, part: dict[str, Any], names: tuple[str, str], path: FieldPath = ()
) -> Iterator[RecordError]:
    """Yield an error where the second of two dates of a part is before the first."""
    start, end = (part.get(name) for name in names)
    if start and end and bounds(end)[1] < bounds(start)[0]:
        yield context.error((*path, names[1]), f"{end} is before {start}.")


def events_are_in_order(context: Context) -> Iterator[RecordError]:
    """An event's date fits its id, its times, the event that it follows and what is inside it."""
    if context.entry.noun != "events":
        return
    data, date = context.entry.data, context.entry.data["date"]
    first, last = bounds(date)
    leading = leading_date(context.entry.id)
    if leading and not (bounds(leading)[0] <= first <= bounds(leading)[1]):
        yield context.error(("date",), f"The id begins with {leading} and the date is {date}.")
    start, end = data.get("start_time"), data.get("end_time")
    if start and end and first == last and start[5:] == end[5:] and end < start:
        yield context.error(("end_time",), f"{end} is before {start}.")
    if "follows" in data:
        before = context.records.nouns["events"][data["follows"]].data["date"]
        if last < bounds(before)[0]:
            yield context.error(("follows",), f"It follows an event of {before}, which is later than {date}.")
    for noun in ("agreements", "transfers"):
        for slug, inner in data.get(noun, {}).items():
            if "date" in inner and bounds(inner["date"])[1] < first:
                yield context.error((noun, slug, "date"), f"{inner['date']} is before the event's {date}.")


def sources_are_not_older(context: Context) -> Iterator[RecordError]:
    """A source is not older than the thing it reports. Plans, and who was named for a delegation, may be."""
    entry, nouns = context.entry, context.records.nouns
    if entry.noun not in ("events", "statements", "transfers", "agreements"):
        return
    if nouns["events"][event_id(entry)].data["status"] != "held":
        return
    happened = bounds(date_of(context.records, entry))[0]
    for path, field, value in context.values(Ref):
        if field.nouns == ("sources",) and path[0] != "participants":
            published = nouns["sources"][value].data["published_date"]
            if bounds(published)[1] < happened:
                yield context.error(path, f"The source is of {published}, older than what it reports ({happened}).")
