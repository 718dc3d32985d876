"""Handlers: how every exception of the application, of Flask and of routing becomes a problem reply."""

from typing import Any

import flask
from flask import Flask, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from api.http.problems import KINDS, Problem, problem_text
from api.http.request import current_request
from api.http.suggestions import no_such_page
from api.server.metrics import COUNTS
from db.query.connection import QueryTimeout, ReleaseUnavailable
from db.query.follower import InvalidDigest

BY_STATUS = {400: "bad-request", 406: "not-acceptable", 414: "too-long", 416: "range"}


def register_errors(app: Flask) -> None:
    """Let every error of the application, of Flask and of routing come out of problem_response."""

    @app.errorhandler(Problem)
    def _problem(problem: Problem) -> flask.Response:
        return problem_response(problem)

    @app.errorhandler(ReleaseUnavailable)
    def _not_built(error: ReleaseUnavailable) -> flask.Response:
        detail = f"No release can be served: {error}"
        return problem_response(Problem("unavailable", detail, headers={"Retry-After": "5"}))

    @app.errorhandler(InvalidDigest)
    def _bad_digest(_: InvalidDigest) -> flask.Response:
        detail = "The header Parley-Release-Digest must be the 64 hexadecimal digits of a release's SHA-256."
        return problem_response(Problem("bad-request", detail))

    @app.errorhandler(QueryTimeout)
    def _too_slow(_: QueryTimeout) -> flask.Response:
        COUNTS.count_too_slow()
        seconds = app.config["PARLEY_QUERY_SECONDS"]
        detail = (
            f"The answer would take more than {seconds} seconds to find. Ask for less: a shorter time, fewer values."
        )
        return problem_response(Problem("too-slow", detail, headers={"Retry-After": "5"}))

    @app.errorhandler(MethodNotAllowed)
    def _method(error: MethodNotAllowed) -> flask.Response:
        allowed = ", ".join(sorted(error.valid_methods or ("GET", "HEAD", "OPTIONS")))
        detail = f"{request.method} is not possible here; allowed are {allowed}."
        return problem_response(Problem("method-not-allowed", detail, headers={"Allow": allowed}))

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> flask.Response:
        if error.code == 404:
            return problem_response(no_such_page(request.path))
        kind = BY_STATUS.get(error.code or 500, "bad-request" if 400 <= (error.code or 500) < 500 else "internal")
        return problem_response(Problem(kind, KINDS[kind][2]))

    @app.errorhandler(Exception)
    def _mistake(error: Exception) -> flask.Response:
        app.logger.exception("unhandled", exc_info=error)
        return problem_response(Problem("internal", KINDS["internal"][2]))


def problem_response(problem: Problem) -> flask.Response:
    """Return the reply for a problem. Nothing else in the project makes an error."""
    status = KINDS[problem.kind][0]
    more: dict[str, Any] = {}
    if problem.errors:
        more["errors"] = problem.errors
    if problem.try_url:
        more["try"] = current_request().base + problem.try_url
    text = problem_text(problem.kind, problem.detail, current_request().base, current_request().own_headers[0][1], more)
    reply = flask.Response(text, status, content_type="application/problem+json")
    reply.headers.update(problem.headers)
    reply.headers["Cache-Control"] = "no-store" if status >= 500 else "public, max-age=10"
    return reply
