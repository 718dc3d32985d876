"""The request: what a client asks for, read once from its WSGI environment. Nothing here needs Flask."""

import re
from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from functools import cached_property, partial
from random import getrandbits
from typing import Any
from urllib.parse import parse_qsl, unquote_plus, unquote_to_bytes

from werkzeug.http import parse_accept_header

from api.formats import FORMATS
from api.formats.answers import AnswerShape
from api.http.short_texts import remember_short
from api.http.urls import PLAIN_QUERY, encode_query, encoded_path
from db.query.connection import READERS, Reader
from db.query.follower import ActiveRelease, Follower
from db.query.memento import Memento, ReleaseNotKept, find_memento, kept_versions
from schemas.query.moments import ReleaseMoment

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
Application = Callable[[Environ, Any], Iterable[bytes]]

RELEASE = "parley.release"
"""The key in a WSGI environment under which the layers share the release that a request is answered from."""
ROUTE = "parley.route"
"""The key of Flask's template of the address, for the log and the metrics."""
CACHE_STATUS = "parley.cache"
"""The key that says `hit` of a reply from the cache, `miss` of one that has just been stored in it."""
REQUEST_IDS = "parley.request-ids"
"""The key of the headers that identify the request."""
TRIAL = "parley.trial"
"""The key that says that nobody gets the reply: it is asked for to see whether a suggestion works."""
AS_OF = "as_of"
"""The parameter that asks for the record as it was."""
PIN = "HTTP_PARLEY_RELEASE_DIGEST"
"""The header by which a proxy names the release to answer from."""

SUFFIXES = {"json", *FORMATS}
SUFFIXED_PATH = re.compile(r"(/v1/(?!downloads(?:/|$)).*?[^/])\.([a-z]+)/?")
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,128}")
"""What the id of a request may be to come back; nginx and Varnish (deploy/) have the same rule."""
TRACEPARENT = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")

TRACKING = r"utm_[^&=]*|fbclid|gclid|msclkid|mc_cid|mc_eid|igshid|_"
"""Names that mail programs, advertisers and social networks add; `_` is what jQuery adds against caches."""
_TRACKING_NAME = re.compile(TRACKING)
_MAY_TRACK = re.compile(rf"(?:^|&)(?:(?:{TRACKING})(?:[=&]|$)|[^=&]*%)")
"""Whether a query string may have one; a name with a percent sign has to be decoded first."""


class UndecodableURL(ValueError):
    """The URL has bytes that are not UTF-8, or a NUL; the message says where."""


