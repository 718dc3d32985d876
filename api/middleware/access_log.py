"""Access: the outermost layer, which counts and logs every request, and tells whether its reply was a kept one."""

import logging
import sys
import time
from collections.abc import Iterable
from typing import Any

import flask
from flask import Flask, request
from flask.logging import default_handler

from api.http.problems import KINDS, problem_text
from api.http.request import CACHED, RELEASE, ROUTE, Application, Environ, Headers, own_headers
from api.server.logs import JsonLines, network_of, time_text, write_line
from api.server.metrics import COUNTS, METHODS, OTHER

_CACHE_STATUS = {"hit": ("Cache-Status", "parley; hit"), "miss": ("Cache-Status", "parley; fwd=miss")}


class AccessLogMiddleware:
    """Counts and logs what the application answers, just before it is sent.

    So whoever got a reply was counted and stands in the log, even if the worker is killed the moment after. Times are
    those until the reply is ready; what a slow client takes to read it is the proxy's to tell.
    """

    def __init__(self, application: Application, public_url: str, log: logging.Logger, *, logging_on: bool) -> None:
        self.application, self.public_url, self.log, self.logging_on = application, public_url, log, logging_on

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        """Answer a request, and count and log it."""
        begun = time.perf_counter()
        replies = list[tuple[str, Headers]]()

        def note_start(status: str, headers: Headers, *error: Any) -> Any:
            cached = environ.get(CACHED)
            replies.append((status, headers))
            return start_response(status, [*headers, _CACHE_STATUS[cached]] if cached else headers, *error)

        try:
            parts = self.application(environ, note_start)
        except Exception:
            self.log.exception("failed outside Flask", extra={"request": {"request_id": request_id(environ)}})
            parts = self._fail(environ, note_start)
        status, headers = replies[-1]
        method = environ["REQUEST_METHOD"]
        if method not in METHODS:
            method = OTHER
        seconds = time.perf_counter() - begun
        COUNTS.count_request((method, environ.get(ROUTE), status[:3]), environ.get(CACHED, "pass"), seconds)
        if self.logging_on:
            size = 0 if method == "HEAD" else _size(parts, headers)
            write_line(line_of(environ, method, status[:3], seconds, size))
        return parts

    def _fail(self, environ: Environ, start_response: Any) -> list[bytes]:
        """Answer with a problem what failed where no other error handler reaches."""
        body = problem_text("internal", KINDS["internal"][2], self.public_url, request_id(environ))
        headers = [("Content-Type", "application/problem+json"), ("Content-Length", str(len(body)))]
        headers += [("Cache-Control", "no-store"), *own_headers(environ)]
        start_response("500 INTERNAL SERVER ERROR", headers, sys.exc_info())
        return [body]


def register_access(app: Flask) -> None:
    """Put the layer around an application, and let its own messages be lines of JSON."""
    on = app.config["PARLEY_ACCESS_LOG"] == "on"
    base = app.config["PARLEY_PUBLIC_URL"]
    app.wsgi_app = AccessLogMiddleware(app.wsgi_app, base, app.logger, logging_on=on)  # type: ignore[method-assign]
    default_handler.setFormatter(JsonLines())

    @app.after_request
    def _note_route(response: flask.Response) -> flask.Response:
        if request.url_rule is not None:
            request.environ[ROUTE] = request.url_rule.rule
        return response


def log_rejected(environ: Environ, status: int, size: int, *, logging_on: bool) -> None:
    """Count and log a request that the server refused before the application saw it."""
    COUNTS.count_unread()
    if logging_on:
        write_line(line_of(environ, OTHER, str(status), 0, size))


def request_id(environ: Environ) -> str:
    """Return the id that the reply to a request bears."""
    return own_headers(environ)[0][1]


def line_of(environ: Environ, method: str, status: str, seconds: float, size: int) -> str:
    """Return the line of the access log. What comes from the client in it is checked, and no words asked for are."""
    own = own_headers(environ)
    route, release = environ.get(ROUTE), environ.get(RELEASE)
    trace = f'"{own[1][1][3:35]}"' if len(own) > 1 else "null"
    return (
        f'{{"time":"{time_text(time.time())}","request_id":"{own[0][1]}","trace_id":{trace},"method":"{method}",'
        f'"route":{_quoted(route)},"status":{status},"duration_ms":{seconds * 1000:.3f},"bytes":{size},'
        f'"release":{_quoted(release and release.digest)},"cache":"{environ.get(CACHED, "pass")}",'
        f'"client":"{network_of(environ.get("REMOTE_ADDR", ""))}"}}\n'
    )


def _quoted(text: str | None) -> str:
    """Return a text of our own, which has nothing to escape, as JSON."""
    return "null" if text is None else f'"{text}"'


def _size(parts: Iterable[bytes], headers: Headers) -> int:
    """Return the bytes of a body."""
    if type(parts) is list:
        return sum(map(len, parts))
    return next((int(value) for name, value in headers if name == "Content-Length"), 0)
