"""Slow clients: those that never finish a request, or never read a reply, hold up nobody and are let go."""

import select
import socket
import time
from contextlib import ExitStack, contextmanager

import pytest

from tests.conftest import LONG
from tests.servers import gunicorn

pytestmark = pytest.mark.slow

HELD = 400
MAX_RETRIES = 20
KEEPALIVE = 10
"""Seconds that gunicorn.conf.py gives a client for the head of a request."""


@pytest.fixture(scope="module")
def server(database, tmp_path_factory):
    with gunicorn(database, tmp_path_factory.mktemp("slow"), PARLEY_ACCESS_LOG="off") as running:
        yield running


@contextmanager
def held(server, beginning):
    """Give connections that have sent the beginning of a request and no more, and close them in the end."""
    with ExitStack() as opened:
        addresses = [("127.0.0.1", server.port)] * HELD
        connections = [
            opened.enter_context(socket.create_connection(address, timeout=KEEPALIVE + 10)) for address in addresses
        ]
        for connection in connections:
            connection.sendall(beginning)
        yield connections


def is_waiting(connection):
    """Tell whether a connection is open, and nothing has come on it."""
    return not select.select([connection], [], [], 0)[0]


def status_of(server, url):
    """Return the status that a client gets who comes again as often as it is told to, while a crowd is before it."""
    for _ in range(MAX_RETRIES):
        status, headers, _ = server.get(url)
        if status != 503:
            return status
        time.sleep(int(headers["retry-after"]))
    return 503


def test_others_are_answered_meanwhile(server):
    with held(server, b"GET /v1/events HTTP/1.1\r\nHost: localhost\r\nX-Slow: ") as connections:
        began = time.monotonic()
        assert server.get("/v1/events?limit=1")[0] == 200
        assert is_waiting(connections[-1]), "The answer came while the others were held, not after they were let go."
        for number in range(1, 50):
            assert server.get(f"/v1/events?limit={number + 1}")[0] == 200
        if LONG > 1:
            # Each is let go once it had its time, and none was answered as if it had asked for something.
            assert all(not connection.recv(100).startswith(b"HTTP/1.1 2") for connection in connections)
            assert time.monotonic() - began < KEEPALIVE + 5


def test_who_never_reads_holds_up_nobody(server):
    with held(server, b"GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n"):
        assert [status_of(server, f"/v1/claims?limit={number}") for number in range(1, 51)] == [200] * 50
