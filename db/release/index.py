"""World: all loaded records with what they say of each other, indexed once, so that deriving a field is a look-up."""

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

from db.curation.load import LoadedRecord, Records
from db.curation.references import date_of, event_id, side_of
from db.release.backlinks import Backlinks, Span
from db.release.identity import Release
from schemas.model.edtf import bounds
from schemas.nouns import QUERIES, SCHEMAS

PUBLIC_URL = "{public_url}"
"""Stands in stored citations for the address that the server is reached at; put in when a reply is sent."""

Reference = dict[str, Any]
CACHE_SIZE = 20_000
DATED_BY = {"processes": "start_date", "sources": "published_date"}
"""The date of records that neither are events nor lie inside them."""


class RecordIndex:
    """The records, their release, and the indexes that derived fields are read from."""

    def __init__(self, records: Records, release: Release) -> None:
        self.records = records
        self.release = release
        self.backlinks = Backlinks(records)
        self.reference = lru_cache(CACHE_SIZE)(self._reference)
        """Returns what a document shows of another record, given noun and id; the same object for the same record."""
        self.listed = cache(self._listed)
        """Returns the records of a noun that are not withdrawn, in the order that its list has by default."""

    def entry(self, noun: str, identifier: str) -> LoadedRecord:
        """Return a record by noun and id."""
        return self.records.nouns[noun][identifier]

    def entries(self, noun: str) -> Iterable[LoadedRecord]:
        """Return the records of a noun that are not withdrawn, in the order in which they were written."""
        withdrawn = self.records.withdrawn
        return (entry for entry in self.records.nouns[noun].values() if (noun, entry.id) not in withdrawn)

    def _listed(self, noun: str) -> list[LoadedRecord]:
        order = QUERIES[noun].DEFAULT_SORT
        entries = sorted(self.entries(noun), key=lambda entry: entry.id)
        entries.sort(key=self._day if order.endswith("date") else self.name, reverse=order.startswith("-"))
        return entries

    def _day(self, entry: LoadedRecord) -> str:
        """Return the first day of a record, by which lists put it in order."""
        own = DATED_BY.get(entry.noun)
        return bounds(entry.data[own] if own else self.date(entry))[0]

    def event(self, entry: LoadedRecord) -> LoadedRecord:
        """Return the event that an entry is, or lies in."""
        return self.entry("events", event_id(entry))

    def date(self, entry: LoadedRecord) -> str:
        """Return the date of an event or of an inner record."""
        return date_of(self.records, entry)

    def _reference(self, noun: str, identifier: str) -> Reference:
        """Return what a document shows of another record: its id, type, address and name."""
        if noun == "terms":
            agreement, _, slug = identifier.rpartition(":")
            term = self.entry("agreements", agreement).data["terms"][slug]
            return {"id": identifier, "type": "term", "url": f"/v1/agreements/{agreement}", "name": term["what"]}
        return {
            "id": identifier,
            "type": SCHEMAS[noun].TYPE,
            "url": f"/v1/{noun}/{identifier}",
            "name": self.name(self.entry(noun, identifier)),
        }

    def references(self, noun: str, identifiers: Iterable[str]) -> list[Reference]:
        """Return references to records, in the order of their ids, each once."""
        return [self.reference(noun, identifier) for identifier in sorted(set(identifiers))]

    def name(self, entry: LoadedRecord) -> str:
        """Return what a record is called: its title or name, or one made of its parts."""
        if entry.noun == "statements":
            return f"{self.entry('actors', entry.data['speaker']).data['name']}, {self.date(entry)}"
        if entry.noun == "transfers":
            return transfer_name(entry.data, self.records)
        title: str = entry.data[SCHEMAS[entry.noun].TITLE]
        return title

    def in_order(self, events: Iterable[str]) -> list[LoadedRecord]:
        """Return events by date, then id."""
        entries = [self.entry("events", identifier) for identifier in events]
        return sorted(entries, key=lambda entry: (bounds(entry.data["date"])[0], entry.id))

    def ends(self, events: Span) -> dict[str, Reference | None]:
        """Return the fields that name the first and the last of some events."""
        first, last = (
            self.reference("events", end[1]) if events.count else None for end in (events.first, events.last)
        )
        return {"first_event": first, "last_event": last}

    def side(self, actor: str, entry: LoadedRecord) -> str | None:
        """Return the side of an actor in an entry's event."""
        return side_of(self.records, actor, self.event(entry))

    def within(self, noun: str, field: str, identifier: str | None) -> list[str]:
        """Return a place or topic and all that it lies in, nearest first."""
        return self.backlinks.within(noun, field, identifier)


def transfer_name(data: dict[str, Any], records: Records) -> str:
    """Write a transfer in words: 390 prisoners of war, Russia to Ukraine."""
    count = data.get("count", {})
    number = count.get("best") or (f"{count['low']} to {count['high']}" if "low" in count else "an unknown number of")
    sides = [records.nouns["actors"][data[end]].data["name"] for end in ("from", "to")]
    kind = {"prisoners-mixed": "prisoners"}.get(data["what"], data["what"].replace("-", " "))
    return f"{number} {kind}, {sides[0]} to {sides[1]}"
