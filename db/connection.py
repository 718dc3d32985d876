"""Connections: releases opened for reading, each once a thread, and the time that a request's statements may take."""

import json
import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from time import monotonic
from typing import Any

_local = threading.local()
MOST_READERS = 3
"""Releases that a thread keeps open."""
STEPS = 2_000
"""Steps of SQLite's machine between two looks at the clock: some tens of microseconds."""


class NotBuilt(Exception):
    """There is no release to read, or it is not one that `parley build` made."""


class TooSlow(Exception):
    """The statements of a request took more time than they were given."""


class Reader:
    """A read-only connection to one release; text comes out as bytes."""

    def __init__(self, path: Path) -> None:
        self.statements: list[str] | None = None
        """Every statement run since `watch` was called; for tests and for finding out what a request costs."""
        self._deadline: float | None = None
        try:
            uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
            self.connection = sqlite3.connect(uri, uri=True, check_same_thread=False, cached_statements=256)
            self.connection.execute("pragma query_only = on")
            self.connection.set_progress_handler(self._is_late, STEPS)
            row = self.connection.execute("select version, digest, date, counts, coverage from release").fetchone()
        except sqlite3.Error as error:
            raise NotBuilt(str(error)) from error
        self.version, self.digest, self.date = row[:3]
        self.counts: dict[str, int] = json.loads(row[3])
        self.coverage: dict[str, Any] = json.loads(row[4])
        self.connection.text_factory = bytes

    def allow(self, seconds: float) -> None:
        """Give the statements from here on so much time together."""
        self._deadline = monotonic() + seconds

    def _is_late(self) -> bool:
        return self._deadline is not None and monotonic() > self._deadline

    def query(self, sql: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Return every row of a statement. Raises TooSlow, and NotBuilt where the file turns out to be damaged."""
        if self.statements is not None:
            self.statements.append(sql)
        try:
            return self.connection.execute(sql, parameters).fetchall()
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
                raise TooSlow from error
            if error.sqlite_errorcode in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR):
                raise NotBuilt(str(error)) from error
            raise

    def watch(self) -> list[str]:
        """Begin to note the statements that are run, and return the list that they are noted in."""
        self.statements = []
        return self.statements


def get_reader(path: Path) -> Reader:
    """Return this thread's reader of a release. Raises NotBuilt."""
    readers: OrderedDict[Path, Reader] = _local.__dict__.setdefault("readers", OrderedDict())
    known = readers.get(path)
    if known is None:
        known = readers[path] = Reader(path)
        if len(readers) > MOST_READERS:
            _, unused = readers.popitem(last=False)
            unused.connection.close()
    readers.move_to_end(path)
    return known
