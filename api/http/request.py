"""Asked: what a request asks, read once from its environment. Nothing here needs Flask."""

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import cache, cached_property, lru_cache
from typing import Any
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urlencode

from werkzeug.datastructures import ETags
from werkzeug.http import parse_accept_header, parse_etags

from api.http.problems import Problem
from api.server.settings import ROOT
from db.query.connection import Reader, borrow_reader, give_back
from db.query.follower import ActiveRelease, Follower

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
Application = Callable[[Environ, Any], Iterable[bytes]]

RELEASE = "parley.release"
"""Where the release of a request stands in its environment."""
PIN = "HTTP_PARLEY_RELEASE_DIGEST"
"""The header by which a proxy names the release to answer from."""
SUFFIX = "parley.suffix"
"""Where the suffix of a path stands in its environment, after it was taken off."""
ROUTE = "parley.route"
"""Where Flask's template of the address stands in a request's environment."""
CACHED = "parley.cached"
"""Where it stands that a reply was a kept one, `hit`, or is kept now, `miss`; nothing of a reply that never is."""
DAILY = "/v1/on-this-day"
"""The address whose reply changes with the day, release or none."""
CODE = ("api/**/*.py", "schemas/**/*.py", "db/*.py", "db/*/*.py", "db/query/*.yaml")
_REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_OWN = "parley.own"
_WRITTEN = re.compile(r"\A[\w.~,:/-]+=[\w.~,:/-]*(&[\w.~,:/-]+=[\w.~,:/-]*)*", re.ASCII)
"""Parameters that are written as they would be written anew; bound to the beginning, because a search for it would not
be linear."""
_TRACEPARENT = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")


class Request:
    """One request; what is asked for is worked out when it is first needed, and once."""

    def __init__(self, environ: Environ, config: Mapping[str, Any], follower: Follower) -> None:
        self.environ, self.config, self.follower = environ, config, follower
        self.path = _as_text(environ["PATH_INFO"])
        self.path_params: dict[str, str] = {}
        """Parameters that stand in the path."""
        self.format = "json"
        """The suffix of the format that was agreed on."""

    @cached_property
    def query_params(self) -> dict[str, list[str]]:
        """Every parameter of the URL with all values that it was given."""
        given: dict[str, list[str]] = {}
        query = _as_text(self.environ.get("QUERY_STRING", ""))
        for name, value in parse_qsl(query, keep_blank_values=True):
            given.setdefault(name, []).append(value)
        return given

    @property
    def base(self) -> str:
        """What absolute links begin with."""
        base: str = self.config["PARLEY_PUBLIC_URL"]
        return base

    @property
    def release(self) -> ActiveRelease:
        """The release that the request is answered from. Raises NotBuilt, BadDigest."""
        return release_of(self.environ, self.follower)

    @cached_property
    def reader(self) -> Reader:
        """The reader of the release, the time of its statements begun. Raises NotBuilt, BadDigest."""
        reader = borrow_reader(self.release.path)
        reader.set_time_limit(float(self.config["PARLEY_QUERY_SECONDS"]))
        return reader

    def end(self) -> None:
        """Give back what was borrowed, once the reply is made."""
        if "reader" in self.__dict__:
            give_back(self.__dict__.pop("reader"))

    @property
    def own_headers(self) -> Headers:
        """The headers that belong to this request alone; the first is its id."""
        return own_headers(self.environ)

    @property
    def takes_gzip(self) -> bool:
        """Whether the client takes gzip, and not less gladly than the bytes as they are."""
        accepted = self.environ.get("HTTP_ACCEPT_ENCODING")
        return accepted is not None and _takes_gzip(accepted)

    @cached_property
    def etag(self) -> str:
        """The strong ETag of the reply: of the release, the code, the request, the coding and the links' base."""
        pairs = sorted((name, value) for name, values in self.query_params.items() for value in values)
        today = f"{datetime.now(UTC):%m-%d}" if self.path.startswith(DAILY) else ""
        coding = "gzip" if self.takes_gzip else "identity"
        canonical = f"{today}{pairs!r}" if pairs or today else ""
        parts = (self.reader.digest, code_digest(), self.path.rstrip("/"), canonical, self.base, self.format, coding)
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]

    @property
    def unchanged(self) -> bool:
        """Whether the client has this very reply already."""
        condition = self.environ.get("HTTP_IF_NONE_MATCH")
        return condition is not None and _tags(condition).contains_weak(self.etag)

    @property
    def path_written(self) -> str:
        """The path as the client wrote it, suffix included."""
        suffix = self.environ.get(SUFFIX)
        return self.path.rstrip("/") + (f".{suffix}" if suffix else "") if self.path != "/" else "/"

    @property
    def own_url(self) -> str:
        """The absolute address of the request, as one writes it."""
        query = self.environ.get("QUERY_STRING", "")
        if query and _WRITTEN.fullmatch(query):
            return f"{self.url(self.path_written)}?{query}"
        return self.url(self.path_written, self.query_params)

    def url(self, path: str, query_params: Mapping[str, list[str]] | None = None) -> str:
        """Return the absolute address of a path here with the given parameters."""
        pairs = [(name, value) for name, values in (query_params or {}).items() for value in values]
        query = f"?{written(pairs)}" if pairs else ""
        return self.base + quoted(path) + query

    def check_bytes(self) -> None:
        """Refuse a URL that is not UTF-8 or has a NUL. Raises Problem."""
        query: str = self.environ.get("QUERY_STRING", "")
        path: str = self.environ["PATH_INFO"]
        if "%" not in query and query.isascii() and path.isascii() and "\0" not in path:
            return
        raw = query.encode("latin-1").replace(b"+", b" ")
        for part, where in ((path.encode("latin-1"), "path"), (unquote_to_bytes(raw), "query")):
            try:
                text = part.decode("utf-8")
            except UnicodeDecodeError as error:
                raise Problem("bad-request", f"The {where} of the URL is not UTF-8.", try_url="/") from error
            if "\0" in text:
                raise Problem("bad-request", f"The {where} of the URL has a NUL byte.", try_url="/")


