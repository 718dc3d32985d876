"""The response: status, headers and bytes, with an ETag where a release made it, compressed where the client asks."""

import gzip
import hashlib
import time
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cache, lru_cache
from http import HTTPStatus
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from werkzeug.datastructures import ETags
from werkzeug.http import parse_etags

from api.http.memento import memento_headers
from api.http.preconditions import is_unmodified
from api.http.ranges import requested_part
from api.http.request import Headers, Request, current_request, id_headers
from api.http.short_texts import remember_short
from api.http.streams import Stream, compressed, in_blocks
from db.query.root import ROOT

API_VERSION = "1.0.0"
JSON = "application/json"
CACHE_CONTROL = "public, max-age=60, stale-while-revalidate=600, stale-if-error=86400"
EXPOSED_HEADERS = ", ".join(
    (
        *("Accept-Ranges", "Age", "Cache-Status", "Content-Disposition", "Content-Encoding", "Content-Length"),
        *("Content-Range", "Date", "ETag", "Link", "Location", "Memento-Datetime", "RateLimit-Policy", "Repr-Digest"),
        *("Retry-After", "Vary", "X-Request-Id"),
        *("Parley-API-Version", "Parley-Release", "Parley-Release-Digest", "traceparent"),
    )
)
"""What a page of another origin may read of a reply, besides what every page may read."""
VARY = "Accept, Accept-Encoding"
"""What of a request a reply depends on."""
TIMEGATE_VARY = f"{VARY}, Accept-Datetime"
"""The same at the address of a record, which leads to its former states."""
NOSNIFF = ("X-Content-Type-Options", "nosniff")
DAILY = "/v1/on-this-day"
"""The address whose reply changes with the day, release or none."""
MIN_GZIP_BYTES = 1_000
"""The size of body below which compressing would save less than a packet."""
MAX_WHOLE_BYTES = 200_000
"""The size of body up to which a list is made before it is sent, so that it has a length and can be kept."""
IF_MODIFIED_SINCE = "HTTP_IF_MODIFIED_SINCE"
NANOSECONDS = 1_000_000_000
COMPRESSED = {"image/png"}
"""Types whose bytes are compressed already."""
GZIP_LEVEL = 5
"""zlib's level: the higher ones take longer than they save."""


class Response(NamedTuple):
    """A body, a status and headers, in the order in which Flask takes them from a view too."""

    body: bytes | Stream
    status: int
    headers: Headers

    @property
    def whole(self) -> bytes:
        """The whole body, read to its end if it is only made while it is sent."""
        return self.body if isinstance(self.body, bytes) else b"".join(self.body)

    @property
    def status_line(self) -> str:
        """The status with its name, as WSGI takes it."""
        return status_line(self.status)


@cache
def status_line(status: int) -> str:
    """Return a status with its name, as WSGI takes it."""
    return f"{status} {HTTPStatus(status).phrase.upper()}"