class Request:
    """One request. What takes work is worked out when it is first needed, and once."""

    def __init__(self, environ: Environ, config: Mapping[str, Any], follower: Follower) -> None:
        self.environ, self.config, self.follower = environ, config, follower
        clean_query(environ)
        query: str = environ.get("QUERY_STRING", "")
        self.asks_past = bool(query) and ("as_of" in query or "%" in query) and AS_OF in self.query_params
        """Whether the request asks for the record as it was."""
        self.suffix: str | None = None
        """The format that the path names by its suffix. It is taken off the path, so that one route serves them all."""
        suffixed = SUFFIXED_PATH.fullmatch(environ["PATH_INFO"])
        if suffixed and suffixed[2] in SUFFIXES:
            environ["PATH_INFO"], self.suffix = suffixed[1], suffixed[2]
        path: str = environ["PATH_INFO"]
        self.path = path if path.isascii() else _decode(path)
        self.path_params: dict[str, str] = {}
        """The parameters that stand in the path."""
        self.accept: str = environ.get("HTTP_ACCEPT", "*/*")
        self.names_a_format = self.suffix != "json" and (self.suffix is not None or self.accept != "*/*")
        """Whether the suffix or Accept asks for a particular format; otherwise the reply is JSON."""
        self.content_digest: str | None = None
        """The digest of the record that is the whole reply, so that nothing else changes its ETag."""
        self.changed: int | None = None
        """When that record last changed, at the latest, in nanoseconds; None where it follows the release."""
        self.is_timegate = False
        """Whether the address is a record's, which leads a client that names a time to the record as it was then."""
        self.is_trial: bool = TRIAL in environ
        """Whether only the status of the reply matters."""
        self.format = "json"
        """The suffix of the format that was agreed on."""
        self.answer: AnswerShape | None = None
        """How an answer that is worked out is written; None means JSON."""
        self.opened_reader: Reader | None = None
        """The reader, once it was needed; None where the response needs no release."""
        self.keeps_reader = False
        """Whether a response that is made while it is sent still reads."""
        self.base: str = config["PARLEY_PUBLIC_URL"]
        """What absolute links begin with."""

    @cached_property
    def query_params(self) -> dict[str, list[str]]:
        """Every parameter of the query string, with all the values that it has there."""
        query: str = self.environ.get("QUERY_STRING", "")
        params: dict[str, list[str]] = {}
        if not query:
            return params
        for name, value in parse_qsl(query if query.isascii() else _decode(query), keep_blank_values=True):
            params.setdefault(name, []).append(value)
        return params

    @cached_property
    def takes_bom(self) -> bool:
        """Whether `bom` is a parameter of this request: that of CSV, which says that it is for Excel."""
        return self.suffix == "csv" or (self.suffix is None and "text/csv" in self.accept)

    @cached_property
    def release(self) -> ActiveRelease:
        """The release that the request is answered from, `as_of` being heeded.

        Raises ReleaseUnavailable, InvalidDigest, NoMemento, ReleaseNotKept.
        """
        if self.asks_past and (memento := self.memento) is not None:
            if memento.release is None:
                raise ReleaseNotKept(memento, kept_versions(release_of(self.environ, self.follower), self.follower))
            return memento.release
        return release_of(self.environ, self.follower)

    @cached_property
    def memento(self) -> Memento | None:
        """The state of the record that `as_of` means; None without one, or where it is no day and no version.

        What is wrong with it is told when the parameters are read. Raises ReleaseUnavailable, InvalidDigest, NoMemento.
        """
        text = ",".join(self.query_params.get(AS_OF, ()))
        if not ReleaseMoment.accepts(text):
            return None
        return find_memento(text, release_of(self.environ, self.follower), self.follower)

    def read_history(self) -> None:
        """Answer from the present release, which tells of the former ones, though its own state is not asked for."""
        self.release = release_of(self.environ, self.follower)

    @cached_property
    def reader(self) -> Reader:
        """A reader of the release, its time limit set. Raises ReleaseUnavailable, InvalidDigest."""
        self.opened_reader = reader = READERS.acquire(self.release.path)
        reader.set_time_limit(float(self.config["PARLEY_QUERY_SECONDS"]))
        return reader

    def keep_reader(self) -> Callable[[], None]:
        """Keep the reader beyond the making of the response; return what lets others use it again."""
        self.keeps_reader = True
        return partial(READERS.release, self.reader)

    def close(self) -> None:
        """Let others use the reader, once the response is made."""
        if self.opened_reader is not None and not self.keeps_reader:
            READERS.release(self.opened_reader)
            self.opened_reader = None

    @cached_property
    def takes_gzip(self) -> bool:
        """Whether the client takes gzip, and likes it no less than the bytes as they are."""
        accepted = self.environ.get("HTTP_ACCEPT_ENCODING")
        return accepted is not None and takes_gzip(accepted)

    @property
    def leaves_size_open(self) -> bool:
        """Whether the client says nothing of how large a list may be."""
        return self.query_params.keys().isdisjoint(("limit", "view", "fields"))

    @property
    def path_with_suffix(self) -> str:
        """The path as the client wrote it, without a slash at its end."""
        suffix = f".{self.suffix}" if self.suffix else ""
        return self.path.rstrip("/") + suffix if self.path != "/" else "/"

    @cached_property
    def url(self) -> str:
        """The absolute URL of the request itself."""
        path, query = encoded_path(self.path_with_suffix), self.environ.get("QUERY_STRING", "")
        if query and PLAIN_QUERY.fullmatch(query):
            return f"{self.base}{path}?{query}"
        return self.base + path + encode_query(self.query_params)

    def check_encoding(self) -> None:
        """Refuse a URL that is not UTF-8 or has a NUL. Raises UndecodableURL."""
        query: str = self.environ.get("QUERY_STRING", "")
        path: str = self.environ["PATH_INFO"]
        if "%" not in query and query.isascii() and path.isascii() and "\0" not in path:
            return
        raw = query.encode("latin-1").replace(b"+", b" ")
        for part, where in ((path.encode("latin-1"), "path"), (unquote_to_bytes(raw), "query")):
            try:
                text = part.decode("utf-8")
            except UnicodeDecodeError as error:
                raise UndecodableURL(f"The {where} of the URL is not UTF-8.") from error
            if "\0" in text:
                raise UndecodableURL(f"The {where} of the URL has a NUL byte.")


