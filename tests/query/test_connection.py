"""Connections: statements that take too long, and a file that is damaged under a reader."""

import sqlite3
import threading
from collections import OrderedDict
from pathlib import Path

import pytest

from db.query.connection import QueryTimeout, Reader, ReaderPool, ReleaseUnavailable
from tests.checked_client import checked_app
from tests.work import seconds_of_work

COUNTING = (
    "with recursive one(n) as (select 1 union all select n + 1 from one where n < 10000000) select count(*) from one"
)


def test_a_statement_that_takes_too_long_is_stopped(database, open_reader):
    reader = open_reader(database.resolve())
    reader.set_time_limit(0.05)

    def count() -> None:
        with pytest.raises(QueryTimeout):
            reader.query(COUNTING, {})

    assert seconds_of_work(count, 1) < 1
    reader.set_time_limit(5)
    assert reader.query("select 1", {}) == [(1,)]


def test_a_request_that_takes_too_long_is_an_honest_503(pointer, monkeypatch, specification):
    monkeypatch.setattr("db.query.connection.PROGRESS_STEPS", 1)
    client = checked_app(pointer, specification, PARLEY_QUERY_SECONDS="0.0000001").test_client()
    reply = client.get("/v1/search?q=bodies")
    assert (reply.status_code, reply.headers["Retry-After"]) == (503, "5")
    assert reply.json["type"].endswith("/errors/too-slow")
    assert client.get("/errors/too-slow").status_code == 200


def test_a_file_that_is_damaged_behind_our_back_is_no_500(pointer, open_reader):
    reader = open_reader(pointer.resolve())
    path = pointer.resolve()
    size = path.stat().st_size
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:4096] + b"\xff" * (size - 4096))
    with pytest.raises(ReleaseUnavailable):
        reader.query("select count(full) from record", {})


def test_text_that_is_damaged_is_no_500(database, open_reader):
    with pytest.raises(ReleaseUnavailable):
        open_reader(database.resolve()).query("select cast(x'ff' as text)", {})


def test_a_pool_that_is_closed_leaves_no_connection_open(database):
    pool = ReaderPool()
    idle, busy = pool.acquire(database.resolve()), pool.acquire(database.resolve())
    pool.release(idle)
    pool.close()
    with pytest.raises(sqlite3.ProgrammingError, match="closed database"):
        idle.query("select 1", {})
    assert busy.query("select 1", {}) == [(1,)]
    pool.release(busy)
    with pytest.raises(sqlite3.ProgrammingError, match="closed database"):
        busy.query("select 1", {})
    again = pool.acquire(database.resolve())
    assert again.query("select 1", {}) == [(1,)]
    pool.release(again)
    pool.close()


class ClosedMeanwhile(OrderedDict):
    """Readers of a pool that another thread closes just when a reader is about to be put back among them."""

    def __init__(self, pool, readers):
        super().__init__(readers)
        self.thread = threading.Thread(target=pool.close)

    def get(self, key):
        """Return the readers of a key, once the other thread has had its time."""
        readers = super().get(key)
        self.thread.start()
        self.thread.join(0.2)
        return readers


def test_a_reader_that_comes_back_while_its_pool_is_closed_is_closed_too(database):
    pool = ReaderPool()
    reader = pool.acquire(database.resolve())
    pool._idle = readers = ClosedMeanwhile(pool, pool._idle)
    pool.release(reader)
    readers.thread.join()
    with pytest.raises(sqlite3.ProgrammingError, match="closed database"):
        reader.query("select 1", {})


@pytest.mark.parametrize("content", [None, b"", b"no database" * 1000])
def test_what_is_no_release_is_unavailable_and_not_kept_open(tmp_path, content):
    path = tmp_path / "file.db"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ReleaseUnavailable):
        Reader(path)
    opened = [link.readlink() for link in Path("/proc/self/fd").iterdir() if link.is_symlink()]
    assert path not in opened


def test_a_stream_has_a_time_limit_for_each_chunk_or_none(database, open_reader):
    reader = open_reader(database.resolve())
    numbers = "select value from json_each('[1, 2, 3]')"
    assert list(reader.stream(numbers, {}, 2)) == [[(1,), (2,)], [(3,)]]
    assert reader._deadline is None
    reader.set_time_limit(60)
    chunks, begun = reader.stream(numbers, {}, 2), reader._deadline
    next(chunks)
    assert reader._deadline == begun
    next(chunks)
    assert reader._deadline > begun
