"""The access log: a line of JSON for each reply, under the id that the reply bears, and nothing private in it."""

import json
import os
import signal
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from http.client import HTTPException

import pytest

from api import create_app
from api.http.problems import PROBLEM_KINDS
from api.server.logs import network_of, time_text
from tests.checked_client import BASE
from tests.servers import gunicorn

pytestmark = pytest.mark.slow

R1 = "2031-04-12-harbour-round-1"
TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
FIELDS = {
    *("time", "request_id", "trace_id", "method", "route", "status"),
    *("duration_ms", "bytes", "release", "cache", "client"),
}


@pytest.fixture(scope="module")
def server(database, tmp_path_factory):
    with gunicorn(database, tmp_path_factory.mktemp("server")) as running:
        yield running


def entries(server):
    """Return the lines of the log by their request ids, of which no two are the same."""
    lines = [json.loads(line) for line in server.lines()]
    found = {line["request_id"]: line for line in lines}
    assert len(found) == len(lines)
    return found


def raw(server, request):
    """Return what is answered to bytes that need not be HTTP."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall(request)
        answer = b""
        while part := connection.recv(65536):
            answer += part
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split()[1]), dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:]), body


def test_every_reply_stands_in_the_log_under_its_id(server):
    addresses = [
        *(
            "/",
            "/v1/events",
            f"/v1/events/{R1}",
            "/v1/events/2031-04-12",
            "/v1/events/latest",
            "/v1/claims.csv?q=bodies",
        ),
        *("/v1/nothing", "/v1/events?limit=0", "/livez", "/readyz", "/metrics", "/docs", "/v1/downloads/parley.db"),
    ]
    ways = [{}, {"Accept-Encoding": "gzip"}, {"X-Request-Id": "no!"}, {"traceparent": TRACE, "X-Request-Id": ""}]
    asked = [(path, ways[number % 3]) for number, path in enumerate(addresses * 20)]
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda one: server.get(*one), asked))
    log = entries(server)
    for (path, _), (status, headers, body) in zip(asked, replies, strict=True):
        line = log[headers["x-request-id"]]
        assert line.keys() == FIELDS
        assert (line["status"], line["bytes"], line["method"]) == (status, len(body), "GET"), path
        assert line["release"] == headers.get("parley-release-digest", line["release"])
        assert datetime.fromisoformat(line["time"]).tzinfo
        assert line["duration_ms"] >= 0
        told = {"hit": "parley; hit", "miss": "parley; fwd=miss", "pass": None}
        assert headers.get("cache-status") == told[line["cache"]], path
        if headers["content-type"] == "application/problem+json":
            assert json.loads(body)["request_id"] == line["request_id"]


def test_the_id_is_the_one_that_came_or_the_trace_or_a_new_one(server):
    given = {"X-Request-Id": "deadline-0042", "traceparent": TRACE}
    _, headers, _ = server.get("/v1", given)
    assert (headers["x-request-id"], headers["traceparent"]) == ("deadline-0042", TRACE)
    line = entries(server)["deadline-0042"]
    assert line["trace_id"] == TRACE[3:35]
    _, headers, _ = server.get("/v1/nothing", {"traceparent": TRACE})
    assert (headers["x-request-id"], headers["traceparent"]) == (TRACE[3:35], TRACE)
    assert entries(server)[TRACE[3:35]]["trace_id"] == TRACE[3:35]
    assert server.get("/v1")[1]["x-request-id"] != server.get("/v1")[1]["x-request-id"]


def test_the_log_tells_neither_words_nor_people(server):
    _, headers, _ = server.get("/v1/search?q=secretword", {"User-Agent": "secretagent", "Cookie": "secret=1"})
    server.get("/v1/events/secretpath")
    raw(server, b"GET /secret\x01 HTTP/1.1\r\nHost: secrethost\r\n\r\n")
    line = entries(server)[headers["x-request-id"]]
    assert line["route"] == "/v1/search"
    assert line["client"] == "127.0.0.0/24"
    assert "secret" not in "".join(server.lines())


@pytest.mark.parametrize(
    ("request_bytes", "status"),
    [
        (b"GET /\x01 HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
        (b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", 414),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nBad Header: 1\r\n\r\n", 400),
        ("GET /v1/search?q=Зеленський HTTP/1.1\r\nHost: localhost\r\n\r\n".encode(), 400),
        (b"GET /v1/search?q=two words HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
    ],
)
def test_what_gunicorn_refuses_has_an_id_too(server, request_bytes, status):
    found, headers, body = raw(server, request_bytes)
    assert found == status
    problem = json.loads(body)
    kind = problem["type"].rpartition("/errors/")[2]
    assert kind == ("too-long" if status == 414 else "bad-request")
    assert status != 414 or "8,190 bytes" in problem["detail"]
    assert (problem["title"], problem["status"]) == (PROBLEM_KINDS[kind][1], status)
    assert headers["Content-Type"] == "application/problem+json"
    assert (headers["Connection"], headers["Cache-Control"]) == ("close", "no-store")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert ("curl -G --data-urlencode" in problem["detail"]) == (status == 400 and b"Bad" not in request_bytes)
    line = entries(server)[headers["X-Request-Id"]]
    assert problem["request_id"] == line["request_id"]
    assert (line["status"], line["bytes"], line["route"]) == (status, len(body), None)


def test_a_reply_stands_in_the_log_though_its_worker_is_killed(database, tmp_path):
    with gunicorn(database, tmp_path) as server:
        had, stop = list[str](), threading.Event()

        def read():
            while not stop.is_set():
                try:
                    had.append(server.get("/v1/events")[1]["x-request-id"])
                except (OSError, HTTPException):
                    time.sleep(0.02)

        threads = [threading.Thread(target=read) for _ in range(3)]
        for thread in threads:
            thread.start()
        for number in range(1, 6):
            while len(had) < 5 * number:
                assert server.process.poll() is None
                time.sleep(0.05)
            os.kill(server.workers()[0], signal.SIGKILL)
        stop.set()
        for thread in threads:
            thread.join()
        assert set(had) <= entries(server).keys()


def test_it_can_be_off(database, tmp_path):
    with gunicorn(database, tmp_path, PARLEY_ACCESS_LOG="off") as server:
        assert server.get("/v1/events")[0] == 200
        assert server.get("/v1/events?q=" + "a" * 10_000)[0] == 414
        assert server.lines() == []


BROKEN = """
from api import create_app

