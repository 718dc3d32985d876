"""References: walking a record's fields by its schema, and finding the record that an id stands for."""

from collections.abc import Iterator
from typing import Any

from marshmallow import fields

from db.load import Entry, Records
from db.yaml import Path
from schemas.fields import Keyed, Many, Nest, Ref
from schemas.nouns import INNER, SCHEMAS
from schemas.part import Part

APART = (*INNER, "sources")
"""Fields of an event that hold records of their own."""

Leaf = tuple[Path, fields.Field[Any], Any]
_RECORD_SCHEMAS = {noun: schema() for noun, schema in SCHEMAS.items()}


def walk(entry: Entry) -> Iterator[Leaf]:
    """Yield path, field and value of every single value of a record, those of the records inside it left out."""
    yield from _walk_part(
        _RECORD_SCHEMAS[entry.noun], entry.data, (), APART if entry.noun == "events" else ("sources",)
    )


def _walk_part(schema: Part, data: dict[str, Any], path: Path, apart: tuple[str, ...] = ()) -> Iterator[Leaf]:
    for name, field in schema.fields.items():
        key = field.data_key or name
        if key in data and key not in apart:
            yield from _walk_value(field, data[key], (*path, key))


def _walk_value(field: fields.Field[Any], value: Any, path: Path) -> Iterator[Leaf]:
    if isinstance(field, Keyed):
        for slug, item in value.items():
            yield from _walk_value(field.inner, item, (*path, slug))
    elif isinstance(field, Many):
        for index, item in enumerate(value):
            yield from _walk_value(field.inner, item, (*path, index))
    elif isinstance(field, Nest) and not isinstance(field, Ref):
        yield from _walk_part(field.schema, value, path)
    else:
        yield path, field, value


def event_id(entry: Entry) -> str:
    """Return the id of the event that an entry is, or lies in."""
    return entry.id.partition(":")[0]


def date_of(records: Records, entry: Entry) -> str:
    """Return the date of an event, or of an inner record: its own or its event's."""
    own = entry.data.get("date")
    date: str = own or records.nouns["events"][event_id(entry)].data["date"]
    return date


def resolve(records: Records, entry: Entry, nouns: tuple[str, ...], value: str) -> tuple[str, str] | None:
    """Return noun and id of the record that a reference means, or None.

    A claim of the same event may be named by its slug alone. A term is found through its agreement, as `terms`.
    """
    for noun in nouns:
        if noun == "terms":
            agreement, _, slug = value.rpartition(":")
            found = records.nouns["agreements"].get(agreement)
            if found and slug in found.data["terms"]:
                return noun, value
        elif value in records.nouns[noun]:
            return noun, value
        elif noun == "claims" and f"{event_id(entry)}:{value}" in records.nouns[noun]:
            return noun, f"{event_id(entry)}:{value}"
    return None


def resolve_sound(records: Records, entry: Entry, nouns: tuple[str, ...], value: str) -> tuple[str, str]:
    """Return what `resolve` finds, for records whose references were checked. Raises LookupError otherwise."""
    found = resolve(records, entry, nouns, value)
    if found is None:
        raise LookupError(f"{entry.file}: no {value!r} in {nouns}")
    return found


def known_ids(records: Records, noun: str) -> list[str]:
    """Return every id of a noun; of `terms`, those inside agreements."""
    if noun == "terms":
        return [f"{entry.id}:{slug}" for entry in records.nouns["agreements"].values() for slug in entry.data["terms"]]
    return list(records.nouns[noun])


def side_of(records: Records, actor: str, event: Entry | None = None) -> str | None:
    """Return the side that an actor belongs to: as the event says, else its state, found by what it is part of."""
    for participant in event.data.get("participants", ()) if event else ():
        if participant["actor"] == actor and "side" in participant:
            side: str = participant["side"]
            return side
    seen = set[str]()
    while actor in records.nouns["actors"] and actor not in seen:
        seen.add(actor)
        data = records.nouns["actors"][actor].data
        if data["kind"] == "state":
            return actor
        if "part_of" not in data:
            return _state(records, data.get("country"))
        actor = data["part_of"]
    return None


def _state(records: Records, country: str | None) -> str | None:
    """Return the state of a country code."""
    states = (
        entry.id
        for entry in records.nouns["actors"].values()
        if country and entry.data["kind"] == "state" and entry.data.get("country") == country
    )
    return next(states, None)
