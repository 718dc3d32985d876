"""Names: what a record is called where another one mentions it."""

from typing import Any

from db.curation.records import LoadedRecord, Records
from db.curation.references import date_of
from schemas.model.base import Json
from schemas.nouns import SCHEMAS

CACHE_SIZE = 20_000
"""References and cited sources that a build remembers, since they come again and again."""

ONE_OF = {
    "prisoners of war": "prisoner of war",
    "prisoners": "prisoner",
    "civilians": "civilian",
    "bodies": "body",
    "children": "child",
    "residents": "resident",
}
"""What one of a kind of transfer is called."""


def make_reference(records: Records, noun: str, identifier: str) -> Json:
    """Return what a document shows of another record: its id, type, address and name."""
    if noun == "terms":
        agreement, _, slug = identifier.rpartition(":")
        term = records.nouns["agreements"][agreement].data["terms"][slug]
        return {"id": identifier, "type": "term", "url": f"/v1/agreements/{agreement}", "name": term["what"]}
    return {
        "id": identifier,
        "type": SCHEMAS[noun].TYPE,
        "url": f"/v1/{noun}/{identifier}",
        "name": name_of(records, records.nouns[noun][identifier]),
    }


def name_of(records: Records, record: LoadedRecord) -> str:
    """Return what a record is called: its title or name, or one made of its parts."""
    if record.noun == "statements":
        return f"{records.nouns['actors'][record.data['speaker']].data['name']}, {date_of(records, record)}"
    if record.noun == "transfers":
        return transfer_name(records, record.data)
    title: str = record.data[SCHEMAS[record.noun].TITLE]
    return title


def transfer_name(records: Records, transfer: dict[str, Any]) -> str:
    """Write a transfer in words: 390 prisoners of war, Russia to Ukraine."""
    count = transfer.get("count", {})
    number = count.get("best") or (f"{count['low']} to {count['high']}" if "low" in count else "an unknown number of")
    giver, receiver = (records.nouns["actors"][transfer[end]].data["name"] for end in ("from", "to"))
    things = {"prisoners-mixed": "prisoners"}.get(transfer["what"], transfer["what"].replace("-", " "))
    return f"{number} {ONE_OF[things] if str(number) == '1' else things}, {giver} to {receiver}"
