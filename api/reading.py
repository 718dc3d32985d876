"""Reading a request: its parameters and condition, the reader of its release, and the headers of every reply."""

import hashlib
import re
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cache
from typing import Any
from urllib.parse import quote, unquote_to_bytes, urlencode

from flask import Flask, Response, current_app, g, request

from api.coding import compress, takes_gzip
from api.errors import Problem
from api.settings import ROOT
from db.connection import Reader, get_reader
from db.follower import Follower, Served

API_VERSION = "1.0.0"
CACHE = "public, max-age=60, stale-while-revalidate=600, stale-if-error=86400"
EXPOSED = "ETag, Link, Location, Retry-After, X-Request-Id, Parley-API-Version, Parley-Release, Parley-Release-Digest"
RELEASE = "parley.release"
"""Where the release of a request stands in its environment."""
PIN = "HTTP_PARLEY_RELEASE_DIGEST"
"""The header by which a proxy names the release to answer from."""
DAILY = "/v1/on-this-day"
"""The address whose reply changes with the day, release or none."""
CODE = ("api/**/*.py", "schemas/**/*.py", "db/*.py", "db/*.yaml")
_REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_TRACEPARENT = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")


def reader() -> Reader:
    """Return the reader of this request's release, its time begun. Raises NotBuilt, BadDigest."""
    if "reader" not in g:
        g.release = release_of(request.environ, current_app.extensions["follower"])
        g.reader = get_reader(g.release.path)
        g.reader.allow(float(current_app.config["PARLEY_QUERY_SECONDS"]))
    found: Reader = g.reader
    return found


def release_of(environ: dict[str, Any], follower: Follower) -> Served:
    """Return the release that a request is answered from: found once, so that nothing in a reply is of another.

    A proxy may name it, so that all servers behind it change at one moment. Raises NotBuilt, BadDigest.
    """
    found: Served | None = environ.get(RELEASE)
    if found is None:
        pin = environ.get(PIN)
        found = environ[RELEASE] = follower.current() if pin is None else follower.pinned(pin)
    return found


def given_parameters() -> dict[str, list[str]]:
    """Return every parameter of the URL with all values that it was given."""
    return {name: request.args.getlist(name) for name in request.args}


def public_url(path: str, parameters: Mapping[str, list[str]] | None = None) -> str:
    """Return the absolute address of a path here with the given parameters."""
    pairs = [(name, value) for name, values in (parameters or {}).items() for value in values]
    query = "?" + urlencode(pairs, safe=",/~:") if pairs else ""
    base: str = current_app.config["PARLEY_PUBLIC_URL"]
    return base + quote(path, safe="/:,~") + query


def etag() -> str:
    """Return the strong ETag of the reply: of the release, the code, the request, the coding and the links' base."""
    if "etag" not in g:
        g.etag = _etag()
    found: str = g.etag
    return found


@cache
def _code() -> str:
    """Return a digest of the code, because other code may answer otherwise about the same release."""
    files = sorted(path for pattern in CODE for path in ROOT.glob(pattern))
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()


def _etag() -> str:
    today = f"{datetime.now(UTC):%m-%d}" if request.path.startswith(DAILY) else ""
    canonical = today + urlencode(
        sorted((name, value) for name, values in given_parameters().items() for value in values)
    )
    path, base = request.path.rstrip("/"), current_app.config["PARLEY_PUBLIC_URL"]
    coding = "gzip" if takes_gzip() else "identity"
    parts = (reader().digest, _code(), path, canonical, base, g.get("format", "json"), coding)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def unchanged() -> bool:
    """Tell whether the client has this very reply already."""
    return request.if_none_match.contains_weak(etag())


def reply(body: bytes, content_type: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return a reply of the release: with its ETag, and for a client that has it already without the body."""
    response = Response(b"", 304) if unchanged() else Response(body, 200, content_type=content_type)
    response.set_etag(etag())
    response.headers["Cache-Control"] = CACHE
    released = datetime.fromisoformat(reader().date).replace(tzinfo=UTC)
    response.headers["Last-Modified"] = format_datetime(released, usegmt=True)
    response.headers.update(headers or {})
    return compress(response)


def request_headers(environ: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the headers that belong to one request alone: its id, and what traces it where it came with that."""
    given, traceparent = environ.get("HTTP_X_REQUEST_ID", ""), environ.get("HTTP_TRACEPARENT", "")
    headers = [("X-Request-Id", given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex)]
    return headers + [("traceparent", traceparent)] * bool(_TRACEPARENT.fullmatch(traceparent))


def register_reading(app: Flask) -> None:
    """Refuse what cannot be read before anything else, and put on every reply what all of them bear."""
    # The digest is worked out now, while the files are those that run.
    _code()

    @app.before_request
    def _refuse_bad_bytes() -> None:
        g.request_headers = request_headers(request.environ)
        g.request_id = g.request_headers[0][1]
        raw = request.environ.get("QUERY_STRING", "").encode("latin-1").replace(b"+", b" ")
        for part, where in ((request.environ["PATH_INFO"].encode("latin-1"), "path"), (unquote_to_bytes(raw), "query")):
            try:
                text = part.decode("utf-8")
            except UnicodeDecodeError as error:
                raise Problem("bad-request", f"The {where} of the URL is not UTF-8.", try_url="/") from error
            if "\0" in text:
                raise Problem("bad-request", f"The {where} of the URL has a NUL byte.", try_url="/")

    @app.after_request
    def _add_headers(response: Response) -> Response:
        headers = response.headers
        headers["Access-Control-Allow-Origin"] = "*"
        headers["Access-Control-Expose-Headers"] = EXPOSED
        headers["Parley-API-Version"] = API_VERSION
        if "reader" in g:
            headers["Parley-Release"] = g.reader.version
            headers["Parley-Release-Digest"] = g.release.digest
        headers["X-Content-Type-Options"] = "nosniff"
        headers.extend(g.request_headers if "request_headers" in g else request_headers(request.environ))
        headers["Vary"] = "Accept, Accept-Encoding"
        if request.method == "OPTIONS":
            headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
            headers["Access-Control-Allow-Headers"] = "Accept, If-None-Match, X-Request-Id, traceparent"
            headers["Access-Control-Max-Age"] = "86400"
        return response
