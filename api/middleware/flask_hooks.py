"""Flask's hooks: what holds for every request on the fast path holds for those that Flask answers too."""

import flask
from flask import Flask, request

from api.http.cors import ALLOWED_METHODS, preflight_headers
from api.http.error_handlers import error_response
from api.http.hosts import TrustedHosts, unknown_host
from api.http.request import ROUTE, current_request
from api.http.response import shared_headers
from api.http.suggestions import no_such_page


def register_hooks(app: Flask, hosts: TrustedHosts) -> None:
    """Refuse what cannot be answered, turn every exception into a problem, and put on every reply what all bear."""
    app.register_error_handler(Exception, error_response)

    @app.before_request
    def _refuse() -> flask.Response | None:
        current_request().path_params = request.view_args or {}
        if not hosts.allow(request.environ):
            raise unknown_host(request.environ.get("HTTP_HOST"))
        current_request().check_encoding()
        # Werkzeug takes slashes off a path's beginning; one page would have many addresses.
        if current_request().path.startswith("//"):
            raise no_such_page(current_request().path)
        if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
            # A browser shows its page the problem of a wrong address only where the question before it succeeds.
            return flask.Response(headers={"Allow": ALLOWED_METHODS})
        return None

    @app.after_request
    def _add_headers(response: flask.Response) -> flask.Response:
        if request.url_rule is not None:
            request.environ[ROUTE] = request.url_rule.rule
        for name, value in shared_headers(current_request()):
            response.headers[name] = value
        if request.method == "OPTIONS":
            for name, value in preflight_headers(request.headers.get("Access-Control-Request-Headers")):
                response.headers[name] = value
            if response.status_code == 200:
                response.headers.remove("Content-Type")  # There is no body that could be of a type.
        return response