def _as_text(written: str) -> str:
    """Return what WSGI gives as bytes in the guise of text as the UTF-8 that it is."""
    return written if written.isascii() else written.encode("latin-1").decode("utf-8", "replace")


_now: ContextVar[Request] = ContextVar("request")
set_current_request = _now.set
"""Let a request be the one that this thread answers."""
current_request = _now.get
"""Return the request that this thread answers."""


def release_of(environ: Environ, follower: Follower) -> ActiveRelease:
    """Return the release that a request is answered from: found once, so that nothing in a reply is of another.

    A proxy may name it, so that all servers behind it change at one moment. Raises NotBuilt, BadDigest.
    """
    found: ActiveRelease | None = environ.get(RELEASE)
    if found is None:
        pin = environ.get(PIN)
        found = environ[RELEASE] = follower.current() if pin is None else follower.pinned(pin)
    return found


def own_headers(environ: Environ) -> Headers:
    """Return the headers that belong to one request alone: its id, and what traces it where it came with that.

    They are the same however often they are asked for, so that reply, problem and log bear one id: the one that the
    request came with, or its trace's, or a new one.
    """
    headers: Headers | None = environ.get(_OWN)
    if headers is None:
        given, traceparent = environ.get("HTTP_X_REQUEST_ID", ""), environ.get("HTTP_TRACEPARENT", "")
        trace = [("traceparent", traceparent)] * bool(_TRACEPARENT.fullmatch(traceparent))
        made = traceparent[3:35] if trace else os.urandom(16).hex()
        headers = environ[_OWN] = [("X-Request-Id", given if _REQUEST_ID.fullmatch(given) else made), *trace]
    return headers


@cache
def code_digest() -> str:
    """Return a digest of the code, because other code may answer otherwise about the same release."""
    files = sorted(path for pattern in CODE for path in ROOT.glob(pattern))
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()


@lru_cache(maxsize=1_000)
def quoted(path: str) -> str:
    """Return a path as one writes it in an address."""
    return quote(path, safe="/:,~")


def written(pairs: list[tuple[str, str]]) -> str:
    """Return parameters as one writes them in an address."""
    return urlencode(pairs, safe=",/~:")


@lru_cache(maxsize=64)
def _takes_gzip(accepted: str) -> bool:
    encodings = parse_accept_header(accepted)
    return 0 < encodings.quality("gzip") >= encodings.quality("identity")


@lru_cache(maxsize=256)
def _tags(condition: str) -> ETags:
    return parse_etags(condition)
