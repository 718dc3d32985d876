"""What a rule is given: one record, and what it may need to know of all the others."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from db.curation.records import LoadedRecord, RecordError, Records
from db.curation.references import values_in
from db.query.links import link_key
from schemas.model.walk import FieldPath, Kind, WalkItem


class Lookups:
    """What rules look up in all records, worked out once, when the first of them asks."""

    def __init__(self, records: Records) -> None:
        self._records = records

    @cached_property
    def country_codes(self) -> set[str]:
        """The codes that places of kind country carry."""
        places = [place.data for place in self._records.nouns["places"].values()]
        return {place["country"] for place in places if place["kind"] == "country" and "country" in place}

    @cached_property
    def cities(self) -> set[str]:
        """The names of the places that are cities, of which none lies in another."""
        places = [place.data for place in self._records.nouns["places"].values() if place.data["kind"] == "city"]
        return {name for place in places for name in (place["name"], *place.get("aliases", ()))}

    @cached_property
    def sources_by_link(self) -> dict[str, LoadedRecord]:
        """The first source of each publication: `www.` or a slash at the end of a URL make no other one."""
        sources = dict[str, LoadedRecord]()
        for source in self._records.nouns["sources"].values():
            sources.setdefault(link_key(source.data["url"]), source)
        return sources

    @cached_property
    def transfers_by_term(self) -> dict[str, list[LoadedRecord]]:
        """The transfers under each term, in the order in which they were written."""
        transfers = defaultdict[str, list[LoadedRecord]](list)
        for transfer in self._records.nouns["transfers"].values():
            for term in transfer.data.get("under", ()):
                transfers[term].append(transfer)
        return transfers


@dataclass(frozen=True, slots=True)
class Context:
    """One record that a rule is asked about, among all records."""

    records: Records
    entry: LoadedRecord
    lookups: Lookups

    def values(self, *kinds: Kind) -> list[WalkItem]:
        """Return path, field and value of everything of some kinds in the record, the records inside it left out."""
        return values_in(self.entry, *kinds)

    def error(self, path: FieldPath, message: str) -> RecordError:
        """Return an error at a path inside the record."""
        return self.entry.error(path, message)
