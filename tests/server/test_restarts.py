"""Restarts: new workers, new code, a new master and the end lose no request of clients that stay connected.

Such a client sends again what it sent on a connection that was closed while nobody used it, once, as every browser,
proxy and library does. A reply that is cut off, or a new connection that is closed without one, is lost.
"""

import json
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from http.client import HTTPConnection, RemoteDisconnected
from itertools import count
from pathlib import Path

import pytest

from tests.conftest import LONG
from tests.servers import Server, gunicorn

pytestmark = pytest.mark.slow

READERS = 4
SHARE = 40
"""Replies that all clients together have between two steps, so that each step happens under load."""
CLOSED = (RemoteDisconnected, ConnectionResetError, BrokenPipeError)


class Load:
    """Clients that ask one after another until they are told to end; their replies, and what was lost."""

    def __init__(self, port: int) -> None:
        self.port, self.is_ended = port, threading.Event()
        self.replies = [0] * READERS
        self.again = [0] * READERS
        """How often a client had to send something again."""
        self.lost, self.ids = list[str](), list[str]()
        """What was lost, and the ids of all requests that were answered."""
        self._number = count()
        self._threads = [threading.Thread(target=self._ask, args=(number,)) for number in range(READERS)]

    def __enter__(self) -> "Load":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.is_ended.set()
        for thread in self._threads:
            thread.join()

    def wait_for(self, more: int) -> None:
        """Return when so many more replies have come; fail where they do not come at all."""
        until, deadline = sum(self.replies) + more, time.monotonic() + 120
        while sum(self.replies) < until:
            assert time.monotonic() < deadline, f"No more replies came: {self.lost[:3]}"
            time.sleep(0.01)

    def _ask(self, number: int) -> None:
        connection = self._connect()
        used, asked = False, number
        while not self.is_ended.is_set():
            # Every question is another, so that not all are answered from the cache.
            path, asked = f"/v1/events?limit={asked % 100 + 1}", asked + READERS
            try:
                status, closes = self._reply(connection, path)
            except CLOSED as error:
                connection.close()
                connection = self._connect()
                if not used:
                    self.lost.append(f"a new connection: {error!r}")
                    continue
                self.again[number] += 1
                try:
                    status, closes = self._reply(connection, path)
                except OSError as other:
                    self.lost.append(f"sent again: {other!r}")
                    used = False
                    continue
            except Exception as error:
                self.lost.append(f"{error!r}")
                connection.close()
                connection, used = self._connect(), False
                continue
            if status != 200:
                self.lost.append(f"status {status}")
            self.replies[number] += 1
            used = not closes
            if closes:
                connection.close()
                connection = self._connect()
        connection.close()

    def _connect(self) -> HTTPConnection:
        return HTTPConnection("127.0.0.1", self.port, timeout=60)

    def _reply(self, connection: HTTPConnection, path: str) -> tuple[int, bool]:
        """Return the status of a reply, and whether the connection ends with it. A body that is cut off raises."""
        connection.request("GET", path, headers={"X-Request-Id": f"of-the-load-{next(self._number)}"})
        reply = connection.getresponse()
        reply.read()
        self.ids.append(reply.headers["X-Request-Id"])
        return reply.status, reply.will_close


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_ten_reloads_lose_nothing(database, tmp_path):
    """SIGHUP, as `systemctl reload` sends it: new workers, with the settings as they are now."""
    with gunicorn(database, tmp_path, PARLEY_ACCESS_LOG="off") as server, Load(server.port) as load:
        for _ in range(10 * LONG):
            before = set(server.workers())
            load.wait_for(SHARE)
            os.kill(server.process.pid, signal.SIGHUP)
            wait_until(lambda before=before: len(set(server.workers()) - before) == 2)
        load.wait_for(SHARE)
    assert load.lost == []
    assert sum(load.replies) > 400


def test_workers_that_end_after_so_many_requests_lose_nothing(database, tmp_path):
    settings = {"GUNICORN_CMD_ARGS": "--max-requests 50", "PARLEY_ACCESS_LOG": "off"}
    with gunicorn(database, tmp_path, **settings) as server, Load(server.port) as load:
        seen = set(server.workers())
        for _ in range(4 * LONG):
            load.wait_for(SHARE)
            # The master takes a second or two to put another in the place of one that ended.
            wait_until(lambda seen=seen: set(server.workers()) - seen)
            seen |= set(server.workers())
        load.wait_for(SHARE)
    assert load.lost == []
    assert len(seen) >= 2 + 4


