"""References: walking a record's fields by its schema, and finding the record that an id stands for."""

from collections.abc import Callable
from functools import cache
from typing import Any

from marshmallow import fields

from db.curation.load import LoadedRecord, Records
from db.curation.yaml import Path
from schemas.model.base import BaseSchema
from schemas.model.edtf import bounds
from schemas.model.fields import Many, Nest, Ref
from schemas.nouns import INNER, SCHEMAS

APART = (*INNER, "sources")
"""Fields of an event that hold records of their own."""

Leaf = tuple[Path, fields.Field[Any], Any]
Collect = Callable[[Any, Path, list[Leaf]], None]


def walk(entry: LoadedRecord) -> list[Leaf]:
    """Return path, field and value of every single value of a record, those of the records inside it left out."""
    leaves = list[Leaf]()
    _collector(entry.noun, fields.Field)(entry.data, (), leaves)
    return leaves


def links(entry: LoadedRecord) -> list[tuple[Path, Ref, str]]:
    """Return what `walk` returns, the references alone."""
    leaves = list[Any]()
    _collector(entry.noun, Ref)(entry.data, (), leaves)
    return leaves


@cache
def _collector(noun: str, kind: type) -> Collect:
    """Return the function that gathers the values of a kind of field from a noun's records."""
    apart = APART if noun == "events" else ("sources",)
    collect = _of_part(SCHEMAS[noun](), kind, apart)
    return collect or (lambda *_: None)


def _of_part(schema: BaseSchema, kind: type, apart: tuple[str, ...] = ()) -> Collect | None:
    """Return the function for a part of a record, or None where it has no such field."""
    named = {field.data_key or name: _of_field(field, kind) for name, field in schema.fields.items()}
    inside = {key: collect for key, collect in named.items() if collect and key not in apart}

    def collect(data: dict[str, Any], path: Path, leaves: list[Leaf]) -> None:
        for key, value in data.items():
            inner = inside.get(key)
            if inner:
                inner(value, (*path, key), leaves)

    return collect if inside else None


def _of_field(field: fields.Field[Any], kind: type) -> Collect | None:
    """Return the function for a field, or None where it is not of the kind and has nothing of it inside."""
    if isinstance(field, Many):
        inner = _of_field(field.inner, kind)
        if inner is None:
            return None

        def collect_items(items: Any, path: Path, leaves: list[Leaf]) -> None:
            for place, item in items.items() if isinstance(items, dict) else enumerate(items):
                inner(item, (*path, place), leaves)

        return collect_items
    if isinstance(field, Nest) and not isinstance(field, Ref):
        return _of_part(field.schema, kind)
    if not isinstance(field, kind):
        return None

    def collect_value(value: Any, path: Path, leaves: list[Leaf]) -> None:
        leaves.append((path, field, value))

    return collect_value


def event_id(entry: LoadedRecord) -> str:
    """Return the id of the event that an entry is, or lies in."""
    return entry.id.partition(":")[0]


def date_of(records: Records, entry: LoadedRecord) -> str:
    """Return the date of an event, or of an inner record: its own or its event's."""
    own = entry.data.get("date")
    date: str = own or records.nouns["events"][event_id(entry)].data["date"]
    return date


def resolve(records: Records, entry: LoadedRecord, nouns: tuple[str, ...], value: str) -> tuple[str, str] | None:
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


def resolve_sound(records: Records, entry: LoadedRecord, nouns: tuple[str, ...], value: str) -> tuple[str, str]:
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


def side_of(records: Records, actor: str, event: LoadedRecord | None = None) -> str | None:
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


def positions_on(records: Records, actor: str, date: str) -> list[str]:
    """Return the titles of the positions that an actor may have held on a date, the latest first."""
    first, last = bounds(date)
    held = [
        position
        for position in records.nouns["actors"][actor].data.get("positions", ())
        if bounds(position.get("from", "../9999"))[0] <= last and bounds(position.get("to", "0001/.."))[1] >= first
    ]
    held.sort(key=lambda position: bounds(position.get("from", "0001"))[0], reverse=True)
    return [position["title"] for position in held]