def make(where):
    app = create_app()
    def fail(*_, **__):
        raise RuntimeError("the harbour is closed")
    if where == "view":
        app.view_functions["docs.get_docs"] = fail
    else:
        app.wsgi_app.application = fail
    return app
"""


@pytest.mark.parametrize(("where", "url"), [("view", "/docs"), ("layer", "/v1/events")])
def test_a_mistake_is_told_with_its_traceback_and_id(database, tmp_path, where, url):
    (tmp_path / "broken.py").write_text(BROKEN)
    with gunicorn(database, tmp_path, f"broken:make('{where}')", ready=(200, 500), PYTHONPATH=str(tmp_path)) as server:
        status, headers, body = server.get(url, {"X-Request-Id": "deadline-0042"})
        problem = json.loads(body)
        assert (status, headers["content-type"]) == (500, "application/problem+json")
        assert (problem["request_id"], headers["x-request-id"]) == ("deadline-0042", "deadline-0042")
        assert "harbour" not in body.decode()
        written = [json.loads(line) for line in server.errors.read_text().splitlines()]
        errors = [line for line in written if line.get("request_id") == "deadline-0042"]
        assert len(errors) == 1
        assert errors[0]["level"] == "error"
        assert "RuntimeError: the harbour is closed" in errors[0]["traceback"]
        assert entries(server)["deadline-0042"]["status"] == 500


def test_a_log_that_cannot_be_written_stops_nobody(database, monkeypatch):
    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.write", fail)
    client = create_app(PARLEY_DATABASE=str(database), PARLEY_PUBLIC_URL=BASE, PARLEY_ACCESS_LOG="on").test_client()
    assert client.get("/v1/events").status_code == 200


def test_a_kept_reply_differs_in_the_header_alone(database):
    client = create_app(PARLEY_DATABASE=str(database), PARLEY_PUBLIC_URL=BASE).test_client()
    first, second = client.get("/v1/events"), client.get("/v1/events")
    assert [one.headers["Cache-Status"] for one in (first, second)] == ["parley; fwd=miss", "parley; hit"]
    assert (first.data, first.headers["ETag"]) == (second.data, second.headers["ETag"])
    assert "Cache-Status" not in client.get("/livez").headers


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1234:5678::9", "2001:db8:1234::/48"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("fe80::1%eth0", "fe80::/48"),
        ("", ""),
        ("nobody", ""),
    ],
)
def test_clients_are_known_by_their_network_alone(address, network):
    assert network_of(address) == network


def test_times_are_in_utc_to_the_millisecond():
    assert time_text(1_925_000_000.0504) == "2031-01-01T02:13:20.050Z"
    assert time_text(1_925_000_001.9999) == "2031-01-01T02:13:21.999Z"