def test_another_master_takes_over_and_loses_nothing(database, tmp_path):
    """SIGUSR2 starts the program anew beside the old one, SIGTERM then ends the old one: new code without a pause."""
    master = None
    try:
        with gunicorn(database, tmp_path, PARLEY_ACCESS_LOG="off") as server, Load(server.port) as load:
            load.wait_for(SHARE)
            old = set(server.workers())
            os.kill(server.process.pid, signal.SIGUSR2)
            wait_until(lambda: any(children_of(pid) for pid in set(server.workers()) - old))
            (master,) = set(server.workers()) - old
            wait_until(lambda: len(children_of(master)) == 2)
            # A worker that is just beginning answers nobody yet.
            load.wait_for(SHARE)
            os.kill(server.process.pid, signal.SIGTERM)
            load.wait_for(SHARE)
            assert server.process.wait(30) == 0
            load.wait_for(SHARE)
            assert len(children_of(master)) == 2
        assert load.lost == []
    finally:
        if master is not None:
            os.kill(master, signal.SIGINT)
            wait_until(lambda: not Path(f"/proc/{master}/cmdline").exists() or not children_of(master))


def children_of(pid: int) -> set[int]:
    try:
        return {int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}
    except OSError:
        return set()


def test_the_end_waits_for_replies_that_have_begun(real_database, tmp_path):
    """SIGTERM, as `systemctl stop` and `restart` send it: a download goes on to its end, and then all is over."""
    with gunicorn(real_database, tmp_path, PARLEY_ACCESS_LOG="off", PARLEY_CACHE_BYTES="0") as server:
        whole = len(server.get("/v1/claims.ndjson")[2])
        with slow_download(server, "/v1/claims.ndjson") as connection:
            first = connection.recv(4096)
            os.kill(server.process.pid, signal.SIGTERM)
            wait_until(lambda: not accepts(server.port))
            received = first + b"".join(iter(lambda: connection.recv(65536), b""))
        assert server.process.wait(30) == 0
    head, _, body = received.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 ")
    length = sum(chunks_of(body)) if b"chunked" in head.lower() else len(body)
    assert length == whole


def slow_download(server: Server, path: str) -> socket.socket:
    """Return a connection on which a reply has been asked for, with as little room for it as the system gives."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.settimeout(60)
    connection.connect(("127.0.0.1", server.port))
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
    return connection


def accepts(port: int) -> bool:
    """Tell whether somebody listens."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    except OSError:
        return False
    return True


def chunks_of(body: bytes) -> list[int]:
    """Return the sizes of the chunks of a body, which must end with an empty one."""
    sizes, place = list[int](), 0
    while not sizes or sizes[-1]:
        end = body.index(b"\r\n", place)
        sizes.append(int(body[place:end], 16))
        place = end + 2 + sizes[-1] + 2
    assert place == len(body)
    return sizes


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_log_that_is_rotated_loses_no_line(database, tmp_path, workers):
    """SIGUSR1 under load: each request has its line once, in one of the old files or in the new one."""
    log = tmp_path / "parley.log"
    settings = {"GUNICORN_CMD_ARGS": f"--error-logfile {log} --capture-output", "PARLEY_ACCESS_LOG": "on"}
    with gunicorn(database, tmp_path, WEB_CONCURRENCY=workers, **settings) as server, Load(server.port) as load:
        for number in range(5):
            load.wait_for(SHARE)
            log.rename(tmp_path / f"parley.log.{number}")
            os.kill(server.process.pid, signal.SIGUSR1)
            wait_until(log.exists)
        load.wait_for(SHARE)
    lines = [json.loads(line) for file in tmp_path.glob("parley.log*") for line in file.read_text().splitlines()]
    logged = [line["request_id"] for line in lines if line.get("request_id", "").startswith("of-the-load-")]
    assert load.lost == []
    assert sorted(logged) == sorted(load.ids)
    assert "of-the-load-" in log.read_text()
