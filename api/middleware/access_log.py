"""The access log: the outermost layer, which counts and logs every request and says whether the cache answered it."""

import logging
import sys
import time
from collections.abc import Iterable
from typing import Any

from api.http.problems import PROBLEM_KINDS, Problem, problem_response
from api.http.request import (
    CACHE_STATUS,
    RELEASE,
    ROUTE,
    Application,
    Environ,
    Headers,
    id_headers,
    log_context,
    request_id,
)
from api.server.logs import network_of, time_text, write_line
from api.server.metrics import COUNTS, METHODS, OTHER

CACHE_STATUS_HEADERS = {"hit": ("Cache-Status", "parley; hit"), "miss": ("Cache-Status", "parley; fwd=miss")}


class AccessLogMiddleware:
    """Counts and logs what the application answers, just before it is sent.

    So whoever got a reply was counted and stands in the log, even if the worker is killed the moment after. Times are
    those until the reply is ready; what a slow client takes to read it is the proxy's to tell.
    """

    def __init__(self, application: Application, base: str, logger: logging.Logger, *, logging_on: bool) -> None:
        self.application, self.base, self.logger, self.logging_on = application, base, logger, logging_on

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        """Answer a request, and count and log it."""
        start = time.perf_counter()
        responses = list[tuple[str, Headers]]()

        def note_start(status: str, headers: Headers, *error: Any) -> Any:
            cache_status = environ.get(CACHE_STATUS)
            responses.append((status, headers))
            own = [*headers, CACHE_STATUS_HEADERS[cache_status]] if cache_status else headers
            return start_response(status, own, *error)

        try:
            parts = self.application(environ, note_start)
        except Exception:
            self.logger.exception("failed outside Flask", extra=log_context(environ))
            parts = self._fail(environ, note_start)
        status, headers = responses[-1]
        method = environ["REQUEST_METHOD"]
        if method not in METHODS:
            method = OTHER
        seconds = time.perf_counter() - start
        COUNTS.count_request((method, environ.get(ROUTE), status[:3]), environ.get(CACHE_STATUS, "pass"), seconds)
        if self.logging_on:
            size = 0 if method == "HEAD" else _size(parts, headers)
            write_line(log_line(environ, method, status[:3], seconds, size))
        return parts

    def _fail(self, environ: Environ, start_response: Any) -> list[bytes]:
        """Answer with a problem what failed in a layer around Flask, where no other error handler reaches."""
        problem = Problem("internal", PROBLEM_KINDS["internal"][2])
        response = problem_response(problem, self.base, request_id(environ))
        start_response(response.status_line, response.headers + id_headers(environ), sys.exc_info())
        return [response.whole]


def log_rejected(environ: Environ, status: int, size: int, *, logging_on: bool) -> None:
    """Count and log a request that the server refused before the application saw it."""
    COUNTS.count_unread()
    if logging_on:
        write_line(log_line(environ, OTHER, str(status), 0, size))


def log_line(environ: Environ, method: str, status: str, seconds: float, size: int | None) -> str:
    """Return the line of the access log. What comes from the client in it is checked, and no words asked for are."""
    ids = id_headers(environ)
    route, release = environ.get(ROUTE), environ.get(RELEASE)
    trace = f'"{ids[1][1][3:35]}"' if len(ids) > 1 else "null"
    return (
        f'{{"time":"{time_text(time.time())}","request_id":"{ids[0][1]}","trace_id":{trace},"method":"{method}",'
        f'"route":{_json_text(route)},"status":{status},"duration_ms":{seconds * 1000:.3f},'
        f'"bytes":{_json_number(size)},"release":{_json_text(release and release.digest)},'
        f'"cache":"{environ.get(CACHE_STATUS, "pass")}",'
        f'"client":"{network_of(environ.get("REMOTE_ADDR", ""))}"}}\n'
    )


def _json_text(text: str | None) -> str:
    """Return a text of our own, which has nothing to escape, as JSON."""
    return "null" if text is None else f'"{text}"'


def _json_number(number: int | None) -> str:
    return "null" if number is None else str(number)


def _size(parts: Iterable[bytes], headers: Headers) -> int | None:
    """Return the bytes of a body; None of one that is made while it is sent."""
    if type(parts) is list:
        return sum(map(len, parts))
    return next((int(value) for name, value in headers if name == "Content-Length"), None)
