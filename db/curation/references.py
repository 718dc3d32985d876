"""References: finding the record that an id stands for, and what follows from it: its event, its date, its side."""

from typing import Any

from db.curation.records import LoadedRecord, Records
from schemas.model.edtf import bounds
from schemas.model.walk import Kind, WalkItem, walk
from schemas.nouns import INNER, SCHEMAS


def values_in(entry: LoadedRecord, *kinds: Kind) -> list[WalkItem]:
    """Return path, field and value of everything of some kinds in a record, the records inside it left out."""
    skip = (*INNER, "sources") if entry.noun == "events" else ("sources",)
    return walk(SCHEMAS[entry.noun], entry.data, *kinds, skip=skip)


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

    `nouns` are those that the reference may lead to. A claim of the same event may be named by its slug alone. A term
    is found through its agreement, as `terms`.
    """
    for noun in nouns:
        if noun == "terms":
            agreement, _, slug = value.rpartition(":")
            parent = records.nouns["agreements"].get(agreement)
            if parent and slug in parent.data["terms"]:
                return noun, value
        elif value in records.nouns[noun]:
            return noun, value
        elif noun == "claims" and f"{event_id(entry)}:{value}" in records.nouns[noun]:
            return noun, f"{event_id(entry)}:{value}"
    return None


def resolve_sound(records: Records, entry: LoadedRecord, nouns: tuple[str, ...], value: str) -> tuple[str, str]:
    """Return what `resolve` finds, for records whose references were checked. Raises LookupError otherwise."""
    target = resolve(records, entry, nouns, value)
    if target is None:
        raise LookupError(f"{entry.file}: no {value!r} in {nouns}")
    return target


def known_ids(records: Records, noun: str) -> list[str]:
    """Return every id of a noun; of `terms`, those inside agreements."""
    if noun == "terms":
        return [f"{entry.id}:{slug}" for entry in records.nouns["agreements"].values() for slug in entry.data["terms"]]
    return list(records.nouns[noun])


def side_of(records: Records, actor: str, event: LoadedRecord | None = None) -> str | None:
    """Return the side that an actor belongs to: as the event says, else its state, found by what it is part of."""
    if event and (side := _side_in(event, actor)):
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


def _side_in(event: LoadedRecord, actor: str) -> str | None:
    """Return the side for which an actor took part in an event, as the event says."""
    participants = event.data.get("participants", ())
    return next((one["side"] for one in participants if one["actor"] == actor and "side" in one), None)


def side_on(records: Records, actor: str, event: LoadedRecord, date: str) -> str | None:
    """Return the side for which an actor speaks on a date: as the event says, else that of the office held then.

    An office of an international organisation speaks for that; who holds none, for their state.
    """
    if side := _side_in(event, actor):
        return side
    for body in (*(position["of"] for position in positions_held(records, actor, date)), actor):
        side = side_of(records, body) or _organisation(records, body)
        if side:
            return side
    return None


def _organisation(records: Records, actor: str) -> str | None:
    """Return the international organisation that an actor is, or is part of; the outermost one."""
    organisation, seen = None, set[str]()
    while actor in records.nouns["actors"] and actor not in seen:
        seen.add(actor)
        data = records.nouns["actors"][actor].data
        organisation = actor if data["kind"] == "international-organisation" else organisation
        actor = data.get("part_of", "")
    return organisation


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
    return [position["title"] for position in positions_held(records, actor, date)]


def positions_held(records: Records, actor: str, date: str) -> list[dict[str, Any]]:
    """Return the positions that an actor may have held on a date, the latest first."""
    first, last = bounds(date)
    positions = [
        position
        for position in records.nouns["actors"][actor].data.get("positions", ())
        if bounds(position.get("from", "../9999"))[0] <= last and bounds(position.get("to", "0001/.."))[1] >= first
    ]
    positions.sort(key=lambda position: bounds(position.get("from", "0001"))[0], reverse=True)
    return positions
