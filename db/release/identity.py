"""Release: what identifies one state of the record, worked out from the records alone, so the same anywhere."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from db.curation.records import Records
from schemas.model.edtf import bounds

SCHEMA_VERSION = "6"
"""Raised when the same records would give other documents, so that the digest changes with them."""

LICENSE = "CC-BY-4.0"
LICENSE_URL = "https://creativecommons.org/licenses/by/4.0/"


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
        bounds(entry.data[name])[0]
        for entry in records.nouns["sources"].values()
        for name in ("published_date", "accessed_date")
        if name in entry.data
    ]
    date = max(dates, default=bounds(records.coverage["complete_through"])[0])
    return Release(f"{date}.{digest.hexdigest()[:8]}", digest.hexdigest(), date)


def _content(records: Records) -> Iterator[bytes]:
    """Yield, piece by piece, the JSON of all that makes a release: what the record covers, every record, the schema."""
    yield b'{"coverage":%b,"records":[' % _sorted_json(records.coverage)
    comma = b""
    for entry in records:
        yield comma + _sorted_json([entry.noun, entry.id, entry.data])
        comma = b","
    yield b'],"schema":%b}' % _sorted_json(SCHEMA_VERSION)


def _sorted_json(value: Any) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
