"""Trials: whether a URL that an error suggests works, working by asking for it here before it is suggested."""

import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from urllib.parse import unquote_to_bytes

from flask import current_app

from api.http.request import PIN, RELEASE, TRIAL, Environ, Request, set_current_request

MAX_STEPS = 6
"""URLs that are tried one after the other, each the suggestion of the error before."""


def working_url(request: Request, url: str) -> str:
    """Return the URL that an error suggests, or what its own errors lead to, so that it is answered with 200.

    An error corrects one thing; where several are wrong, in path, format and parameters, each suggestion that fails has
    one of its own. Where none works, the noun's list or the front door does. A trial costs about what a right request
    of one record does: it writes no format and counts no facets.
    """
    noun = "/".join(request.path.split("/")[:3])
    for start in (url, noun, "/"):
        working = next(_followed(request, start), None)
        if working is not None:
            return working
    return url


def _followed(request: Request, url: str) -> Iterator[str]:
    """Yield the first URL that works, of one and those that its errors suggest."""
    tried = set[str]()
    following: str | None = url
    while following is not None and following not in tried and len(tried) < MAX_STEPS:
        tried.add(following)
        status, suggestion = _try(request, following)
        if status == 200:
            yield following
        following = suggestion


def _try(request: Request, url: str) -> tuple[int, str | None]:
    """Ask for a URL, and return the status and the URL that the reply leads to, if any, without its base."""
    replies = list[tuple[int, dict[str, str]]]()

    def start_response(status: str, headers: list[tuple[str, str]], *_: Any) -> None:
        replies.append((int(status[:3]), dict(headers)))

    parts = current_app.extensions["fast_path"](_environ(request, url), start_response)
    try:
        status, headers = replies[-1]
        leads_to = headers.get("Location")
        if headers.get("Content-Type") == "application/problem+json":
            leads_to = json.loads(b"".join(parts)).get("try")
    finally:
        if hasattr(parts, "close"):
            parts.close()
        set_current_request(request)
    return status, leads_to.removeprefix(request.base) if leads_to else None


def _environ(request: Request, url: str) -> Environ:
    """Return the environment of a request for a URL, by the same client and from the same release."""
    path, _, query = url.partition("?")
    same = (RELEASE, PIN, "HTTP_ACCEPT", "wsgi.errors", "wsgi.multithread", "wsgi.multiprocess", "wsgi.run_once")
    return {name: request.environ[name] for name in same if name in request.environ} | {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        TRIAL: True,
    }
