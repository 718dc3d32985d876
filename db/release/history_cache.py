"""The history cache: what a release served and the next one did not, remembered from build to build.

It is a folder beside the releases and may be deleted at any time. A file in it holds for the same release files under
the same code, so nothing in it can be out of date.
"""

import base64
import hashlib
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import orjson

from db.history.release_files import ReleaseFile
from db.query.schema_version import SCHEMA_VERSION

SERVED_COLUMNS = 5
"""Noun and id, then state, target and digest of the document."""


class HistoryCache:
    """What releases served, and the rows of `history_document`, by the release files up to one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def rows(self, releases: list[ReleaseFile]) -> list[dict[str, Any]] | None:
        """Return the rows of what the last of some releases no longer served, or None where they have to be made."""
        try:
            rows: list[dict[str, Any]] = self._read("rows", releases)
            return [row | {"document": row["document"] and base64.b64decode(row["document"])} for row in rows]
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put_rows(self, releases: list[ReleaseFile], rows: list[dict[str, Any]]) -> None:
        """Remember the rows of what the last of some releases no longer served."""
        coded = [row | {"document": row["document"] and base64.b64encode(row["document"]).decode()} for row in rows]
        self._write("rows", releases, coded)

    def served(self, releases: list[ReleaseFile]) -> list[list[Any]] | None:
        """Return what the last of some releases served, or None where it has to be worked out."""
        try:
            served: list[list[Any]] = self._read("served", releases)
            return served if all(len(one) == SERVED_COLUMNS for one in served) else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put_served(self, releases: list[ReleaseFile], served: list[list[Any]]) -> None:
        """Remember what the last of some releases served."""
        self._write("served", releases, served)

    def _read(self, kind: str, releases: list[ReleaseFile]) -> Any:
        return orjson.loads(self._path(kind, releases).read_bytes())[kind]

    def _write(self, kind: str, releases: list[ReleaseFile], value: Any) -> None:
        """Write a file, if the folder can be written to; forget those of other code."""
        path = self._path(kind, releases)
        unfinished = path.with_name(f".{path.name}.{os.getpid()}.tmp")
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            for other in self._folder.glob("*.json"):
                if not other.name.startswith(SCHEMA_VERSION):
                    other.unlink()
            unfinished.write_bytes(orjson.dumps({kind: value}))
            unfinished.replace(path)

    def _path(self, kind: str, releases: list[ReleaseFile]) -> Path:
        digests = " ".join(release.bytes_digest for release in releases)
        return self._folder / f"{SCHEMA_VERSION}-{kind}-{hashlib.sha256(digests.encode()).hexdigest()}.json"
