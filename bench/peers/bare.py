"""The limits: a WSGI callable and a Flask application that give two of Parley's replies from memory."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from flask import Flask, Response, request

DETAIL, LIST = (Path(os.environ["PEER_REPLIES"], name).read_bytes() for name in ("detail.json", "list.json"))
ETAG = '"constant"'
KIND = ("Content-Type", "application/json")


def wsgi(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answer without any framework: the limit of the server."""
    if environ.get("HTTP_IF_NONE_MATCH") == ETAG:
        start_response("304 Not Modified", [("ETag", ETAG)])
        return []
    body = LIST if environ["PATH_INFO"] == "/v1/events" else DETAIL
    start_response("200 OK", [KIND, ("Content-Length", str(len(body))), ("ETag", ETAG)])
    return [body]


flask = Flask(__name__)


@flask.get("/v1/events")
def list_events() -> Response:
    """Answer with a list."""
    return _answer(LIST)


@flask.get("/v1/events/<identifier>")
def get_event(identifier: str) -> Response:
    """Answer with an event, the same whatever it is called."""
    del identifier
    return _answer(DETAIL)


def _answer(body: bytes) -> Response:
    """Answer through Flask: the limit of the framework."""
    if request.headers.get("If-None-Match") == ETAG:
        return Response(status=304, headers=[("ETag", ETAG)])
    return Response(body, headers=[KIND, ("ETag", ETAG)])
