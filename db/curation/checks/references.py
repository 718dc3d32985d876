"""Rules about references: what they name is there, is not withdrawn, and does not lead back to where it started."""

from collections.abc import Iterator

from db.curation.checks.context import Context
from db.curation.records import RecordError
from db.curation.references import known_ids, resolve
from schemas.model.closest import LIKE_ID, closest
from schemas.model.fields import Country, Ref

UPWARDS = {
    "places": "part_of",
    "actors": "part_of",
    "topics": "broader",
    "processes": "predecessor",
    "events": "follows",
}
"""The field by which a record of a noun hangs on another of it."""


def references_exist(context: Context) -> Iterator[RecordError]:
    """Every id and every country code that a record names is there."""
    for path, field, value in context.values(Ref, Country):
        if isinstance(field, Country):
            if value not in context.lookups.country_codes:
                yield context.error(path, f"No place of kind country has the code {value!r}.")
        elif resolve(context.records, context.entry, field.nouns, value) is None:
            if _is_unloaded(context, field.nouns, value):
                continue
            ids = (identifier for noun in field.nouns for identifier in known_ids(context.records, noun))
            suggestions = closest(value, ids, 3, likeness=LIKE_ID)
            question = f"; did you mean {' or '.join(suggestions)}?" if suggestions else "."
            yield context.error(path, f"There is no {value!r} in {' or '.join(field.nouns)}{question}")


def _is_unloaded(context: Context, nouns: tuple[str, ...], value: str) -> bool:
    """Tell whether an id is missed only because the file that gives it does not load, which is that file's error."""
    unloaded = context.records.unloaded
    agreement = ("agreements", value.rpartition(":")[0])
    return any((noun, value) in unloaded or (noun == "terms" and agreement in unloaded) for noun in nouns)


def nothing_goes_in_circles(context: Context) -> Iterator[RecordError]:
    """Following what a record is part of, or comes after, never leads back to it."""
    records, name = context.records.nouns[context.entry.noun], UPWARDS.get(context.entry.noun)
    if name and name in context.entry.data:
        seen, current = set[str](), context.entry.id
        while current not in seen and name in records[current].data:
            seen.add(current)
            current = records[current].data[name]
        if current in seen:
            yield context.error((name,), f"{name} leads back to {current!r}.")


def withdrawn_records_stand_alone(context: Context) -> Iterator[RecordError]:
    """Nothing that is served points to a withdrawn record."""
    withdrawn = context.records.withdrawn
    if not withdrawn or "withdrawn" in context.entry.data:
        return
    for path, field, value in context.values(Ref):
        if resolve(context.records, context.entry, field.nouns, value) in withdrawn:
            yield context.error(path, f"{value!r} is withdrawn; take the reference out.")
