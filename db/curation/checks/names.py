"""Rules about names: an id names one thing, and a publication is one source."""

from collections import Counter
from collections.abc import Iterator

from db.curation.checks.context import Context
from db.curation.records import RecordError
from db.query.links import link_key
from schemas.model.edtf import is_address_of_days
from schemas.nouns import INNER


def ids_are_unique(context: Context) -> Iterator[RecordError]:
    """An id names one thing: among records, their former ids, actors and publishers alike, and addresses of lists."""
    entry, nouns = context.entry, context.records.nouns
    for index, former in enumerate(entry.data.get("formerly", ())):
        if former in nouns[entry.noun]:
            yield context.error(("formerly", index), f"{former!r} is the id of a record that is there now.")
    if entry.noun == "publishers" and entry.id in nouns["actors"]:
        yield context.error((), f"{entry.id!r} is also an actor, so `by: {entry.id}` would mean two things.")
    if entry.noun == "events" and is_address_of_days(entry.id):
        yield context.error((), "An event's id may not be a bare date or `latest`, which are addresses of lists.")


def slugs_are_unique(context: Context) -> Iterator[RecordError]:
    """A slug is there once in an event, whatever it names."""
    if context.entry.noun == "events":
        slugs = [(noun, slug) for noun in INNER for slug in context.entry.data.get(noun, ())]
        counts = Counter(slug for _, slug in slugs)
        for noun, slug in slugs:
            if counts[slug] > 1:
                yield context.error((noun, slug), f"The slug {slug!r} is there twice in this event; ids would clash.")


def urls_are_unique(context: Context) -> Iterator[RecordError]:
    """A publication is one source."""
    if context.entry.noun == "sources":
        first = context.lookups.sources_by_link[link_key(context.entry.data["url"])]
        if first is not context.entry:
            where = f"{first.file}:{first.line}"
            yield context.error(("url",), f"The same URL is the source {first.id!r} at {where}; cite that one.")
