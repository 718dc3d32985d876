"""Hooks: how Flask answers what is left to it as all else is answered: the same checks and headers."""

from flask import Flask, Response, request

from api.asked import asked
from api.direct import RAISED
from api.reply import shared_headers


def register_hooks(app: Flask) -> None:
    """Refuse what cannot be read before anything else, and put on every reply what all of them bear."""

    @app.before_request
    def _refuse() -> None:
        if RAISED in request.environ:
            raise request.environ[RAISED]
        asked().in_path = request.view_args or {}
        asked().check_bytes()

    @app.after_request
    def _add_headers(response: Response) -> Response:
        for name, value in shared_headers(asked()):
            response.headers[name] = value
        if request.method == "OPTIONS":
            response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
            response.headers["Access-Control-Allow-Headers"] = "Accept, If-None-Match, X-Request-Id, traceparent"
            response.headers["Access-Control-Max-Age"] = "86400"
        return response
