"""Refusals: a problem of ours for what gunicorn will not read, and for whoever has waited too long in a crowd."""

import re
from functools import cache
from http import HTTPStatus

from api.http.problems import ENCODE, Problem, problem_response
from api.http.request import id_headers, request_id
from api.http.response import NOSNIFF, headers_of_release
from api.http.short_texts import remember_short
from api.middleware.access_log import log_line, log_rejected
from api.server.logs import write_line
from api.server.metrics import COUNTS
from api.server.settings import MAX_REQUEST_LINE, load_settings

TOO_LONG = (HTTPStatus.REQUEST_URI_TOO_LONG, HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
CROWDED = "Too many requests wait here for their turn. Ask again after Retry-After seconds."
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
    if status == HTTPStatus.REQUEST_URI_TOO_LONG:
        detail += f" A URL may have {MAX_REQUEST_LINE:,} bytes, counted with its method and version."
    problem = Problem(kind, detail, headers={"Cache-Control": "no-store"})
    response = problem_response(problem, _settings()["PARLEY_PUBLIC_URL"], request_id(environ), status)
    log_rejected(environ, status, len(response.whole), logging_on=_settings()["PARLEY_ACCESS_LOG"] == "on")
    headers = [("Connection", "close"), *response.headers, NOSNIFF, *id_headers(environ)]
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}", *(f"{name}: {value}" for name, value in headers)]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + response.whole


REFUSABLE = re.compile(rb"GET (?!/(?:livez|readyz|metrics))/[!-~]* HTTP/1\.1")
"""The first line of a request that may be refused; whoever looks after the server is always answered."""
HEADERS = re.compile(
    r"\A(?:(?!content-length|transfer-encoding|expect|upgrade)[^\r\n]+\r\n)+\r\n",
    re.IGNORECASE,
)
"""All headers of a request without a body, and nothing after them."""
CLOSE = re.compile(r"^connection: *close", re.IGNORECASE | re.MULTILINE)
IDS = re.compile(r"^(x-request-id|traceparent): *([!-~]+)", re.IGNORECASE | re.MULTILINE)


def turn_away(request: bytes, client: str, waited: float) -> tuple[bytes, bool] | None:
    """Return the whole reply to a request that has waited too long, counted and logged, and whether it is the last.

    `request` is what has come, and None the answer where that is anything but one plain request. It is written from
    parts made once: in a crowd, what a refusal takes is lost to those who are answered.
    """
    first, _, rest = request.partition(b"\r\n")
    # A client's headers are the same each time, but for an id.
    headers = _plain_headers(rest.decode("latin-1")) if REFUSABLE.fullmatch(first) else None
    if headers is None:
        return None
    closes, ids = headers
    environ = {"REMOTE_ADDR": client, **ids}
    head, before, after = _crowded()
    lines = "".join([f"{name}: {value}\r\n" for name, value in id_headers(environ)])
    body = f"{before}{request_id(environ)}{after}"
    COUNTS.count_request(("GET", None, "503"), "pass", waited)
    if _settings()["PARLEY_ACCESS_LOG"] == "on":
        write_line(log_line(environ, "GET", "503", waited, len(body)))
    connection = "close" if closes else "keep-alive"
    return f"{head}Connection: {connection}\r\n{lines}Content-Length: {len(body)}\r\n\r\n{body}".encode(), closes


@remember_short(64)
def _plain_headers(text: str) -> tuple[bool, dict[str, str]] | None:
    """Return whether the connection is closed after a request with these headers, and its ids as WSGI names them.

    None where there is more than headers, or one that says that there will be.
    """
    if not HEADERS.fullmatch(text):
        return None
    ids = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in IDS.findall(text)}
    return CLOSE.search(text) is not None, ids


@cache
def _crowded() -> tuple[str, str, str]:
    """Return the head of such a reply but for what differs, and its body before and after the id of the request."""
    problem = Problem("unavailable", CROWDED, headers={"Retry-After": "1"})
    response = problem_response(problem, _settings()["PARLEY_PUBLIC_URL"], "{id}")
    headers = [pair for pair in response.headers if pair[0] != "Content-Length"] + headers_of_release(None, None)
    before, _, after = response.whole.decode().partition("{id}")
    head = "".join(f"{name}: {value}\r\n" for name, value in headers)
    return f"HTTP/1.1 {response.status_line}\r\n{head}", before, after
