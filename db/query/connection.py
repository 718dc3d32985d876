"""Connections: releases opened for reading, a pool of them, and the time that a request's statements may take."""

import atexit
import json
import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache, wraps
from pathlib import Path
from time import monotonic
from typing import Any, NoReturn, TypeVar

from db.query.synonyms import Synonyms, synonyms_with

_Answer = TypeVar("_Answer")

MAX_RELEASES = 6
"""Releases that are kept open: the one that is served, and those that `as_of` asks for."""
PROGRESS_STEPS = 2_000
"""Steps of SQLite's machine between two looks at the clock: some tens of microseconds."""


class ReleaseUnavailable(Exception):
    """There is no release to read, or it is not one that `parley build` made."""


class QueryTimeout(Exception):
    """The statements of a request took longer than they may."""


class Reader:
    """A read-only connection to one release, for one request at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.statements: list[str] | None = None
        """Every statement since `watch` was called, for tests and for finding out what a request costs."""
        self._seconds: float | None = None
        self._deadline: float | None = None
        try:
            uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
            self.connection = sqlite3.connect(uri, uri=True, check_same_thread=False, cached_statements=256)
            self.connection.execute("pragma query_only = on")
            self.connection.set_progress_handler(self._is_late, PROGRESS_STEPS)
            row = self.connection.execute(
                "select version, digest, date, counts, ranges, coverage, synonyms from release"
            ).fetchone()
        except sqlite3.Error as error:
            if hasattr(self, "connection"):
                self.connection.close()
            raise ReleaseUnavailable(str(error)) from error
        self.version, self.digest, self.date = row[:3]
        self.counts: dict[str, int] = json.loads(row[3])
        self.ranges: dict[str, tuple[int, int, int | None]] = {
            noun: tuple(values) for noun, values in json.loads(row[4]).items()
        }
        """The first and last number of each noun's records, and the days of their longest date."""
        self.coverage: dict[str, Any] = json.loads(row[5])
        self.framing = " ".join(["", *(self.coverage[name] for name in ("title", "license", "license_url"))])
        """What formats write around every record: the title of the whole, and its licence."""
        self.synonyms: Synonyms = synonyms_with(row[6])
        """The words that mean the same, general ones and those of the record."""

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()

    def set_time_limit(self, seconds: float) -> None:
        """Stop the statements that run from here on once they have taken so long together."""
        self._seconds, self._deadline = seconds, monotonic() + seconds

    def _is_late(self) -> bool:
        return self._deadline is not None and monotonic() > self._deadline

    def query(self, sql: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Return every row of a statement. Raises QueryTimeout, and ReleaseUnavailable where the file is damaged."""
        if self.statements is not None:
            self.statements.append(sql)
        try:
            return self.connection.execute(sql, parameters).fetchall()
        except sqlite3.DatabaseError as error:
            _raise_meaning(error)

    def stream(self, sql: str, parameters: Mapping[str, Any], size: int) -> Iterator[list[tuple[Any, ...]]]:
        """Yield the rows of a statement, `size` at a time; the time limit begins anew with each of these chunks.

        A long download is many short questions: what it takes to send them counts for none. Raises as `query` does.
        """
        if self.statements is not None:
            self.statements.append(sql)
        try:
            cursor = self.connection.execute(sql, parameters)
            while rows := cursor.fetchmany(size):
                yield rows
                if self._seconds is not None:
                    self.set_time_limit(self._seconds)
        except sqlite3.DatabaseError as error:
            _raise_meaning(error)

    def watch(self) -> list[str]:
        """Return a list to which every statement that is run from here on is added."""
        self.statements = []
        return self.statements


def _raise_meaning(error: sqlite3.DatabaseError) -> NoReturn:
    """Raise what an error of SQLite means to a request: QueryTimeout, ReleaseUnavailable, or the error itself."""
    # Text that is not UTF-8 comes without a code of SQLite's, as an OperationalError.
    no_code = sqlite3.SQLITE_CORRUPT if type(error) is sqlite3.OperationalError else None
    code = getattr(error, "sqlite_errorcode", no_code)
    if code == sqlite3.SQLITE_INTERRUPT:
        raise QueryTimeout from error
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR):
        raise ReleaseUnavailable(str(error)) from error
    raise error


class ReaderPool:
    """Readers that wait for their next request, so that a release is not opened anew for each.

    There are as many as there were requests at once, whether these run in threads or in greenlets.
    """

    def __init__(self) -> None:
        self._idle: OrderedDict[Path, list[Reader]] = OrderedDict()
        self._lock = threading.Lock()

    def acquire(self, path: Path) -> Reader:
        """Return a reader of a release that nobody else uses until it is released. Raises ReleaseUnavailable."""
        try:
            return self._idle[path].pop()
        except LookupError:
            reader = Reader(path)
        with self._lock:
            self._idle.setdefault(path, [])
            self._idle.move_to_end(path)
            unused = self._idle.popitem(last=False)[1] if len(self._idle) > MAX_RELEASES else []
        for old in unused:
            old.close()
        return reader

    def release(self, reader: Reader) -> None:
        """Let others use a reader again; that of a release which is no longer read is closed."""
        # Under the lock, or a reader could be put aside where nobody looks for it any more.
        with self._lock:
            readers = self._idle.get(reader.path)
            if readers is not None:
                readers.append(reader)
                return
        reader.close()

    def close(self) -> None:
        """Close every reader that nobody uses; those in use go on, and are closed when they are released."""
        with self._lock:
            unused = [reader for readers in self._idle.values() for reader in readers]
            self._idle.clear()
        for reader in unused:
            reader.close()


READERS = ReaderPool()
"""The readers of this process."""
atexit.register(READERS.close)


def once_per_release(read: Callable[[Reader], _Answer]) -> Callable[[Reader], _Answer]:
    """Make a function of a reader one that reads each release once, since its file never changes.

    The last few releases are remembered.
    """

    # The answer is put in afterwards: it is of the file, and a reader of it belongs to a single request.
    @lru_cache(maxsize=MAX_RELEASES)
    def place_for(_path: Path) -> list[_Answer]:
        return []

    @wraps(read)
    def remember(reader: Reader) -> _Answer:
        place = place_for(reader.path)
        if not place:
            place.append(read(reader))
        return place[0]

    return remember
