"""The fence around gunicorn's private parts: the bytes that it sends by itself go out, and its own code is as known."""

import hashlib
import inspect
import io
import json
import logging
import os
import signal
import socket
import time
from types import SimpleNamespace
from typing import Any

import gevent.baseserver
import gevent.server
import pytest
from gunicorn import http, util
from gunicorn.config import Config
from gunicorn.http import parser, unreader, wsgi
from gunicorn.http.errors import InvalidResponseHeader, InvalidResponseHeaderName
from gunicorn.http.wsgi import Response
from gunicorn.workers import base, base_async, ggevent

from api.server import gunicorn as fence
from api.server.gunicorn import BufferedResponse, ErrorStream, client_address, freeze_settings
from tests.servers import gunicorn

pytestmark = pytest.mark.slow

GUNICORNS = next(base for base in BufferedResponse.__mro__ if base.__module__ == "gunicorn.http.wsgi")
BODY = b"0123456789"
KINDS: dict[str, tuple[str, str, list[tuple[str, str]]]] = {
    "a record": ("GET", "200 OK", [("Content-Type", "application/json"), ("Content-Length", "10"), ("ETag", '"a"')]),
    "no length": ("GET", "200 OK", [("Content-Type", "text/plain")]),
    "only its head": ("HEAD", "200 OK", [("content-length", "10")]),
    "nothing new": ("GET", "304 NOT MODIFIED", [("ETag", '"a"'), ("Vary", "Accept")]),
    "blanks around a value": ("GET", "200 OK", [("X-Blank", "  a "), ("Content-Length", "10")]),
    "a header of one connection": ("GET", "200 OK", [("Keep-Alive", "5"), ("Content-Length", "10")]),
    "another protocol": ("GET", "101 Switching", [("Connection", "upgrade"), ("Upgrade", "websocket")]),
    "one header twice": ("GET", "200 OK", [("Link", "<a>"), ("Link", "<a>"), ("Content-Length", "3")]),
}


class Sock:
    """Takes what is written."""

    def __init__(self) -> None:
        self.written: list[bytes] = []

    def sendall(self, data: bytes) -> None:
        """Take some bytes."""
        self.written.append(bytes(data))


def written(kind: type[Response], method: str, status: str, headers: list[tuple[str, str]]) -> list[bytes]:
    """Return what a kind of reply writes, piece by piece."""
    sock = Sock()
    request: Any = SimpleNamespace(method=method, version=(1, 1), should_close=lambda: False)
    reply = kind(request, sock, Config())
    write = reply.start_response(status, headers)
    write(b"" if method == "HEAD" or status[0] in "13" else BODY)
    reply.close()
    return sock.written


