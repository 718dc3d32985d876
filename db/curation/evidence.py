"""Evidence: which publishers stand behind a record, a reprint or another outlet of the same house not counted again."""

import re
from collections.abc import Iterator
from typing import Any

from db.curation.records import LoadedRecord, Records
from schemas.model.evidence import Evidence
from schemas.model.walk import walk
from schemas.nouns import INNER, SCHEMAS


def independent_publishers(records: Records, entry: LoadedRecord, *, grouped: bool = True) -> set[str]:
    """Return the publishers behind a record and everything in it: one for each house, or each by itself.

    A piece of evidence counts for the publisher that it goes back to: the last in `via`, else the only one that the
    source relays, else the source's own. With `grouped=False` everyone in that chain is named, as filters need it.
    """
    publishers = set[str]()
    for evidence in _evidence(records, entry):
        source = records.nouns["sources"][evidence["source"]].data
        via, relays = evidence.get("via", []), source.get("relays", [])
        if not grouped:
            publishers.update((source["publisher"], *via, *relays))
        else:
            publishers.add(_house(records, via[-1] if via else relays[0] if len(relays) == 1 else source["publisher"]))
    return publishers


def _evidence(records: Records, entry: LoadedRecord) -> Iterator[dict[str, Any]]:
    """Yield the evidence of a record and of everything in it that was not withdrawn."""
    inner = (one for one in records.inside(entry) if one.noun in INNER)
    for record in (entry, *(one for one in inner if (one.noun, one.id) not in records.withdrawn)):
        skip = INNER if record.noun == "events" else ()
        yield from (evidence for _, _, evidence in walk(SCHEMAS[record.noun], record.data, Evidence, skip=skip))


def _house(records: Records, publisher: str) -> str:
    """Return the house that a publisher belongs to, as an id, or else the publisher."""
    group: str | None = records.nouns["publishers"][publisher].data.get("group")
    return re.sub(r"\W+", "-", group.lower()) if group else publisher
