"""Sending: what goes out is what gunicorn sends by itself, whether its headers were seen before or not."""

from types import SimpleNamespace
from typing import Any

import pytest
from gunicorn.config import Config
from gunicorn.http.errors import InvalidResponseHeader, InvalidResponseHeaderName
from gunicorn.http.wsgi import Response

from api.server import gunicorn as fence
from api.server.gunicorn import BufferedResponse

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
    """Ids of requests are new in every reply; memory does not grow with them."""
    monkeypatch.setattr(fence, "_checked_headers", set())
    for number in range(fence.MAX_CHECKED_HEADERS * 2 + 5):
        written(BufferedResponse, "GET", "200 OK", [("X-Request-Id", str(number)), ("Content-Length", "10")])
    assert len(fence._checked_headers) <= fence.MAX_CHECKED_HEADERS
