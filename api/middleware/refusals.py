"""Refusals: a problem of ours for what gunicorn will not read, such as a line too long or a broken header."""

from functools import cache
from http import HTTPStatus

from api.http.problems import ENCODE, Problem, problem_response
from api.http.request import id_headers, request_id
from api.http.response import NOSNIFF
from api.middleware.access_log import log_rejected
from api.server.settings import load_settings

TOO_LONG = (HTTPStatus.REQUEST_URI_TOO_LONG, HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
_settings = cache(load_settings)


def refuse(client: str, status: int, first_line: bool = False) -> bytes:
    """Return the whole reply to a request that could not be read, counted and logged.

    `client` is the address it came from, `status` what gunicorn would answer with, `first_line` whether that is about
    the line with the URL.
    """
    environ = {"REMOTE_ADDR": client}
    # What gunicorn will not read is the client's mistake, a coding of bodies unknown to it (501) too.
    status = 400 if status == HTTPStatus.NOT_IMPLEMENTED else status
    kind = "too-long" if status in TOO_LONG else "bad-request" if status < 500 else "internal"
    detail = "The request was refused before it was read." if status < 500 else "The server failed."
    detail += f" {ENCODE}" if first_line and status == 400 else ""
    problem = Problem(kind, detail, headers={"Cache-Control": "no-store"})
    response = problem_response(problem, _settings()["PARLEY_PUBLIC_URL"], request_id(environ), status)
    log_rejected(environ, status, len(response.whole), logging_on=_settings()["PARLEY_ACCESS_LOG"] == "on")
    headers = [("Connection", "close"), *response.headers, NOSNIFF, *id_headers(environ)]
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}", *(f"{name}: {value}" for name, value in headers)]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + response.whole
