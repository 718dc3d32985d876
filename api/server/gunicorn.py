"""Sending: gunicorn's replies in one piece, with nothing checked or worked out again that it just had."""

import time
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from gunicorn import util
from gunicorn.http import wsgi

MAX_KNOWN_HEADERS = 1_000
_known = set[tuple[str, str]]()
"""Headers that gunicorn found good and sends as they are."""
_date_of = lru_cache(maxsize=2)(util.http_date)


class BufferedResponse(wsgi.Response):  # type: ignore[misc]
    """A reply whose head goes out together with the beginning of its body: one call of the system instead of two."""

    head = b""
    sock: Any

    def process_headers(self, headers: Iterable[tuple[str, str]]) -> None:
        """Check the headers, most of which are those of the reply before. Raises what gunicorn raises."""
        for pair in headers:
            if pair in _known:
                self.headers.append(pair)
                continue
            before = len(self.headers)
            super().process_headers((pair,))
            if self.headers[before:] == [pair] and pair[0].lower() != "content-length":
                if len(_known) >= MAX_KNOWN_HEADERS:
                    _known.clear()
                _known.add(pair)

    def sendall(self, data: bytes) -> None:
        """Take the head where gunicorn writes to a socket."""
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
        """End the reply; one without a body is its head."""
        if not self.headers_sent:
            self.send_headers()
        self._send_head()
        super().close()

    def _send_head(self) -> None:
        if self.head:
            head, self.head = self.head, b""
            util.write(self.sock, head)


def http_date(timestamp: float | None = None) -> str:
    """Return a time as HTTP has it, which is the same all through a second."""
    date: str = _date_of(int(time.time() if timestamp is None else timestamp))
    return date


def install() -> None:
    """Let gunicorn use these, and make the stream that errors go to once."""
    wsgi.Response = BufferedResponse
    wsgi.WSGIErrorsWrapper = lru_cache(maxsize=1)(wsgi.WSGIErrorsWrapper)
    util.http_date = http_date


def settle(cfg: Any) -> None:
    """Let gunicorn find its settings as plain attributes: it looks up twenty for a request, and none changes now."""
    vars(cfg).update({name: setting.get() for name, setting in cfg.settings.items()})
