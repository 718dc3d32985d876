"""Hooks: how Flask answers what is left to it as all else is answered: the same checks and headers."""

import flask
from flask import Flask, request

from api.http.hosts import Gate
from api.http.problems import KINDS, Problem
from api.http.request import current_request
from api.http.response import shared_headers
from api.http.suggestions import no_such_page
from api.middleware.fast_path import RAISED


def register_hooks(app: Flask, gate: Gate) -> None:
    """Refuse what cannot be read before anything else, and put on every reply what all of them bear."""

    @app.before_request
    def _refuse() -> None:
        if RAISED in request.environ:
            raise request.environ[RAISED]
        current_request().path_params = request.view_args or {}
        if not gate.is_for_us(request.environ):
            raise Problem("bad-request", KINDS["bad-request"][2])
        current_request().check_bytes()
        # Werkzeug takes slashes off a path's beginning; one page would have many addresses.
        if current_request().path.startswith("//"):
            raise no_such_page(current_request().path)

    @app.after_request
    def _add_headers(response: flask.Response) -> flask.Response:
        for name, value in shared_headers(current_request()):
            response.headers[name] = value
        if request.method == "OPTIONS":
            response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
            response.headers["Access-Control-Allow-Headers"] = "Accept, If-None-Match, X-Request-Id, traceparent"
            response.headers["Access-Control-Max-Age"] = "86400"
            if response.status_code == 200:
                response.headers.remove("Content-Type")  # There is no body that could be of a type.
        return response
