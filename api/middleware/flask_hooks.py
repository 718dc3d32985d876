"""Flask's hooks: what holds for every request on the fast path holds for those that Flask answers too."""

import flask
from flask import Flask, request

from api.http.error_handlers import error_response
from api.http.hosts import TrustedHosts
from api.http.problems import PROBLEM_KINDS, Problem
from api.http.request import ROUTE, current_request
from api.http.response import shared_headers
from api.http.suggestions import no_such_page


def register_hooks(app: Flask, hosts: TrustedHosts) -> None:
    """Refuse what cannot be answered, turn every exception into a problem, and put on every reply what all bear."""
    app.register_error_handler(Exception, error_response)

    @app.before_request
    def _refuse() -> None:
        current_request().path_params = request.view_args or {}
        if not hosts.allow(request.environ):
            raise Problem("bad-request", PROBLEM_KINDS["bad-request"][2])
        current_request().check_encoding()
        # Werkzeug takes slashes off a path's beginning; one page would have many addresses.
        if current_request().path.startswith("//"):
            raise no_such_page(current_request().path)

    @app.after_request
    def _add_headers(response: flask.Response) -> flask.Response:
        if request.url_rule is not None:
            request.environ[ROUTE] = request.url_rule.rule
        for name, value in shared_headers(current_request()):
            response.headers[name] = value
        if request.method == "OPTIONS":
            response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
            response.headers["Access-Control-Allow-Headers"] = "Accept, If-None-Match, X-Request-Id, traceparent"
            response.headers["Access-Control-Max-Age"] = "86400"
            if response.status_code == 200:
                response.headers.remove("Content-Type")  # There is no body that could be of a type.
        return response
