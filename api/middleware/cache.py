"""Cache: finished replies kept in each worker's memory, given again before Flask is entered."""

import threading
from collections import OrderedDict
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from api.http.request import CACHED, DAILY, ROUTE, Application, Environ, Headers, own_headers, release_of
from api.http.response import CACHE
from db.query.connection import ReleaseUnavailable
from db.query.follower import Follower, InvalidDigest

Key = tuple[str | None, ...]
Response = tuple[str, Headers, bytes, str | None]

MAX_CACHED_BYTES = 2_000_000
"""Bytes of the largest body that is kept: what is larger is made anew each time."""
ENTRY_OVERHEAD = 2_000
"""Bytes that a reply takes besides its body."""
CACHE_KEY = ("PATH_INFO", "QUERY_STRING", "HTTP_HOST", "HTTP_ACCEPT", "HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH")
"""What two requests must have in common to be given the same reply."""
UNCACHED = (DAILY, "/v1/downloads")
"""Addresses whose reply depends on the day, or on a range."""


class ResponseCache:
    """Keeps good replies to GET until there is no room, the longest unused going first.

    `room` is in bytes. What is kept is what Flask answered, so that the answer is the same to the last byte; the
    headers that belong to one request alone are put on anew.
    """

    def __init__(self, application: Application, follower: Follower, max_bytes: int) -> None:
        self.application, self.follower, self.max_bytes = application, follower, max_bytes
        self._lock = threading.Lock()
        self._replies = OrderedDict[Key, Response]()
        self._used = 0

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        """Answer with what is kept, or pass the request on and keep the answer."""
        named = environ.get("HTTP_HOST") and environ.get("RAW_URI", "/").startswith("/")
        if environ["REQUEST_METHOD"] != "GET" or environ["PATH_INFO"].startswith(UNCACHED) or not named:
            return self.application(environ, start_response)
        try:
            release = release_of(environ, self.follower)
        except (ReleaseUnavailable, InvalidDigest):
            return self.application(environ, start_response)
        key = (release.digest, *map(environ.get, CACHE_KEY))
        reply = self._replies.get(key)
        if reply is None:
            return self._forward(environ, start_response, key)
        with suppress(KeyError):
            # It may have been dropped by another thread meanwhile.
            self._replies.move_to_end(key)
        environ[CACHED] = "hit"
        status, headers, body, environ[ROUTE] = reply
        start_response(status, headers + own_headers(environ))
        return [body]

    def _forward(self, environ: Environ, start_response: Any, key: Key) -> Iterable[bytes]:
        """Let the application answer, and keep the answer if it is one of a release and not too large."""
        given = list[tuple[str, Headers]]()

        parts = self.application(environ, lambda status, headers, *_: given.append((status, headers)))
        status, headers = given[-1]
        named = dict(headers)
        size = int(named.get("Content-Length", 0 if status.startswith("304") else MAX_CACHED_BYTES + 1))
        if not status.startswith(("200", "304")) or named.get("Cache-Control") != CACHE or size > MAX_CACHED_BYTES:
            start_response(status, headers)
            return parts
        environ[CACHED] = "miss"
        start_response(status, headers)
        body = b"".join(parts)
        if hasattr(parts, "close"):
            parts.close()
        own = {name.lower() for name, _ in own_headers(environ)}
        headers = [pair for pair in headers if pair[0].lower() not in own]
        self._store(key, (status, headers, body, environ.get(ROUTE)))
        return [body]

    def _store(self, key: Key, reply: Response) -> None:
        """Keep a reply, and drop the longest unused until there is room."""
        with self._lock:
            if key in self._replies:
                return
            self._replies[key] = reply
            self._used += len(reply[2]) + ENTRY_OVERHEAD
            while self._used > self.max_bytes:
                _, dropped = self._replies.popitem(last=False)
                self._used -= len(dropped[2]) + ENTRY_OVERHEAD
