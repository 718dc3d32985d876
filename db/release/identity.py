"""Release: what identifies one state of the record, worked out from the records alone, so the same anywhere."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from db.curation.records import Records
from schemas.model.edtf import bounds

EDITION = "6"
"""Part of what the digest is made of since the first release, and left as it is, so that versions cited stay the same.
Which code made a file is said by `schema_version` in it."""


@dataclass(frozen=True)
class Release:
    """One state of the record: `version` is its date and the beginning of its digest (SHA-256 of the content)."""

    version: str
    digest: str
    date: str


def find_release(records: Records) -> Release:
    """Return the release that records make. Its date is the latest on which a source was published or read."""
    digest = hashlib.sha256()
    for piece in _content(records):
        digest.update(piece)
    dates = [
        bounds(record.data[name])[0]
        for record in records.nouns["sources"].values()
        for name in ("published_date", "accessed_date")
        if name in record.data
    ]
    date = max(dates, default=bounds(records.coverage["complete_through"])[0])
    return Release(f"{date}.{digest.hexdigest()[:8]}", digest.hexdigest(), date)


def _content(records: Records) -> Iterator[bytes]:
    """Yield, piece by piece, the JSON of all that makes a release: coverage, every record, synonyms."""
    yield b'{"coverage":%b,"records":[' % _sorted_json(records.coverage)
    comma = b""
    for record in records:
        yield comma + _sorted_json([record.noun, record.id, record.data])
        comma = b","
    if records.synonyms:
        yield b'],"synonyms":%b' % _sorted_json(records.synonyms)
        yield b',"schema":%b}' % _sorted_json(EDITION)
    else:
        yield b'],"schema":%b}' % _sorted_json(EDITION)


def _sorted_json(value: Any) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
