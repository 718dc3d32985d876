"""Evidence: which publishers stand behind a record, reprints and outlets of one house counted once."""

import re
from typing import Any

from db.curation.load import LoadedRecord, Records


def independent_publishers(records: Records, entry: LoadedRecord, *, grouped: bool = True) -> set[str]:
    """Return the publishers behind a record and all in it: one for each house, or each by itself.

    Evidence counts for whoever it goes back to: the last publisher in `via`, else the only one that the source
    relays, else the source's own. Ungrouped, everyone in that chain is named.
    """
    found = set[str]()
    for evidence in _evidence(entry.data):
        source = records.nouns["sources"][evidence["source"]].data
        via, relays = evidence.get("via", []), source.get("relays", [])
        if not grouped:
            found.update((source["publisher"], *via, *relays))
        else:
            found.add(_house(records, via[-1] if via else relays[0] if len(relays) == 1 else source["publisher"]))
    return found


def _house(records: Records, publisher: str) -> str:
    """Return what a publisher counts as: the house that it belongs to, or itself."""
    group: str | None = records.nouns["publishers"][publisher].data.get("group")
    return re.sub(r"\W+", "-", group.lower()) if group else publisher


def _evidence(value: Any) -> list[dict[str, Any]]:
    """Return every piece of evidence inside a record; `sources` holds definitions, not citations."""
    found = list[dict[str, Any]]()
    for key, item in value.items() if isinstance(value, dict) else ((None, item) for item in value):
        if key == "evidence":
            found += item
        elif key != "sources" and isinstance(item, (dict, list)):
            found += _evidence(item)
    return found