_current_request: ContextVar[Request] = ContextVar("request")
set_current_request = _current_request.set
"""Let a request be the one that this thread or greenlet answers."""
current_request = _current_request.get
"""Return the request that this thread or greenlet answers."""


def release_of(environ: Environ, follower: Follower) -> ActiveRelease:
    """Return the release that a request is answered from: looked up once, so that no reply mixes two.

    A proxy may name it, so that all servers behind it change at one moment. Raises ReleaseUnavailable, InvalidDigest.
    """
    release: ActiveRelease | None = environ.get(RELEASE)
    if release is None:
        pin = environ.get(PIN)
        release = environ[RELEASE] = follower.current() if pin is None else follower.pinned(pin)
    return release


def id_headers(environ: Environ) -> Headers:
    """Return the headers that identify a request: X-Request-Id first, and its traceparent if it came with one.

    They are worked out once, so that reply, problem and log bear one id: the one that the request came with, or its
    trace's, or a new one.
    """
    headers: Headers | None = environ.get(REQUEST_IDS)
    if headers is None:
        sent, traceparent = environ.get("HTTP_X_REQUEST_ID", ""), environ.get("HTTP_TRACEPARENT", "")
        trace = [("traceparent", traceparent)] if traceparent and TRACEPARENT.fullmatch(traceparent) else []
        if not (sent and REQUEST_ID.fullmatch(sent)):
            # To ask the system for bits would be as dear as a look at a file.
            sent = traceparent[3:35] if trace else f"{getrandbits(128):032x}"  # nosec B311 # It guards nothing.
        headers = environ[REQUEST_IDS] = [("X-Request-Id", sent), *trace]
    return headers


def request_id(environ: Environ) -> str:
    """Return the id that the reply to a request bears."""
    return id_headers(environ)[0][1]


def log_context(environ: Environ) -> dict[str, Any]:
    """Return what a log message about a request takes as `extra`: which request, and where its errors are written."""
    request = {"request_id": request_id(environ), "method": environ.get("REQUEST_METHOD"), "route": environ.get(ROUTE)}
    return {"request": request, "stream": environ.get("wsgi.errors")}


def _decode(text: str) -> str:
    """Return text that WSGI gives as Latin-1 as the UTF-8 that it really is; what is not UTF-8 is replaced."""
    return text.encode("latin-1").decode("utf-8", "replace")


@remember_short(64)
def takes_gzip(accepted: str) -> bool:
    """Tell whether an Accept-Encoding takes gzip, and likes it no less than the bytes as they are."""
    encodings = parse_accept_header(accepted)
    return 0 < encodings.quality("gzip") >= encodings.quality("identity")


def clean_query(environ: Environ) -> None:
    """Take tracking parameters off a request, so that they are no part of cache key, ETag, cursor or links."""
    query = environ.get("QUERY_STRING")
    if query and _MAY_TRACK.search(query):
        environ["QUERY_STRING"] = without_tracking(query)


def without_tracking(query: str) -> str:
    """Return a query string without the parameters that only track; everything else stays as it was written."""
    pairs = query.split("&")
    return "&".join(pair for pair in pairs if not _TRACKING_NAME.fullmatch(unquote_plus(pair.partition("=")[0])))
