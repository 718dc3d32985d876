"""State: everything that the record says at one time, each record's own content by itself, and the digest of it all.

A state knows neither files nor schemas. So two states can be compared record by record, an earlier one can be written
down as what differs, and its digest stays the same whatever the code does with it later.
"""

import hashlib
from collections.abc import Iterator
from typing import Any

import orjson

from db.curation.records import LoadedRecord, Records
from schemas.model.base import Json
from schemas.nouns import INNER, SCHEMAS

RecordKey = tuple[str, str]
"""The noun and the id of a record."""
State = dict[RecordKey, bytes]
"""The content of every record, as `pack` writes it."""
COVERAGE_KEY = ("coverage", "record")
"""What the record says of itself counts as a record, so that a state is whole."""
SYNONYMS_KEY = ("synonyms", "record")
HISTORY_NOUNS = (*SCHEMAS, COVERAGE_KEY[0], SYNONYMS_KEY[0])
"""Whatever can change, in the order in which changes are told."""
UNPUBLISHED = "note"
"""Remarks for curators belong to no state: nobody is served them."""


def state_of(records: Records) -> State:
    """Return the state that records make."""
    state = {(record.noun, record.id): pack(own_content(record)) for record in records}
    state[COVERAGE_KEY] = pack(records.coverage)
    if records.synonyms:
        state[SYNONYMS_KEY] = pack({"groups": records.synonyms})
    return state


def own_content(record: LoadedRecord) -> Json:
    """Return what a record itself says. An event says of those inside it only their order; sources stand alone."""
    data = {name: value for name, value in record.data.items() if name != "sources"}
    if record.noun == "events":
        data |= {noun: list(data[noun]) for noun in INNER if noun in data}
    return data


def pack(content: Json) -> bytes:
    """Write content so that two records say the same exactly where these bytes are the same."""
    return orjson.dumps(as_text(content))


def unpack(content: bytes) -> Json:
    """Return the content that `pack` wrote."""
    data: Json = orjson.loads(content)
    return data


def as_text(value: Any) -> Any:
    """Return a value with every number as text, as it was written, and the keys of every mapping in order.

    A mapping from slugs to parts keeps its own order, which readers see; it is one whose values are all mappings.
    """
    kind = type(value)
    if kind is str:
        return value
    if kind is list:
        return [as_text(item) for item in value]
    if kind is dict:
        if all(type(item) is dict for item in value.values()):
            return {key: as_text(item) for key, item in value.items()}
        return {key: as_text(value[key]) for key in sorted(value) if key != UNPUBLISHED}
    # Eight decimals are all that a curator may write.
    return f"{value:.8f}".rstrip("0").rstrip(".") if kind is float else str(value)


def key_order(key: RecordKey) -> tuple[int, str]:
    """Return what puts records into the order of their noun and id."""
    return HISTORY_NOUNS.index(key[0]), key[1]


def state_lines(state: State) -> Iterator[bytes]:
    """Yield a line of JSON for each record of a state: its noun, its id, its content."""
    for key in sorted(state, key=key_order):
        yield b"[%b,%b]\n" % (orjson.dumps(key)[1:-1], state[key])


def state_digest(state: State) -> str:
    """Return the SHA-256 of a state's lines, the records digest."""
    digest = hashlib.sha256()
    for line in state_lines(state):
        digest.update(line)
    return digest.hexdigest()


def event_of(key: RecordKey) -> RecordKey | None:
    """Return the event that a record lies in, or None where it lies in none."""
    return ("events", key[1].partition(":")[0]) if key[0] in INNER else None


def inner_keys(state: State, event: str) -> list[RecordKey]:
    """Return the keys of the records inside an event, in the order in which they stand there."""
    content = unpack(state["events", event])
    return [(noun, f"{event}:{slug}") for noun in INNER for slug in content.get(noun, ())]
