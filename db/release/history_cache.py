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


class HistoryCache:
    """The rows of `history_document`, by the release files up to the one that no longer served them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, releases: list[ReleaseFile]) -> list[dict[str, Any]] | None:
        """Return the rows of a step, or None where they have to be made."""
        try:
            rows: list[dict[str, Any]] = orjson.loads(self._path(releases).read_bytes())["rows"]
            return [row | {"document": row["document"] and base64.b64decode(row["document"])} for row in rows]
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, releases: list[ReleaseFile], rows: list[dict[str, Any]]) -> None:
        """Remember the rows of a step, if the folder can be written to; forget those of other code."""
        coded = [row | {"document": row["document"] and base64.b64encode(row["document"]).decode()} for row in rows]
        path = self._path(releases)
        unfinished = path.with_name(f".{path.name}.{os.getpid()}.tmp")
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            for other in self._folder.glob("*.json"):
                if not other.name.startswith(SCHEMA_VERSION):
                    other.unlink()
            unfinished.write_bytes(orjson.dumps({"rows": coded}))
            unfinished.replace(path)

    def _path(self, releases: list[ReleaseFile]) -> Path:
        digests = " ".join(release.bytes_digest for release in releases)
        return self._folder / f"{SCHEMA_VERSION}-{hashlib.sha256(digests.encode()).hexdigest()}.json"