def release_response(body: bytes, content_type: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return a response that only a new release or new code changes; a 304 where the client has it already."""
    request = current_request()
    if (not_modified := unchanged_response(request, exists=True)) is not None:
        return not_modified
    lasting = _lasting_headers(request, headers or {})
    if IF_MODIFIED_SINCE in request.environ and _has_it_by_date(request, lasting):
        return _not_modified(request)
    return _complete(request, body, content_type, lasting)


def stream_response(pieces: Iterable[bytes], content_type: str, headers: Mapping[str, str]) -> Response:
    """Return the response of a release whose body is made while it is sent; a small one is sent at once.

    What goes wrong at its beginning becomes a problem; later on the connection is cut, so that no part passes for the
    whole.
    """
    request = current_request()
    if (not_modified := unchanged_response(request, exists=True)) is not None:
        return not_modified
    lasting = _lasting_headers(request, headers)
    if IF_MODIFIED_SINCE in request.environ and _has_it_by_date(request, lasting):
        return _not_modified(request)
    blocks = in_blocks(pieces)
    beginning = list[bytes]()
    for block in blocks:
        beginning.append(block)
        if sum(map(len, beginning)) > MAX_WHOLE_BYTES:
            break
    else:
        return release_response(b"".join(beginning), content_type, headers)
    body: Iterator[bytes] = chain(beginning, blocks)
    coding = [("Content-Encoding", "gzip")] if request.takes_gzip else []
    stream = Stream(compressed(body, GZIP_LEVEL) if request.takes_gzip else body, request.keep_reader())
    return Response(stream, 200, [("Content-Type", content_type), *lasting, *coding])


def _lasting_headers(request: Request, headers: Mapping[str, str]) -> Headers:
    """Return the headers of a response that only a new release or new code changes."""
    lasting = {"ETag": etag(request), "Cache-Control": CACHE_CONTROL, **headers}
    if request.asks_past and (memento := request.memento):
        lasting = memento_headers(request, memento, lasting)
    is_daily = request.path.startswith(DAILY)
    changed = last_modified(request.changed or request.release.since, code_time(), daily=is_daily)
    return [*lasting.items(), ("Last-Modified", changed)]


def unchanged_response(request: Request, *, exists: bool = False) -> Response | None:
    """Return the 304 for a client that has the response already; None where it has to be made.

    An endpoint asks before it runs any statement, as soon as it knows that the request is a good one. `*` is whatever
    there is, which nobody knows before the response `exists`.
    """
    condition = request.environ.get("HTTP_IF_NONE_MATCH")
    if condition is None:
        return None
    tags = _parse_etags(condition)
    if not (exists if tags.star_tag else tags.contains_weak(etag(request).strip('"'))):
        return None
    return _not_modified(request)


def _has_it_by_date(request: Request, lasting: Headers) -> bool:
    """Tell whether a client has a response already, by the date of its last change, where a date is enough to say so.

    What `as_of` or a day stands for may become another thing without a change of the release.
    """
    by_date = not request.asks_past and not request.path.startswith(DAILY)
    return by_date and is_unmodified(request.environ, dict(lasting)["Last-Modified"])


def _not_modified(request: Request) -> Response:
    lasting = {"ETag": etag(request), "Cache-Control": CACHE_CONTROL}
    if request.asks_past and (memento := request.memento):
        lasting = memento_headers(request, memento, lasting)
    return Response(b"", 304, list(lasting.items()))


def static_response(
    body: bytes, content_type: str, cache_control: str = CACHE_CONTROL, headers: Mapping[str, str] | None = None
) -> Response:
    """Return a response that no release changes."""
    own = [("Cache-Control", cache_control), *(headers or {}).items()]
    return _complete(current_request(), body, content_type, own)


def _complete(request: Request, body: bytes, content_type: str, headers: Headers) -> Response:
    """Return a response with its body, compressed if it pays; the same body always gives the same bytes."""
    if request.takes_gzip and len(body) >= MIN_GZIP_BYTES and content_type not in COMPRESSED:
        body = gzip.compress(body, GZIP_LEVEL, mtime=0)
        headers = [*headers, ("Content-Encoding", "gzip")]
    if "HTTP_RANGE" in request.environ:
        part = requested_part(request.environ, len(body), dict(headers).get("ETag"))
        if part is not None:
            place = ("Content-Range", f"bytes {part[0]}-{part[1] - 1}/{len(body)}")
            length = ("Content-Length", str(part[1] - part[0]))
            return Response(body[slice(*part)], 206, [("Content-Type", content_type), length, place, *headers])
    return Response(body, 200, [("Content-Type", content_type), ("Content-Length", str(len(body))), *headers])


def shared_headers(request: Request) -> Headers:
    """Return the headers that every response bears; those that identify the request come last."""
    reader = request.opened_reader
    release = (reader.version, request.release.digest) if reader else (None, None)
    if reader and request.asks_past and request.memento:
        release = (request.memento.version, request.release.digest)
    vary = TIMEGATE_VARY if request.is_timegate else VARY
    return [*headers_of_release(*release, vary), *id_headers(request.environ)]


@lru_cache(maxsize=8)
def headers_of_release(version: str | None, digest: str | None, vary: str = VARY) -> Headers:
    """Return the headers that every response bears, but for those of its request; None where it needed no release."""
    release = [("Parley-Release", version), ("Parley-Release-Digest", digest)]
    return [
        ("Access-Control-Allow-Origin", "*"),
        ("Access-Control-Expose-Headers", EXPOSED_HEADERS),
        ("Parley-API-Version", API_VERSION),
        *((name, value) for name, value in release if value),
        NOSNIFF,
        ("Vary", vary),
    ]


def etag(request: Request) -> str:
    """Return the strong ETag of a response: of the release or the record, the code, the request and the coding."""
    params = request.query_params
    pairs = sorted((name, value) for name, values in params.items() for value in values) if params else []
    today = f"{datetime.now(UTC):%m-%d}" if request.path.startswith(DAILY) else ""
    canonical = f"{today}{pairs!r}" if pairs or today else ""
    coding = "gzip" if request.takes_gzip else "identity"
    makers = (request.content_digest or request.reader.digest, code_digest())
    parts = (*makers, request.path.rstrip("/"), canonical, request.base, request.format, coding)
    digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
    return f'"{digest}"'


@cache
def code_digest() -> str:
    """Return a digest of the code, because other code may answer otherwise about the same release."""
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in code_files())).hexdigest()


@cache
def code_time() -> int:
    """Return when the newest file of the code was written, in nanoseconds."""
    return max(path.stat().st_mtime_ns for path in code_files())


def code_files() -> list[Path]:
    """Return every file that has a part in making a reply: all code and what lies beside it, but not the records."""
    beside_records = [path for path in (ROOT / "db").iterdir() if path.name != "records"]
    roots = [ROOT / "api", ROOT / "schemas", *beside_records]
    files = [path for root in roots for path in (root.rglob("*") if root.is_dir() else [root])]
    return sorted(path for path in files if path.is_file() and "__pycache__" not in path.parts)


@remember_short(256)
def _parse_etags(condition: str) -> ETags:
    return parse_etags(condition)


def last_modified(since: int, code_time: int, *, daily: bool) -> str:
    """Return when replies last changed, as an HTTP date: never earlier than that, or `curl -z FILE` keeps an old text.

    They change with the release (`since` says when this one came) and with the code (`code_time`), both in nanoseconds.
    The release's own date is a day of the record, to which a correction on the same day adds nothing. `daily` says that
    the reply changes at midnight too.
    """
    # A second that has begun counts to its end: a file that was fetched earlier in it may be older.
    seconds = min(-(-max(since, code_time) // NANOSECONDS), int(time.time()))
    return _http_date(max(seconds, int(time.time()) // 86_400 * 86_400) if daily else seconds)


@lru_cache(maxsize=8)
def _http_date(seconds: int) -> str:
    return format_datetime(datetime.fromtimestamp(seconds, UTC), usegmt=True)
