"""Turns: no client keeps a worker to itself, and in a crowd whoever has waited too long is refused at once."""

import json
import re
import socket
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.client import HTTPConnection

import gevent.socket
import pytest
from gunicorn.config import Config
from prometheus_client.parser import text_string_to_metric_families

from api.middleware.refusals import turn_away
from api.server import turns, worker
from api.server.turns import MAX_WAIT, MIN_CROWD, TURN, Turns
from api.server.worker import MAX_UNSEEN, LateRequest, Parser, Server, waiting_connections
from tests.servers import gunicorn

pytestmark = pytest.mark.slow

CROWD = 120
TRACE = f"00-{'a' * 32}-{'b' * 16}-01"
SLOW = """
import time
from api import create_app, topics

def busily(self, *_, **__):
    until = time.process_time() + 0.01
    while time.process_time() < until:
        pass
    return answer(self, *_, **__)

answer = topics.TOPICS.__class__.list_records
topics.TOPICS.__class__.list_records = busily
make = create_app
"""
"""An application in which a list takes ten milliseconds of work."""


def test_who_always_has_another_request_holds_up_nobody(database, tmp_path):
    """Two clients write 200 requests at a time without end; the others are answered while they go on."""
    stop, blob = threading.Event(), b"GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n" * 200
    with gunicorn(database, tmp_path, PARLEY_ACCESS_LOG="off") as server:

        def write(connection):
            with suppress(OSError):
                while not stop.is_set():
                    connection.sendall(blob)

        def read(connection):
            with suppress(OSError):
                while connection.recv(1 << 16):
                    pass

        greedy = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(4)]
        threads = [threading.Thread(target=do, args=(one,)) for one in greedy for do in (write, read)]
        for thread in threads:
            thread.start()
        try:
            assert [server.get(f"/v1/events?limit={number}")[0] for number in range(1, 41)] == [200] * 40
        finally:
            stop.set()
            for connection in greedy:
                connection.shutdown(socket.SHUT_RDWR)
            for thread in threads:
                thread.join()
            for connection in greedy:
                connection.close()


@pytest.fixture
def clock(monkeypatch):
    """Return a list whose one number is the time."""
    now = [100.0]
    monkeypatch.setattr(turns, "_now", lambda: now[0])
    monkeypatch.setattr(turns, "_work", lambda: now[0])
    return now


def test_a_turn_ends_only_for_whoever_has_long_had_it(clock, monkeypatch):
    rounds = list[float]()
    monkeypatch.setattr(turns, "_wait_for_next_round", lambda: rounds.append(clock[0]))
    line = Turns()
    for client in ("one", "another", "one", "another"):
        monkeypatch.setattr(gevent, "getcurrent", lambda client=client: client)
        clock[0] += 1
        line.give_way()
    assert rounds == [], "They take turns anyway."
    clock[0] += TURN / 2
    line.give_way()
    assert rounds == [], "A turn is more than one quick answer."
    clock[0] += TURN
    line.give_way()
    assert rounds == [clock[0]]


def test_who_gives_way_goes_on_in_the_next_round_even_if_nobody_comes():
    """Whoever can be read from is first; the loop does not wait for anybody."""
    order = list[str]()
    one, other = gevent.socket.socketpair()

    def greedy():
        for number in range(3):
            turns._wait_for_next_round()
            order.append(f"greedy {number}")

    def quiet():
        other.recv(1)
        order.append("quiet")

    greenlets = [gevent.spawn(quiet), gevent.spawn(greedy)]
    gevent.sleep(0)
    one.send(b"x")
    gevent.joinall(greenlets, raise_error=True)
    assert order == ["quiet", "greedy 0", "greedy 1", "greedy 2"]
    one.close()
    other.close()


