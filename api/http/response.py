"""Reply: what is answered, apart from Flask: status, headers and bytes, compressed for a client that asks for it."""

import gzip
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import lru_cache
from http import HTTPStatus
from typing import NamedTuple

from api.http.request import Headers, Request, current_request

API_VERSION = "1.0.0"
CACHE = "public, max-age=60, stale-while-revalidate=600, stale-if-error=86400"
EXPOSED = "ETag, Link, Location, Retry-After, X-Request-Id, Parley-API-Version, Parley-Release, Parley-Release-Digest"
MIN_GZIP_BYTES = 1_000
"""Bytes below which compressing a body would save less than a packet."""
GZIP_LEVEL = 5
"""zlib's level: the higher ones take longer than they save."""


class Response(NamedTuple):
    """A reply: its body, its status and the headers that are its own; in the order in which Flask takes them too."""

    body: bytes
    status: int
    headers: Headers

    @property
    def status_line(self) -> str:
        """The status with its name, as WSGI takes it."""
        return f"{self.status} {HTTPStatus(self.status).phrase.upper()}"


def reply(body: bytes, content_type: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return a reply of the release: with its ETag, and for a client that has it already without the body."""
    request = current_request()
    lasting = [("ETag", f'"{request.etag}"'), ("Cache-Control", CACHE), *(headers or {}).items()]
    if request.unchanged:
        return Response(b"", 304, lasting)
    return _whole(request, body, content_type, [*lasting, ("Last-Modified", _http_date(request.reader.date))])


def static_response(
    body: bytes, content_type: str, cache: str = CACHE, headers: Mapping[str, str] | None = None
) -> Response:
    """Return a reply that no release changes."""
    return _whole(current_request(), body, content_type, [("Cache-Control", cache), *(headers or {}).items()])


def _whole(request: Request, body: bytes, content_type: str, headers: Headers) -> Response:
    """Return a reply with its body; the same body always gives the same bytes."""
    if request.takes_gzip and len(body) >= MIN_GZIP_BYTES:
        body = gzip.compress(body, GZIP_LEVEL, mtime=0)
        headers = [*headers, ("Content-Encoding", "gzip")]
    return Response(body, 200, [("Content-Type", content_type), ("Content-Length", str(len(body))), *headers])


def shared_headers(request: Request) -> Headers:
    """Return the headers that every reply bears, the last of them those that belong to this request alone."""
    if "reader" in request.__dict__:
        return [*_headers_of(request.reader.version, request.release.digest), *request.own_headers]
    return [*_headers_of(None, None), *request.own_headers]


@lru_cache(maxsize=8)
def _headers_of(version: str | None, digest: str | None) -> Headers:
    released = [("Parley-Release", version), ("Parley-Release-Digest", digest)]
    return [
        ("Access-Control-Allow-Origin", "*"),
        ("Access-Control-Expose-Headers", EXPOSED),
        ("Parley-API-Version", API_VERSION),
        *((name, value) for name, value in released if value),
        ("X-Content-Type-Options", "nosniff"),
        ("Vary", "Accept, Accept-Encoding"),
    ]


@lru_cache(maxsize=8)
def _http_date(day: str) -> str:
    return format_datetime(datetime.fromisoformat(day).replace(tzinfo=UTC), usegmt=True)
