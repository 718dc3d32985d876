"""Connections: the built database opened for reading, once a thread, and anew when a build replaces it."""

import json
import sqlite3
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_local = threading.local()
Stamp = tuple[int, int, int]


class NotBuilt(Exception):
    """There is no database to read, or it is not one that `parley build` made."""


class Reader:
    """A read-only connection to one release; text comes out as bytes."""

    def __init__(self, path: Path) -> None:
        self.statements: list[str] | None = None
        """Every statement run since `watch` was called; for tests and for finding out what a request costs."""
        try:
            uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
            self.connection = sqlite3.connect(uri, uri=True, check_same_thread=False, cached_statements=256)
            self.connection.execute("pragma query_only = on")
            row = self.connection.execute("select version, digest, date, counts, coverage from release").fetchone()
        except sqlite3.Error as error:
            raise NotBuilt(str(error)) from error
        self.version, self.digest, self.date = row[:3]
        self.counts: dict[str, int] = json.loads(row[3])
        self.coverage: dict[str, Any] = json.loads(row[4])
        self.connection.text_factory = bytes

    def query(self, sql: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Return every row of a statement."""
        if self.statements is not None:
            self.statements.append(sql)
        return self.connection.execute(sql, parameters).fetchall()

    def watch(self) -> list[str]:
        """Begin to note the statements that are run, and return the list that they are noted in."""
        self.statements = []
        return self.statements


def stamp_of(path: Path) -> Stamp:
    """Return what tells one database at a path from another: its inode, its time and its size. Raises NotBuilt."""
    try:
        status = path.stat()
    except OSError as error:
        raise NotBuilt(f"{path.name} is missing.") from error
    return status.st_ino, status.st_mtime_ns, status.st_size


def get_reader(path: Path) -> Reader:
    """Return this thread's reader of the database at a path as it is now. Raises NotBuilt."""
    stamp = stamp_of(path)
    readers: dict[Path, tuple[Stamp, Reader]] = _local.__dict__.setdefault("readers", {})
    known = readers.get(path)
    if known is None or known[0] != stamp:
        if known is not None:
            known[1].connection.close()
        readers[path] = known = (stamp, Reader(path))
    return known[1]
