"""Evidence: which publishers stand behind a record, a reprint or another outlet of the same house not counted again."""

import re

from db.curation.records import LoadedRecord, Records
from schemas.model.evidence import Evidence
from schemas.model.walk import walk
from schemas.nouns import SCHEMAS


def independent_publishers(records: Records, entry: LoadedRecord, *, grouped: bool = True) -> set[str]:
    """Return the publishers behind a record and everything in it: one for each house, or each by itself.

    A piece of evidence counts for the publisher that it goes back to: the last in `via`, else the only one that the
    source relays, else the source's own. With `grouped=False` everyone in that chain is named, as filters need it.
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
    """Return the house that a publisher belongs to, as an id, or else the publisher."""
    group: str | None = records.nouns["publishers"][publisher].data.get("group")
    return re.sub(r"\W+", "-", group.lower()) if group else publisher
