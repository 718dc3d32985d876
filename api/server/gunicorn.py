"""The fence around gunicorn's private parts: what Parley changes in them stands here and in api/server/worker.py.

A reply goes out in one piece, headers that were found good are not checked again, the date is formatted once a second,
settings are plain attributes, one stream takes the errors of all requests, and what gunicorn refuses is answered with a
problem instead of HTML. None of this is a setting of gunicorn, so its
version is pinned to the minor, and tests/server/test_gunicorn.py fails when a function that is touched here changes.
Decision 0023 has what each saves.
"""

import logging
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import lru_cache
from socket import socket
from typing import Any

from gunicorn import http, util
from gunicorn.http import wsgi
from gunicorn.workers import ggevent

from api.server.worker import Parser, Server

MAX_CHECKED_HEADERS, MAX_CHECKED_LENGTH = 8_000, 500
"""Headers that are remembered, and characters of the longest of them: those of some thousand replies."""
FIRST_LINE = ("Invalid Request Line", "Invalid HTTP Version")
"""How gunicorn's messages begin where it cannot read the first line; a blank in a URL makes its rest the version."""
_checked_headers = set[tuple[str, str]]()
"""Headers that gunicorn has found good and sends as they are."""
_date_of = lru_cache(maxsize=2)(util.http_date)


class BufferedResponse(wsgi.Response):  # type: ignore[misc]
    """A response whose head goes out together with the beginning of its body: one system call instead of two."""

    head = b""
    sock: Any

    def process_headers(self, headers: Iterable[tuple[str, str]]) -> None:
        """Check the headers, most of which are those of the response before. Raises what gunicorn raises."""
        for pair in headers:
            # Every request has another id, which was found good before it got into a header.
            if pair in _checked_headers or pair[0] == "X-Request-Id":
                self.headers.append(pair)
                continue
            before = len(self.headers)
            super().process_headers((pair,))
            is_short = len(pair[1]) <= MAX_CHECKED_LENGTH
            if is_short and self.headers[before:] == [pair] and pair[0].lower() != "content-length":
                if len(_checked_headers) >= MAX_CHECKED_HEADERS:
                    _checked_headers.clear()
                _checked_headers.add(pair)

    def sendall(self, data: bytes) -> None:
        """Take the head, which gunicorn believes to write to a socket."""
        self.head += data

    def send_headers(self) -> None:
        """Write the head, and hold it."""
        sock, self.sock = self.sock, self
        try:
            super().send_headers()
        finally:
            self.sock = sock

    def _emit_body(self, data: bytes) -> None:
        head, self.head = self.head, b""
        if self.chunked:
            util.write(self.sock, head)
            super()._emit_body(data)
        else:
            util.write(self.sock, head + data)

    def sendfile(self, respiter: Any) -> bool:
        """Send a file after the head."""
        self.send_headers()
        self._send_head()
        sent: bool = super().sendfile(respiter)
        return sent

    def close(self) -> None:
        """End the response; one without a body is its head."""
        if not self.headers_sent:
            self.send_headers()
        self._send_head()
        super().close()

    def _send_head(self) -> None:
        if self.head:
            head, self.head = self.head, b""
            util.write(self.sock, head)


def http_date(timestamp: float | None = None) -> str:
    """Return a time as an HTTP date, formatted once a second."""
    date: str = _date_of(int(time.time() if timestamp is None else timestamp))
    return date


class ErrorStream(wsgi.WSGIErrorsWrapper):  # type: ignore[misc]
    """The `wsgi.errors` of all requests, which writes wherever gunicorn's error log goes at that moment.

    gunicorn makes such a stream for each request. One for all must not keep the files: SIGUSR1 closes and reopens them.
    """

    def __init__(self) -> None:
        """Keep nothing."""

    @property
    def streams(self) -> list[Any]:
        """The streams of the error log, as they are now."""
        handlers = logging.getLogger("gunicorn.error").handlers
        return [handler.stream for handler in handlers if isinstance(handler, logging.StreamHandler)]


def freeze_settings(cfg: Any) -> None:
    """Let a worker find gunicorn's settings as plain attributes: it looks up twenty for a request, and none changes."""
    vars(cfg).update({name: setting.get() for name, setting in cfg.settings.items()})


def install(
    refuse: Callable[[str, int, bool], bytes], turn_away: Callable[[bytes, str, float], tuple[bytes, bool] | None]
) -> None:
    """Let gunicorn use these.

    `refuse` gives the reply to what it will not read, by the client's address, the status, and whether it was the
    first line that could not be read; `turn_away` that to whoever waits in vain (api/server/worker.py).
    """
    errors = ErrorStream()

    def write_error(sock: socket, status: int, _reason: str, message: str) -> None:
        util.write_nonblock(sock, refuse(client_address(sock), status, message.startswith(FIRST_LINE)))

    wsgi.Response = BufferedResponse
    wsgi.WSGIErrorsWrapper = lambda _cfg: errors
    util.http_date = http_date
    util.write_error = write_error
    Parser.turn_away = staticmethod(turn_away)
    http.get_parser = Parser
    ggevent.StreamServer = Server


def client_address(sock: socket) -> str:
    """Return the address of a client; nothing where it has none, or has gone."""
    with suppress(OSError, IndexError, TypeError):
        return str(sock.getpeername()[0])
    return ""
