"""The store's index: which versions of the record lie as files beside the pointer, read from their manifests."""

import json
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from db.query.release_file import DIGEST, release_file
from db.query.schema_version import SCHEMA_VERSION

SETTLING_TIME = 1_000_000_000
"""Nanoseconds for which a folder that has just changed may change again without its time showing it."""

MAX_REMEMBERED = 10_000


@dataclass(frozen=True)
class StoredRelease:
    """A file that this code can serve: the version and date of its record, and the digest that it is named by."""

    version: str
    date: str
    digest: str


class StoreIndex:
    """Finds the file of a version beside a pointer.

    A look at the folder's time tells whether anything in it was added or removed; manifests are read only then. Of two
    files of one version the one that was built last counts. Files that other code built are left out, because this code
    cannot serve them.
    """

    def __init__(self, pointer: Path) -> None:
        self.folder, self.pointer = pointer.parent, pointer
        self._seen: int | None = None
        self._stored: dict[str, StoredRelease] = {}
        self._remembered: dict[tuple[str, str], Any] = {}

    def remembered(self) -> dict[tuple[str, str], Any]:
        """Return what others worked out from the files, which is forgotten when a file comes or goes."""
        self.stored()
        if len(self._remembered) > MAX_REMEMBERED:
            self._remembered.clear()
        return self._remembered

    def stored(self) -> dict[str, StoredRelease]:
        """Return every release that can be served, by its version, the oldest first."""
        try:
            # `os.stat` takes half the time of `Path.stat`.
            changed = os.stat(self.folder).st_mtime_ns  # noqa: PTH116
        except OSError:
            return {}
        if changed != self._seen:
            self._remembered = {}
            self._stored = {one.version: one for one in self._read()}
            self._seen = changed if time.time_ns() - changed > SETTLING_TIME else None
        return self._stored

    def _read(self) -> list[StoredRelease]:
        """Read the manifests; of a version the last that was built comes last."""
        releases = list[tuple[str, int, StoredRelease]]()
        for manifest in self.folder.glob("*.json"):
            if not DIGEST.fullmatch(manifest.stem):
                continue
            try:
                built = release_file(self.pointer, manifest.stem).stat().st_mtime_ns
                description = json.loads(manifest.read_bytes())
                stored = StoredRelease(description["version"], description["date"], manifest.stem)
            except (OSError, ValueError, LookupError, TypeError):
                continue
            if description.get("schema_version") == SCHEMA_VERSION:
                releases.append((stored.date, built, stored))
        return [stored for _, _, stored in sorted(releases, key=lambda one: one[:2])]
