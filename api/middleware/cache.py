"""The cache: finished responses kept in each worker's memory, sent again without the views being asked."""

import threading
from collections import OrderedDict
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, NamedTuple

from api.http.memento import IMMUTABLE
from api.http.request import CACHE_STATUS, ROUTE, Application, Environ, Headers, clean_query, id_headers, release_of
from api.http.response import CACHE_CONTROL, DAILY
from api.middleware.cache_key import Key, cache_key, text_length
from db.query.connection import ReleaseUnavailable
from db.query.follower import Follower, InvalidDigest

MAX_CACHED_BYTES = 2_000_000
"""The largest body that is kept: what is larger is made anew each time."""
ENTRY_OVERHEAD = 2_000
"""The bytes that a response takes besides its body, its headers and its key."""
UNCACHED = (DAILY, "/v1/downloads")
"""Addresses whose response depends on the day, or on a range."""
CACHEABLE = (CACHE_CONTROL, IMMUTABLE)
"""What is said of a response that lasts as long as its release."""


class CachedResponse(NamedTuple):
    """A response as WSGI takes it, without the headers that identify its request; and its route, for the log."""

    status: str
    headers: Headers
    body: bytes
    route: str | None


class ResponseCache:
    """Keeps good responses to GET, dropping the least recently used once they take more than `max_bytes`.

    What is kept is what the application answered, so that it is the same to the last byte; only the headers that
    identify the request are put on anew.
    """

    def __init__(self, application: Application, follower: Follower, max_bytes: int) -> None:
        self.application, self.follower, self.max_bytes = application, follower, max_bytes
        self._lock = threading.Lock()
        self._responses = OrderedDict[Key, CachedResponse]()
        self._used = 0

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        """Answer with what is kept, or pass the request on and keep the answer."""
        if not is_cacheable(environ):
            return self.application(environ, start_response)
        try:
            release = release_of(environ, self.follower)
        except (ReleaseUnavailable, InvalidDigest):
            return self.application(environ, start_response)
        clean_query(environ)
        key = cache_key(environ, release)
        if key is None:
            return self.application(environ, start_response)
        response = self._responses.get(key)
        if response is None:
            return self._forward(environ, start_response, key)
        with suppress(KeyError):
            # It may have been dropped by another thread meanwhile.
            self._responses.move_to_end(key)
        environ[CACHE_STATUS] = "hit"
        status, headers, body, environ[ROUTE] = response
        start_response(status, headers + id_headers(environ))
        return [body]

    def _forward(self, environ: Environ, start_response: Any, key: Key) -> Iterable[bytes]:
        """Let the application answer, and keep the response if it is one of a release and not too large."""
        started = list[tuple[str, Headers]]()
        parts = self.application(environ, lambda status, headers, *_: started.append((status, headers)))
        status, headers = started[-1]
        values = dict(headers)
        size = int(values.get("Content-Length", 0 if status.startswith("304") else MAX_CACHED_BYTES + 1))
        is_good = status.startswith(("200", "304")) and values.get("Cache-Control") in CACHEABLE
        if not is_good or size > MAX_CACHED_BYTES:
            start_response(status, headers)
            return parts
        environ[CACHE_STATUS] = "miss"
        start_response(status, headers)
        body = b"".join(parts)
        if hasattr(parts, "close"):
            parts.close()
        ids = {name.lower() for name, _ in id_headers(environ)}
        lasting = [pair for pair in headers if pair[0].lower() not in ids]
        self._store(key, CachedResponse(status, lasting, body, environ.get(ROUTE)))
        return [body]

    def _store(self, key: Key, response: CachedResponse) -> None:
        """Keep a response, and drop the least recently used until there is room."""
        with self._lock:
            if key in self._responses:
                return
            self._responses[key] = response
            self._used += size_of(key, response)
            while self._used > self.max_bytes:
                self._used -= size_of(*self._responses.popitem(last=False))


def is_cacheable(environ: Environ) -> bool:
    """Tell whether the reply to a request may be kept, or be one that is."""
    return (
        environ["REQUEST_METHOD"] == "GET"
        and bool(environ.get("HTTP_HOST"))
        and environ.get("RAW_URI", "/").startswith("/")
        and "HTTP_ACCEPT_DATETIME" not in environ
        and "HTTP_RANGE" not in environ
        and ("HTTP_IF_MODIFIED_SINCE" not in environ or "HTTP_IF_NONE_MATCH" in environ)
        and not environ["PATH_INFO"].startswith(UNCACHED)
    )


def size_of(key: Key, response: CachedResponse) -> int:
    """Return the bytes that a kept response takes; a link in its headers may repeat an address of kilobytes."""
    headers = sum(len(name) + len(value) for name, value in response.headers)
    return len(response.body) + headers + text_length(key) + ENTRY_OVERHEAD
