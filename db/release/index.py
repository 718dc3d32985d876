"""The record index: all loaded records and what they say of each other, gathered in one pass for the derivations."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

from db.curation.records import LoadedRecord, Records
from db.curation.references import date_of, event_id, side_of, values_in
from db.release.identity import Release
from schemas.model.edtf import bounds
from schemas.model.fields import Ref
from schemas.nouns import QUERIES, SCHEMAS

PUBLIC_URL = "{public_url}"
"""Stands in stored citations for the address that the server is reached at; put in when a reply is sent."""

Reference = dict[str, Any]
CACHE_SIZE = 20_000
DATED_BY = {"processes": "start_date", "sources": "published_date"}
"""The date of records that neither are events nor lie inside them."""


PRESENT = {
    *("head-of-delegation", "deputy-head-of-delegation", "delegation-member", "adviser", "participant", "chair"),
    *("mediator", "host", "observer", "caller", "signatory"),
}
"""Roles of those who meet; a speaker or an addressee may be elsewhere."""


def present(event: dict[str, Any]) -> set[str]:
    """Return who met in an event as it was written: nobody unless it was held in person, by telephone or by video."""
    if event["status"] != "held" or event.get("channel") not in ("in-person", "telephone", "video"):
        return set()
    return {one["actor"] for one in event.get("participants", ()) if one["role"] in PRESENT}


class EventRange:
    """A number of events, and the ids of the first and the last of them, by date, then id."""

    __slots__ = ("count", "first", "last")

    def __init__(self) -> None:
        self.count = 0
        self.first = self.last = ("", "")

    def add(self, place: tuple[str, str]) -> None:
        """Count an event, given its earliest day and its id."""
        self.first = min(self.first, place) if self.count else place
        self.last = max(self.last, place)
        self.count += 1


class RecordIndex:
    """The records, their release, and the indexes that derived fields are read from."""

    def __init__(self, records: Records, release: Release) -> None:
        self.records = records
        self.release = release
        self.cited: dict[str, list[str]] = defaultdict(list)
        """Ids of events by the source that they cite."""
        self.carried_out: dict[str, list[LoadedRecord]] = defaultdict(list)
        """Transfers by the id of the term that they are under."""
        self.pointing: dict[tuple[str, str], list[str]] = defaultdict(list)
        """Ids by field (`follows`, `predecessor`, `broader`) and the id that stands in it, of the same noun."""
        self.taking_part: dict[str, list[str]] = defaultdict(list)
        """Ids of events by the actor that has a part in them."""
        self.found_as: dict[str, set[tuple[str, str]]] = defaultdict(set)
        """The roles and sides that an actor had, as what it can be found by."""
        self.spans: dict[tuple[str, str], EventRange] = defaultdict(EventRange)
        """The events of an actor or of a process, by noun and id."""
        self.met: dict[str, dict[str, EventRange]] = defaultdict(lambda: defaultdict(EventRange))
        """The events in which an actor met another."""
        self.counts: dict[str, Counter[str]] = defaultdict(Counter)
        """Numbers by id: of `places` and `topics` the events, narrower ones included, of `publishers` the sources."""
        self.reference = lru_cache(CACHE_SIZE)(self._reference)
        """Returns what a document shows of another record, given noun and id; the same object for the same record."""
        self.listed = cache(self._listed)
        """Returns the records of a noun that are not withdrawn, in the order that its list has by default."""
        for entry in records.files():
            self._add_file(entry)

    def entry(self, noun: str, identifier: str) -> LoadedRecord:
        """Return a record by noun and id."""
        return self.records.nouns[noun][identifier]

    def entries(self, noun: str) -> Iterable[LoadedRecord]:
        """Return the records of a noun that are not withdrawn, in the order in which they were written."""
        return self.records.entries(noun)

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

    def ends(self, events: EventRange) -> dict[str, Reference | None]:
        """Return the fields that name the first and the last of some events."""
        first, last = (
            self.reference("events", end[1]) if events.count else None for end in (events.first, events.last)
        )
        return {"first_event": first, "last_event": last}

    def side(self, actor: str, entry: LoadedRecord) -> str | None:
        """Return the side of an actor in an entry's event."""
        return side_of(self.records, actor, self.event(entry))

    def involved(self, event: LoadedRecord) -> set[str]:
        """Return every actor that has a part in an event: who was there, spoke, proposed or gives an account."""
        found = set[str]()
        for entry in self._standing(event):
            for _, field, value in values_in(entry, Ref):
                if "actors" in field.nouns and value in self.records.nouns["actors"]:
                    found.add(value)
        return found

    def within(self, noun: str, field: str, identifier: str | None) -> list[str]:
        """Return a place or topic and all that it lies in, nearest first."""
        chain = list[str]()
        while identifier is not None:
            chain.append(identifier)
            identifier = self.records.nouns[noun][identifier].data.get(field)
        return chain

    def _standing(self, event: LoadedRecord) -> list[LoadedRecord]:
        """Return an event and the records inside it that are not withdrawn, sources left out."""
        inside = (entry for entry in self.records.inside(event) if entry.noun != "sources")
        return [event, *(entry for entry in inside if (entry.noun, entry.id) not in self.records.withdrawn)]

    def _add_file(self, entry: LoadedRecord) -> None:
        """Add what one file says."""
        for source in (entry, *self.records.inside(entry)):
            if source.noun == "sources" and (source.noun, source.id) not in self.records.withdrawn:
                self.counts["publishers"][source.data["publisher"]] += 1
        if "withdrawn" in entry.data:
            return
        for name in ("follows", "predecessor", "broader"):
            if name in entry.data:
                self.pointing[name, entry.data[name]].append(entry.id)
        if entry.noun == "events":
            self._add_event(entry)

    def _add_event(self, event: LoadedRecord) -> None:
        place = (bounds(event.data["date"])[0], event.id)
        topics, sources, actors = set[str](), set[str](), set[str]()
        for entry in self._standing(event):
            topics.update(entry.data.get("topics", ()))
            for _, field, value in values_in(entry, Ref):
                if field.nouns == ("sources",):
                    sources.add(value)
                elif field.nouns == ("terms",):
                    self.carried_out[value].append(entry)
                elif "actors" in field.nouns and value in self.records.nouns["actors"]:
                    actors.add(value)
        for source in sources:
            self.cited[source].append(event.id)
        for actor in actors:
            self.taking_part[actor].append(event.id)
            self.spans["actors", actor].add(place)
        for participant in event.data.get("participants", ()):
            self.found_as[participant["actor"]].add(("role", participant["role"]))
            if "side" in participant:
                self.found_as[participant["actor"]].add(("side", participant["side"]))
        met = present(event.data)
        for actor in met:
            for other in met - {actor}:
                self.met[actor][other].add(place)
        if "process" in event.data:
            self.spans["processes", event.data["process"]].add(place)
        self.counts["places"].update(self.within("places", "part_of", event.data.get("place")))
        self.counts["topics"].update({one for topic in topics for one in self.within("topics", "broader", topic)})


def transfer_name(data: dict[str, Any], records: Records) -> str:
    """Write a transfer in words: 390 prisoners of war, Russia to Ukraine."""
    count = data.get("count", {})
    number = count.get("best") or (f"{count['low']} to {count['high']}" if "low" in count else "an unknown number of")
    sides = [records.nouns["actors"][data[end]].data["name"] for end in ("from", "to")]
    kind = {"prisoners-mixed": "prisoners"}.get(data["what"], data["what"].replace("-", " "))
    return f"{number} {kind}, {sides[0]} to {sides[1]}"