def test_only_a_crowd_that_has_waited_is_refused(clock, monkeypatch):
    line = Turns()

    def answer(clients):
        for number in range(clients):
            monkeypatch.setattr(gevent, "getcurrent", lambda number=number: number)
            line.give_way()
        monkeypatch.setattr(gevent, "getcurrent", lambda: "the next")

    answer(MIN_CROWD)
    assert line.waited(None) == 0, "Nobody has waited."
    clock[0] += MAX_WAIT + 0.01
    assert line.waited(None) == pytest.approx(MAX_WAIT + 0.01)
    assert line.waited(clock[0] - 0.01) == 0, "A connection that has just been accepted has not waited."
    monkeypatch.setattr(gevent, "getcurrent", lambda: 1)
    assert line.waited(None) == 0, "What follows an answer of the same round was not there when it began."
    line._begin_round()
    clock[0] += 1
    answer(3)
    assert line.waited(None) == 1, "The round before had a crowd."
    line._begin_round()
    clock[0] += 1
    assert line.waited(None) == 0, "One slow answer is no crowd."
    line._begin_round()
    for descriptor in range(MIN_CROWD):
        line.accept(descriptor)
    clock[0] += 1
    assert line.waited(line.accepted.pop(7)) == 0, "One less than a crowd."
    line.accept(7)
    assert line.waited(None) == 1


def test_those_who_wait_to_be_accepted_are_shared_out(monkeypatch):
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(20)
        clients = [socket.create_connection(listener.getsockname()) for _ in range(9)]
        assert waiting_connections(listener) == 9
        server = object.__new__(Server)
        assert server.max_accept == 1, "It is asked before it listens."
        server.socket = listener
        monkeypatch.setattr(turns.TURNS, "workers", 2)
        server.max_accept = 1
        assert server.max_accept == 4
        for _ in clients:
            listener.accept()[0].close()
        assert (waiting_connections(listener), server.max_accept) == (0, 1)
        for client in clients:
            client.close()
    assert waiting_connections(listener) == 0, "It is closed."


@pytest.mark.parametrize(
    "request_text",
    [
        "GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "HEAD /v1 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "POST /v1 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /v1 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\n",
        "GET /v1 HTTP/1.1\r\nHost: localhost\r\ntransfer-encoding: chunked\r\n\r\n",
        "GET /v1 HTTP/1.1\r\nHost: localhost\r\n\r\nGET /v1 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /v1 HTTP/1.1\r\nHost: localhost\r\n\r\nmore",
        "GET /v1 HTTP/1.1\r\nHost: localhost\r\n",
        "GET /v1 HTTP/1.0\r\nHost: localhost\r\n\r\n",
        "GET /v 1 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET v1 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "",
    ],
)
def test_what_has_to_be_read_first_is_not_turned_away(request_text):
    for _ in range(2):
        assert turn_away(request_text.encode(), "127.0.0.1", 0.1) is None


def test_ids_of_one_request_are_not_those_of_another():
    """What a client's headers mean is remembered, the ids in them too."""
    replies = list[bytes]()
    for header in ("X-Request-Id: one", "x-request-id: two", "Accept: */*", "Accept: */*", f"Traceparent: {TRACE}"):
        reply, closes = turn_away(f"GET /v1 HTTP/1.1\r\nHost: localhost\r\n{header}\r\n\r\n".encode(), "127.0.0.1", 0.1)
        assert not closes
        replies.append(re.search(rb"X-Request-Id: (\S+)", reply)[1])
    assert (replies[0], replies[1], replies[4]) == (b"one", b"two", TRACE[3:35].encode())
    assert len(set(replies)) == 5
    assert turn_away(b"GET /v1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", "127.0.0.1", 0.1)[1]


