"""Slow clients: those that never finish a request, or never read a reply, hold up nobody and are let go."""

import socket
import time

import pytest

from tests.conftest import LONG
from tests.servers import gunicorn

HELD = 400
KEEPALIVE = 10
"""Seconds that gunicorn.conf.py gives a client for the head of a request."""


@pytest.fixture(scope="module")
def server(database, tmp_path_factory):
    with gunicorn(database, tmp_path_factory.mktemp("slow"), PARLEY_ACCESS_LOG="off") as running:
        yield running


def held(server, beginning):
    """Return connections that have sent the beginning of a request and no more."""
    connections = [socket.create_connection(("127.0.0.1", server.port), timeout=KEEPALIVE + 10) for _ in range(HELD)]
    for connection in connections:
        connection.sendall(beginning)
    return connections


def test_others_are_answered_meanwhile(server):
    connections = held(server, b"GET /v1/events HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
    began = time.monotonic()
    for number in range(50):
        assert server.get(f"/v1/events?limit={number + 1}")[0] == 200
    assert time.monotonic() - began < KEEPALIVE
    if LONG > 1:
        # Each is let go once it had its time, and none was answered as if it had asked for something.
        assert all(not connection.recv(100).startswith(b"HTTP/1.1 2") for connection in connections)
        assert time.monotonic() - began < KEEPALIVE + 5
    for connection in connections:
        connection.close()


def test_who_never_reads_holds_up_nobody(server):
    connections = held(server, b"GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n")
    for number in range(50):
        assert server.get(f"/v1/claims?limit={number + 1}")[0] == 200
    for connection in connections:
        connection.close()
