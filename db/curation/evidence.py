"""Evidence: which publishers stand behind a record, reprints and outlets of one house counted once."""

import re

from db.curation.records import LoadedRecord, Records
from schemas.model.evidence import Evidence
from schemas.model.walk import walk
from schemas.nouns import SCHEMAS


def independent_publishers(records: Records, entry: LoadedRecord, *, grouped: bool = True) -> set[str]:
    """Return the publishers behind a record and all in it: one for each house, or each by itself.

    Evidence counts for whoever it goes back to: the last publisher in `via`, else the only one that the source
    relays, else the source's own. Ungrouped, everyone in that chain is named.
    """
    publishers = set[str]()
    for _, _, evidence in walk(SCHEMAS[entry.noun], entry.data, Evidence):
        source = records.nouns["sources"][evidence["source"]].data
        via, relays = evidence.get("via", []), source.get("relays", [])
        if not grouped:
            publishers.update((source["publisher"], *via, *relays))
        else:
            publishers.add(_house(records, via[-1] if via else relays[0] if len(relays) == 1 else source["publisher"]))
    return publishers


def _house(records: Records, publisher: str) -> str:
    """Return what a publisher counts as: the house that it belongs to, or itself."""
    group: str | None = records.nouns["publishers"][publisher].data.get("group")
    return re.sub(r"\W+", "-", group.lower()) if group else publisher
