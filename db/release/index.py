"""The record index: all loaded records and what they say of each other, gathered in one pass for the derivations."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache

from db.curation.records import LoadedRecord, Records
from db.curation.references import date_of, event_id, side_of, side_on, values_in
from db.history.revisions import Revisions, revisions_of
from db.release.identity import Release
from db.release.meetings import encounters
from db.release.names import CACHE_SIZE, make_reference, name_of
from schemas.model.base import Json
from schemas.model.edtf import bounds
from schemas.model.fields import Ref
from schemas.nouns import INNER, QUERIES

DATED_BY = {"processes": "start_date", "sources": "published_date"}
"""The date of records that neither are events nor lie inside them."""


class EventRange:
    """How many events there are of a kind, and the day and id of the first and the last of them."""

    __slots__ = ("count", "first", "last")

    def __init__(self) -> None:
        self.count = 0
        self.first = self.last = ("", "")

    def add(self, event: tuple[str, str]) -> None:
        """Count an event, given its earliest day and its id."""
        self.first = min(self.first, event) if self.count else event
        self.last = max(self.last, event)
        self.count += 1


class RecordIndex:
    """The records, their release, and the lookups that derived fields are worked out from."""

    def __init__(self, records: Records, release: Release, revisions: Revisions | None = None) -> None:
        self.records = records
        self.release = release
        self.revisions = revisions or revisions_of([], [], release.date, release.version)
        self.events_by_source: dict[str, list[str]] = defaultdict(list)
        """Ids of the events that cite a source."""
        self.events_by_actor: dict[str, list[str]] = defaultdict(list)
        """Ids of the events that an actor has a part in."""
        self.transfers_by_term: dict[str, list[LoadedRecord]] = defaultdict(list)
        """Transfers under a term of an agreement."""
        self.referring: dict[tuple[str, str], list[str]] = defaultdict(list)
        """Ids of the records whose field (`follows`, `predecessor`, `broader`) names an id, by field and that id."""
        self.roles_and_sides: dict[str, set[tuple[str, str]]] = defaultdict(set)
        """The roles and sides that an actor had, as index terms."""
        self.event_ranges: dict[tuple[str, str], EventRange] = defaultdict(EventRange)
        """The events of an actor or of a process, by noun and id."""
        self.meetings: dict[str, dict[str, EventRange]] = defaultdict(lambda: defaultdict(EventRange))
        """The meetings of an actor with another, by the ids of both."""
        self.counts: dict[str, Counter[str]] = defaultdict(Counter)
        """Numbers by id: of `places` and `topics` the events, narrower ones included, of `publishers` the sources."""
        self.reference = lru_cache(CACHE_SIZE)(self._reference)
        """Returns what a document shows of another record, given noun and id; the same object for the same record."""
        for record in records.files():
            self._add_file(record)

    def record(self, noun: str, identifier: str) -> LoadedRecord:
        """Return a record by noun and id."""
        return self.records.nouns[noun][identifier]

    def event(self, record: LoadedRecord) -> LoadedRecord:
        """Return the event that a record is, or lies in."""
        return self.record("events", event_id(record))

    def inner_records(self, event: LoadedRecord) -> list[LoadedRecord]:
        """Return the records inside an event that are served, in the order in which they were written."""
        return [
            record
            for record in self.records.inside(event)
            if record.noun in INNER and (record.noun, record.id) not in self.records.withdrawn
        ]

    def in_list_order(self, noun: str) -> list[LoadedRecord]:
        """Return the records of a noun that are served, in the order that its list has by default."""
        order = QUERIES[noun].DEFAULT_SORT
        records = sorted(self._served(noun), key=lambda record: record.id)
        records.sort(key=self._first_day if order.endswith("date") else self.name, reverse=order.startswith("-"))
        return records

    def _served(self, noun: str) -> Iterable[LoadedRecord]:
        """Return the records of a noun that are not withdrawn, by themselves or with the event that they lie in."""
        records = self.records.entries(noun)
        if noun not in INNER:
            return records
        return (record for record in records if ("events", event_id(record)) not in self.records.withdrawn)

    def _first_day(self, record: LoadedRecord) -> str:
        """Return the first day of a record, by which lists put it in order."""
        own = DATED_BY.get(record.noun)
        return bounds(record.data[own] if own else self.date(record))[0]

    def by_date(self, events: Iterable[str]) -> list[LoadedRecord]:
        """Return events by date, then id."""
        records = [self.record("events", identifier) for identifier in events]
        return sorted(records, key=lambda record: (bounds(record.data["date"])[0], record.id))

    def date(self, record: LoadedRecord) -> str:
        """Return the date of an event or of an inner record."""
        return date_of(self.records, record)

    def name(self, record: LoadedRecord) -> str:
        """Return what a record is called: its title or name, or one made of its parts."""
        return name_of(self.records, record)

    def _reference(self, noun: str, identifier: str) -> Json:
        return make_reference(self.records, noun, identifier)

    def references(self, noun: str, identifiers: Iterable[str]) -> list[Json]:
        """Return references to records, in the order of their ids, each once."""
        return [self.reference(noun, identifier) for identifier in sorted(set(identifiers))]

    def first_and_last(self, events: EventRange) -> dict[str, Json | None]:
        """Return the fields that name the first and the last of some events."""
        first, last = (
            self.reference("events", end[1]) if events.count else None for end in (events.first, events.last)
        )
        return {"first_event": first, "last_event": last}

    def side(self, actor: str, record: LoadedRecord) -> str | None:
        """Return the side of an actor in the event that a record is, or lies in."""
        return side_of(self.records, actor, self.event(record))

    def side_on_date(self, actor: str, record: LoadedRecord) -> str | None:
        """Return the side for which an actor speaks in a record, on its date."""
        return side_on(self.records, actor, self.event(record), self.date(record))

    def actors_in(self, event: LoadedRecord) -> set[str]:
        """Return every actor that has a part in an event: who was there, spoke, proposed or gives an account."""
        return {
            value
            for record in (event, *self.inner_records(event))
            for path, field, value in values_in(record, Ref)
            if "actors" in field.nouns and path[0] != "tally" and value in self.records.nouns["actors"]
        }

    def with_ancestors(self, noun: str, field: str, identifier: str | None) -> list[str]:
        """Return a place or topic and all that it lies in, nearest first."""
        chain = list[str]()
        while identifier is not None:
            chain.append(identifier)
            identifier = self.records.nouns[noun][identifier].data.get(field)
        return chain

    def _add_file(self, record: LoadedRecord) -> None:
        """Add what one file says."""
        for source in (record, *self.records.inside(record)):
            if source.noun == "sources" and (source.noun, source.id) not in self.records.withdrawn:
                self.counts["publishers"][source.data["publisher"]] += 1
        if "withdrawn" in record.data:
            return
        for field in ("follows", "predecessor", "broader"):
            if field in record.data:
                self.referring[field, record.data[field]].append(record.id)
        if record.noun == "events":
            self._add_event(record)

    def _add_event(self, event: LoadedRecord) -> None:
        self._add_references(event)
        day_and_id = (bounds(event.data["date"])[0], event.id)
        for actor in self.actors_in(event):
            self.events_by_actor[actor].append(event.id)
            self.event_ranges["actors", actor].add(day_and_id)
        for participant in event.data.get("participants", ()):
            self.roles_and_sides[participant["actor"]].add(("role", participant["role"]))
            if "side" in participant:
                self.roles_and_sides[participant["actor"]].add(("side", participant["side"]))
        for actor, other in encounters(event.data).met:
            self.meetings[actor][other].add(day_and_id)
            self.meetings[other][actor].add(day_and_id)
        if "process" in event.data:
            self.event_ranges["processes", event.data["process"]].add(day_and_id)
        self.counts["places"].update(self.with_ancestors("places", "part_of", event.data.get("place")))

    def _add_references(self, event: LoadedRecord) -> None:
        """Add which sources, terms and topics an event and the records inside it name."""
        topics, sources = set[str](), set[str]()
        for record in (event, *self.inner_records(event)):
            topics.update(record.data.get("topics", ()))
            for _, field, value in values_in(record, Ref):
                if field.nouns == ("sources",):
                    sources.add(value)
                elif field.nouns == ("terms",):
                    self.transfers_by_term[value].append(record)
        for source in sources:
            self.events_by_source[source].append(event.id)
        self.counts["topics"].update(
            {one for topic in topics for one in self.with_ancestors("topics", "broader", topic)}
        )