def test_who_is_refused_again_and_again_is_refused_by_the_parser_until_gunicorn_has_to_look(monkeypatch):
    """Between two refusals gunicorn does nothing; once a second it sees that the client is there."""
    now = [100.0]
    monkeypatch.setattr(worker, "_now", lambda: now[0])
    monkeypatch.setattr(worker.TURNS, "waited", lambda _: 0.1)
    refuse = staticmethod(lambda data, *_: (b"not " + data, data == b"last") if data else None)
    monkeypatch.setattr(Parser, "turn_away", refuse, raising=False)
    client, server = gevent.socket.socketpair()
    parser = Parser(Config(), server, ("127.0.0.1", 1))
    seen = list[LateRequest]()
    reading = gevent.spawn(lambda: seen.append(next(parser)))
    for number in range(3):
        client.sendall(b"%d" % number)
        assert client.recv(100) == b"not %d" % number
        now[0] += MAX_UNSEEN / 2
    client.sendall(b"3")
    reading.join(timeout=10)
    assert seen == [LateRequest(b"not 3", closes=False)], "The reply is for gunicorn to send."
    client.sendall(b"last")
    assert next(parser) == LateRequest(b"not last", closes=True), "The connection is for gunicorn to close."
    client.close()
    assert next(parser, None) is None
    server.close()


def test_a_crowd_is_answered_or_refused_each_with_its_id(database, tmp_path):
    (tmp_path / "slow.py").write_text(SLOW)
    settings = {"PYTHONPATH": str(tmp_path), "PARLEY_CACHE_BYTES": "0", "WEB_CONCURRENCY": "1"}
    with gunicorn(database, tmp_path, "slow:make()", **settings) as server:
        barrier = threading.Barrier(CROWD)

        def ask(number):
            connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
            closes = number % 10 == 3
            headers = {"X-Request-Id": f"crowd-{number:04}", "Connection": "close" if closes else "keep-alive"}
            headers["traceparent"] = f"00-{number + 1:032x}-{'b' * 16}-01"
            answers = list[int]()
            barrier.wait()
            for _ in range(3):
                path = "/livez" if number % 20 == 5 else f"/v1/topics?limit={number % 100 + 1}"
                connection.request("GET", path, headers=headers)
                reply = connection.getresponse()
                body = reply.read()
                assert reply.getheader("X-Request-Id") == f"crowd-{number:04}"
                assert reply.getheader("traceparent", "").startswith(f"00-{number + 1:032x}-")
                assert reply.getheader("Access-Control-Allow-Origin") == "*"
                if reply.status == 503:
                    problem = json.loads(body)
                    assert reply.getheader("Content-Type") == "application/problem+json"
                    assert (reply.getheader("Retry-After"), reply.getheader("Cache-Control")) == ("1", "no-store")
                    assert (problem["status"], problem["request_id"]) == (503, f"crowd-{number:04}")
                    assert "Too many requests wait" in problem["detail"]
                assert path != "/livez" or reply.status == 200
                answers.append(reply.status)
                assert (reply.getheader("Connection") == "close") is closes
            connection.close()
            return answers

        with ThreadPoolExecutor(CROWD) as pool:
            answers = Counter(status for statuses in pool.map(ask, range(CROWD)) for status in statuses)
        assert set(answers) == {200, 503}
        assert sum(answers.values()) == 3 * CROWD
        assert answers[200] >= MIN_CROWD
        # Nobody is refused once the crowd has gone.
        assert [server.get(f"/v1/topics?limit={number}")[0] for number in range(1, 11)] == [200] * 10
        families = text_string_to_metric_families(server.get("/metrics")[2].decode())
        counts = [one for family in families for one in family.samples if one.name.endswith("duration_seconds_count")]
        assert sum(one.value for one in counts if one.labels["status"] == "503") == answers[503]
        lines = [json.loads(line) for line in server.lines()]
    refused = [line for line in lines if line["status"] == 503]
    assert len(refused) == answers[503]
    assert all(line["request_id"].startswith("crowd-") and line["duration_ms"] > MAX_WAIT * 1000 for line in refused)
    assert Counter(line["status"] for line in lines if line["request_id"].startswith("crowd-")) == answers
