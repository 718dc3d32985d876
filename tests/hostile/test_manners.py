"""Manners: clients that send a byte at a time, go away in the middle, never read; others are answered all the same."""

import socket
import struct
import time

import pytest

from tests.conftest import LONG
from tests.hostile.case import R1, request
from tests.hostile.wire import Connection, talk

pytestmark = pytest.mark.slow

WHOLE = request(R1, "Accept: application/json", "Connection: close")
LIVE = request("/livez", "Connection: close")
GONE = 40 * min(LONG, 10)
"""How many clients go away."""


def answers(address) -> bool:
    """Tell whether the server still answers, and soon."""
    said = talk(address, LIVE, timeout=5)
    return [reply.status for reply in said.replies] == [200]


def go_away(connection: Connection) -> None:
    """Close a connection with a reset, as a machine does that lost its power or its patience."""
    connection.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def test_a_request_may_come_in_two_parts_cut_anywhere(tier):
    expected = talk(tier.address, WHOLE).replies[0].body
    for cut in range(1, len(WHOLE), 1 if LONG > 1 else 5):
        with Connection(tier.address) as connection:
            connection.send(WHOLE[:cut])
            time.sleep(0.002)
            connection.send(WHOLE[cut:])
            reply = connection.read_reply()
        assert reply is not None
        assert (reply.status, reply.body) == (200, expected), cut


def test_a_request_may_come_a_byte_at_a_time(tier):
    with Connection(tier.address) as connection:
        for byte in LIVE:
            connection.send(bytes([byte]))
            time.sleep(0.001)
        reply = connection.read_reply()
    assert reply is not None
    assert reply.status == 200


@pytest.mark.parametrize("sent", [b"", b"GET", b"GET /v1 HTTP/1.1\r\n", WHOLE[:-2], WHOLE], ids=range(5))
def test_clients_that_go_away_harm_nobody(tier, sent):
    for number in range(GONE // 5):
        with Connection(tier.address) as connection:
            connection.send(sent)
            if number % 2:
                go_away(connection)
    assert answers(tier.address)


def test_clients_that_go_away_while_they_are_answered_harm_nobody(tier):
    for _ in range(GONE // 5):
        with Connection(tier.address) as connection:
            connection.send(request("/v1/downloads/parley.db"))
            assert connection.socket.recv(100).startswith(b"HTTP/1.1 200")
            go_away(connection)
    assert answers(tier.address)


def test_a_client_that_says_no_more_is_still_answered(tier):
    with Connection(tier.address) as connection:
        connection.send(request("/livez"))
        connection.socket.shutdown(socket.SHUT_WR)
        reply = connection.read_reply()
    # nginx may take a client that has closed its side for one that is gone.
    assert reply.status == 200 if reply else tier.name == "nginx"
    assert answers(tier.address)


def test_clients_that_never_finish_harm_nobody_behind_nginx(nginx_address):
    """Gunicorn's threads alone would be taken up; what stands before it holds such clients and then lets them go."""
    waiting = [Connection(nginx_address) for _ in range(100)]
    for connection in waiting:
        connection.send(b"GET /v1 HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
    assert answers(nginx_address)
    assert waiting[-1].is_silent, "The answer came while the others were held, not after they were let go."
    for _ in range(49):
        assert answers(nginx_address)
    if LONG > 1:
        for connection in waiting:
            connection.socket.settimeout(15)
            reply = connection.read_reply()
            assert reply is None or reply.status in (400, 408)
    for connection in waiting:
        connection.socket.close()
