"""Backlinks: what records say of each other, gathered in one pass, so that deriving a field is a look-up."""

from collections import Counter, defaultdict
from typing import Any

from db.curation.load import LoadedRecord, Records
from db.curation.references import links
from schemas.model.edtf import bounds

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


class Span:
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


class Backlinks:
    """What the records of a folder, those withdrawn left out, say of each other. It grows with ids, not with texts."""

    def __init__(self, records: Records) -> None:
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
        self.spans: dict[tuple[str, str], Span] = defaultdict(Span)
        """The events of an actor or of a process, by noun and id."""
        self.met: dict[str, dict[str, Span]] = defaultdict(lambda: defaultdict(Span))
        """The events in which an actor met another."""
        self.counts: dict[str, Counter[str]] = defaultdict(Counter)
        """Numbers by id: of `places` and `topics` the events, narrower ones included, of `publishers` the sources."""
        self._records = records
        for entry in records.files():
            self._add_file(entry)

    def involved(self, event: LoadedRecord) -> set[str]:
        """Return every actor that has a part in an event: who was there, spoke, proposed or gives an account."""
        found = set[str]()
        for entry in self._standing(event):
            for _, field, value in links(entry):
                if "actors" in field.nouns and value in self._records.nouns["actors"]:
                    found.add(value)
        return found

    def within(self, noun: str, field: str, identifier: str | None) -> list[str]:
        """Return a place or topic and all that it lies in, nearest first."""
        chain = list[str]()
        while identifier is not None:
            chain.append(identifier)
            identifier = self._records.nouns[noun][identifier].data.get(field)
        return chain

    def _standing(self, event: LoadedRecord) -> list[LoadedRecord]:
        """Return an event and the records inside it that are not withdrawn, sources left out."""
        inside = (entry for entry in self._records.inside(event) if entry.noun != "sources")
        return [event, *(entry for entry in inside if (entry.noun, entry.id) not in self._records.withdrawn)]

    def _add_file(self, entry: LoadedRecord) -> None:
        """Add what one file says."""
        for source in (entry, *self._records.inside(entry)):
            if source.noun == "sources" and (source.noun, source.id) not in self._records.withdrawn:
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
            for _, field, value in links(entry):
                if field.nouns == ("sources",):
                    sources.add(value)
                elif field.nouns == ("terms",):
                    self.carried_out[value].append(entry)
                elif "actors" in field.nouns and value in self._records.nouns["actors"]:
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
