"""Connections: releases opened for reading, lent to one request at a time, and the time its statements may take."""

import json
import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from time import monotonic
from typing import Any

MAX_RELEASES = 3
"""Releases that are kept open."""
MAX_COUNTS = 2_000
"""Totals that are remembered of a release."""
PROGRESS_STEPS = 2_000
"""Steps of SQLite's machine between two looks at the clock: some tens of microseconds."""


class ReleaseUnavailable(Exception):
    """There is no release to read, or it is not one that `parley build` made."""


class QueryTimeout(Exception):
    """The statements of a request took more time than they were given."""


class Reader:
    """A read-only connection to one release; text comes out as bytes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.statements: list[str] | None = None
        """Every statement run since `watch` was called; for tests and for finding out what a request costs."""
        self._deadline: float | None = None
        try:
            uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
            self.connection = sqlite3.connect(uri, uri=True, check_same_thread=False, cached_statements=256)
            self.connection.execute("pragma query_only = on")
            self.connection.set_progress_handler(self._is_late, PROGRESS_STEPS)
            row = self.connection.execute(
                "select version, digest, date, counts, ranges, coverage from release"
            ).fetchone()
        except sqlite3.Error as error:
            raise ReleaseUnavailable(str(error)) from error
        self.version, self.digest, self.date = row[:3]
        self.counts: dict[str, int] = json.loads(row[3])
        self.ranges: dict[str, tuple[int, int, int | None]] = {
            noun: tuple(values) for noun, values in json.loads(row[4]).items()
        }
        """The first and last number of each noun's records, and the days of their longest date."""
        self.coverage: dict[str, Any] = json.loads(row[5])
        self.totals = _totals_of(path)
        """Totals that were counted before, by what was counted and what was bound; a release never changes."""
        self.connection.text_factory = bytes

    def set_time_limit(self, seconds: float) -> None:
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
                raise QueryTimeout from error
            if error.sqlite_errorcode in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR):
                raise ReleaseUnavailable(str(error)) from error
            raise

    def watch(self) -> list[str]:
        """Begin to note the statements that are run, and return the list that they are noted in."""
        self.statements = []
        return self.statements


@lru_cache(maxsize=MAX_RELEASES)
def _totals_of(path: Path) -> "CountCache":
    """Return the totals that all readers of a release share."""
    del path
    return CountCache()


class CountCache:
    """Numbers that took counting, as many as MOST_TOTALS."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[Any, ...], int] = OrderedDict()

    def get(self, key: tuple[Any, ...]) -> int | None:
        """Return a number that was counted before."""
        return self._known.get(key)

    def keep(self, key: tuple[Any, ...], number: int) -> None:
        """Remember a number, and forget the one that was counted longest ago if there are too many."""
        self._known[key] = number
        if len(self._known) > MAX_COUNTS:
            with suppress(KeyError):
                self._known.popitem(last=False)


_idle: OrderedDict[Path, list[Reader]] = OrderedDict()
_lock = threading.Lock()


def borrow_reader(path: Path) -> Reader:
    """Return a reader of a release that nobody else uses until it is given back. Raises NotBuilt."""
    try:
        # There are as many readers as there were requests at once, whether these run in threads or in greenlets.
        return _idle[path].pop()
    except LookupError:
        reader = Reader(path)
    with _lock:
        _idle.setdefault(path, [])
        _idle.move_to_end(path)
        unused = _idle.popitem(last=False)[1] if len(_idle) > MAX_RELEASES else []
    for old in unused:
        old.connection.close()
    return reader


def give_back(reader: Reader) -> None:
    """Let others use a reader again."""
    readers = _idle.get(reader.path)
    if readers is None:
        reader.connection.close()
    else:
        readers.append(reader)
