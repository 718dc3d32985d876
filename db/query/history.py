"""History: what a release says of the releases before it, and what stood at an id in each of them."""

import json
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

import orjson

from db.query.connection import READERS, Reader, once_per_release
from db.query.lookup import Lookup
from schemas.model.base import Json
from schemas.nouns import SCHEMAS

NANOSECONDS_PER_SECOND = 1_000_000_000
STATE = (
    "select state, target, document from history_document where noun = :noun and id = :id and until >= :sequence"
    " order by until limit 1"
)
"""What stood at an id in a release: what is noted for the first release from it on after which something else stood."""


@dataclass(frozen=True)
class ReleaseEntry:
    """One release of the record: `version` is what citations name, `date` the day on which it was released."""

    sequence: int
    version: str
    date: str
    records_digest: str
    notes: str
    counts: dict[str, int]
    changes: int


@dataclass(frozen=True)
class ReleaseHistory:
    """The releases up to a state of the record, the oldest first; the state itself need not be one of them."""

    version: str
    date: str
    entries: tuple[ReleaseEntry, ...]

    @cached_property
    def ends(self) -> dict[int, int]:
        """The end of the day of each release but the newest, in nanoseconds; of several of a day, a second apart.

        What changed twice on one day has two dates, or who has the first text would be told that nothing is newer.
        """
        ends, last = dict[int, int](), 0
        for entry in self.entries[:-1]:
            day = datetime.fromisoformat(entry.date).replace(tzinfo=UTC)
            last = max(int((day + timedelta(days=1)).timestamp()), last + 1)
            ends[entry.sequence] = last * NANOSECONDS_PER_SECOND
        return ends

    def find(self, version: str) -> ReleaseEntry | None:
        """Return the release of a version."""
        return next((entry for entry in self.entries if entry.version == version), None)

    def at(self, day: str) -> ReleaseEntry | None:
        """Return the last release on a day or before it."""
        return next((entry for entry in reversed(self.entries) if entry.date <= day), None)


@once_per_release
def history_of(reader: Reader) -> ReleaseHistory:
    """Return the releases that a file tells of."""
    rows = reader.query(
        "select sequence, version, date, records_digest, notes, counts, changes from history_release order by 1", {}
    )
    entries = [
        ReleaseEntry(sequence, version, date, digest, notes, json.loads(counts), changes)
        for sequence, version, date, digest, notes, counts, changes in rows
    ]
    return ReleaseHistory(reader.version, reader.date, tuple(entries))


def history_in(path: Path) -> ReleaseHistory:
    """Return the releases that the file at a path tells of, for whoever has no reader of it."""
    reader = READERS.acquire(path)
    try:
        return history_of(reader)
    finally:
        READERS.release(reader)


def find_former_state(reader: Reader, noun: str, identifier: str, sequence: int) -> Lookup | None:
    """Return what stood at an id in a release, where that is not what stands there now.

    `absent` says that no record had the id then. None means that the present document was served then too.
    """
    rows = reader.query(STATE, {"noun": noun, "id": identifier, "sequence": sequence})
    if not rows:
        return None
    state, target, packed = rows[0]
    return Lookup(state, target, zlib.decompress(packed) if packed else b"")


def find_former_id(reader: Reader, noun: str, identifier: str, sequence: int) -> str | None:
    """Return the id under which a record stood in a release that has another one now; None where it had none.

    Of what lies inside a renamed event the own revision stays, and its citation names a release that has the old id.
    """
    former_ids = "select id from record where type = :type and target = :id and state = 'moved' order by id"
    for (former_id,) in reader.query(former_ids, {"type": SCHEMAS[noun].TYPE, "id": identifier}):
        former = find_former_state(reader, noun, former_id, sequence)
        if former is not None and former.state == "current":
            return str(former_id)
    return None


def find_last_state(reader: Reader, noun: str, identifier: str) -> Json | None:
    """Return the last document that stood at an id before what stands there now; None where none is noted."""
    rows = reader.query(
        "select document from history_document where noun = :noun and id = :id and document is not null"
        " order by until desc limit 1",
        {"noun": noun, "id": identifier},
    )
    return unpack_document(rows[0][0]) if rows else None


def unpack_document(packed: bytes) -> Json:
    """Return a document as history keeps it: JSON, compressed."""
    document: Json = orjson.loads(zlib.decompress(packed))
    return document