@pytest.mark.parametrize("name", KINDS)
def test_the_same_goes_out_in_one_piece(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reply of a known length is one call of the system, and every reply the bytes that gunicorn writes."""
    method, status, headers = KINDS[name]
    monkeypatch.setattr("gunicorn.util.http_date", lambda: "today")
    monkeypatch.setattr(fence, "_checked_headers", set())
    expected = b"".join(written(GUNICORNS, method, status, headers))
    for _ in range(3):
        pieces = written(BufferedResponse, method, status, headers)
        assert b"".join(pieces) == expected
        assert len(pieces) == 1 or b"chunked" in expected
    assert not [one for one in fence._checked_headers if one[0].lower() in ("content-length", "connection", "x-blank")]


@pytest.mark.parametrize(
    ("header", "error"),
    [
        (("X-Split", "a\r\nSet-Cookie: b"), InvalidResponseHeader),
        (("X Blank", "a"), InvalidResponseHeaderName),
        (("X-Number", 1), TypeError),
    ],
)
def test_a_bad_header_is_refused_each_time(header: tuple[str, Any], error: type[Exception]) -> None:
    """What gunicorn refuses is never taken for good."""
    for _ in range(3):
        with pytest.raises(error):
            written(BufferedResponse, "GET", "200 OK", [("ETag", '"a"'), header])


def test_headers_are_not_kept_without_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither their number nor a long one lets memory grow, and the id of a request is in no other reply."""
    monkeypatch.setattr(fence, "_checked_headers", set())
    for number in range(fence.MAX_CHECKED_HEADERS + 5):
        headers = [("ETag", f'"{number}"'), ("X-Request-Id", str(number)), ("Content-Length", "10")]
        written(BufferedResponse, "GET", "200 OK", headers)
    assert 0 < len(fence._checked_headers) <= fence.MAX_CHECKED_HEADERS
    written(
        BufferedResponse, "GET", "200 OK", [("Link", "l" * (fence.MAX_CHECKED_LENGTH + 1)), ("Content-Length", "10")]
    )
    assert {name for name, _ in fence._checked_headers} == {"ETag"}


def test_frozen_settings_are_the_same() -> None:
    """Every setting has the value that gunicorn finds by searching."""
    plain, frozen = Config(), Config()
    freeze_settings(frozen)
    for name in plain.settings:
        assert repr(getattr(frozen, name)) == repr(getattr(plain, name)), name


def test_one_stream_writes_where_the_error_log_goes_now(monkeypatch: pytest.MonkeyPatch) -> None:
    """The streams are looked up when something is written, and are those that gunicorn would take."""
    first, second = io.StringIO(), io.StringIO()
    handler = logging.StreamHandler(first)
    monkeypatch.setattr(logging.getLogger("gunicorn.error"), "handlers", [handler, logging.NullHandler()])
    errors, plain = ErrorStream(), wsgi.WSGIErrorsWrapper(SimpleNamespace(errorlog="error.log"))
    assert errors.streams == plain.streams == [first]
    errors.write("before")
    handler.setStream(second)
    first.close()
    errors.write("after")
    assert second.getvalue() == "after"


PRIVATE_PARTS = {
    "WSGIErrorsWrapper": (wsgi.WSGIErrorsWrapper, "b8dac8d043f639d8"),
    "Config": (Config, "5818ebf4d66ba7ac"),
    "Response": (GUNICORNS, "d67f8e6b29d76622"),
    "create": (wsgi.create, "2c35d4a2dc629ede"),
    "http_date": (util.http_date, "c67e491c15bd112c"),
    "write": (util.write, "cd995031295fd782"),
    "write_nonblock": (util.write_nonblock, "d2ff97701c36645e"),
    "write_error": (util.write_error, "bd0143a03c15a2c8"),
    "handle_error": (base.Worker.handle_error, "75426448389bbac9"),
    "handle_request": (base_async.AsyncWorker.handle_request, "913e17a9542aa70d"),
    "handle": (base_async.AsyncWorker.handle, "6eb3b127e6ba7e84"),
    "GeventWorker": (ggevent.GeventWorker, "e8670f94f359d4bf"),
    "get_parser": (http.get_parser, "b7d8dcde91e20db4"),
    "Parser.__next__": (parser.Parser.__next__, "b8536520e95854d6"),
    "Unreader": (unreader.Unreader, "84aaa8f91fcdbbae"),
    "SocketUnreader": (unreader.SocketUnreader, "786a257be09ea8dd"),
    "StreamServer": (gevent.server.StreamServer, "7fa354083dbed1c4"),
    "BaseServer._do_read": (gevent.baseserver.BaseServer._do_read, "6a5f2ba39cbd19d8"),
}
"""What api/server/gunicorn.py and worker.py replace, inherit from or rely on, with a digest of its source."""


@pytest.mark.parametrize("name", PRIVATE_PARTS)
def test_gunicorns_private_parts_are_those_that_the_fence_was_built_around(name: str) -> None:
    """Read the new code, adapt api/server/gunicorn.py and worker.py to it, and only then write the new digest here."""
    part, digest = PRIVATE_PARTS[name]
    assert hashlib.sha256(inspect.getsource(part).encode()).hexdigest()[:16] == digest


BROKEN = """
from api import create_app, documents

def fail(*_, **__):
    raise RuntimeError("the harbour is closed")

documents.DOCUMENTS.__class__.list_records = fail

def make():
    app = create_app()
    app.view_functions["docs.get_docs"] = fail
    return app
"""


def test_the_error_log_can_be_a_file_that_is_rotated(database, tmp_path) -> None:
    """After SIGUSR1 errors go to the new file, whether the fast path or Flask met them."""
    (tmp_path / "broken.py").write_text(BROKEN)
    log, rotated = tmp_path / "error.log", tmp_path / "error.log.1"
    settings = {"PYTHONPATH": str(tmp_path), "GUNICORN_CMD_ARGS": f"--error-logfile {log}", "PARLEY_CACHE_BYTES": "0"}

    def failures() -> list[str]:
        lines = [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []
        return [line["request_id"] for line in lines if "harbour is closed" in line.get("traceback", "")]

    with gunicorn(database, tmp_path, "broken:make()", WEB_CONCURRENCY="1", **settings) as server:
        assert server.get("/v1/documents", {"X-Request-Id": "before-rotation"})[0] == 500
        assert failures() == ["before-rotation"]
        log.rename(rotated)
        os.kill(server.process.pid, signal.SIGUSR1)
        deadline = time.monotonic() + 10
        while not log.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(0.5)
        for path in ("/v1/documents", "/docs"):
            status, headers, _ = server.get(path, {"X-Request-Id": f"after-rotation-{len(path)}"})
            assert (status, headers["content-type"]) == (500, "application/problem+json")
        assert failures() == ["after-rotation-13", "after-rotation-5"]
        assert "after-rotation" not in rotated.read_text()


def test_a_client_without_an_address_or_that_has_gone_has_none():
    here, there = socket.socketpair()
    with here, there:
        assert client_address(here) == ""
    assert client_address(here) == ""
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client_address(client) == "127.0.0.1"
