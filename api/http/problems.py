"""Problems (RFC 9457): the kinds of error, the exception to raise for one, and the response that it becomes."""

import json
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Any

from api.formats.html import HTML
from api.http.response import Response
from api.server.settings import MAX_REQUEST_LINE
from schemas.model.base import Json
from schemas.query.query import Query

MEDIA_TYPE = "application/problem+json"
ENCODE = (
    "Letters other than a-z and blanks must be percent-encoded in a URL; curl does it with"
    " curl -G --data-urlencode 'q=WORDS' URL"
)
"""What to do about a URL that cannot be read."""

PROBLEM_KINDS: dict[str, tuple[int, str, str]] = {
    "invalid-parameter": (
        400,
        "A parameter is wrong",
        "A parameter of the URL has a name or value that is not allowed: see `errors`; `try` is a corrected URL.",
    ),
    "bad-request": (
        400,
        "The request cannot be read",
        "The URL has bytes that are not UTF-8 or a NUL, or a header is wrong, such as a Host not answered to here.",
    ),
    "not-found": (
        404,
        "There is nothing here",
        "No record and no page has this address. `try` is the nearest one that exists.",
    ),
    "not-kept": (
        404,
        "That release is not kept here",
        "The address has an answer as of that release, but the file that gives it is not on this server.",
    ),
    "method-not-allowed": (405, "Only reading is possible", "This address answers GET, HEAD and OPTIONS only."),
    "not-acceptable": (406, "No such format", "This address has none of the formats that the request accepts."),
    "gone": (
        410,
        "The record was withdrawn",
        "The record was here and has been withdrawn; `detail` says when and why.",
    ),
    "precondition": (
        412,
        "The file is another one",
        "The file is not, or no longer, the one that If-Match or If-Unmodified-Since of the request names.",
    ),
    "range": (416, "No such part", "The file has fewer bytes than the range asked for."),
    "too-long": (
        414,
        "The URL is too long",
        f"The URL is longer than this server reads: {MAX_REQUEST_LINE:,} bytes with its method and version.",
    ),
    "too-many-requests": (
        429,
        "Too Many Requests",
        "This address asks too often. Ask again after Retry-After seconds; `RateLimit-Policy` says how often one may.",
    ),
    "too-slow": (
        503,
        "Too much to find",
        "The question takes more time than one request is given. Ask for less, or take the whole record away.",
    ),
    "unavailable": (
        503,
        "Not ready",
        "No release of the record can be served now, or too many ask at once. Ask again after Retry-After seconds.",
    ),
    "internal": (500, "A mistake of ours", "Something failed that should not have. The request id helps us find it."),
}
"""Every kind of problem: its status, its title, and the explanation that its `type` address gives."""


class Problem(Exception):
    """Raise this to answer with an error. `errors` are made by `parameter_error`, `try_url` is a path that works.

    `query_type` is set where an address was asked wrongly, to what it can be asked: a page shows its form again.
    """

    def __init__(
        self,
        kind: str,
        detail: str,
        *,
        errors: list[dict[str, Any]] | None = None,
        try_url: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.errors = errors or []
        self.try_url = try_url
        self.headers = dict(headers or {})
        self.query_type: type[Query] | None = None


def problem_response(
    problem: Problem,
    base: str,
    request_id: str,
    status: int | None = None,
    write_page: Callable[[Json], bytes] | None = None,
) -> Response:
    """Return the response for a problem; whoever answers with an error writes it with this.

    `base` is what absolute links begin with. The status is that of the problem's kind unless another is given.
    `write_page` makes a page of the problem for a browser, which says the same.
    """
    kind_status, title, _ = PROBLEM_KINDS[problem.kind]
    status = status or kind_status
    body: dict[str, Any] = {"type": f"{base}/errors/{problem.kind}", "title": title, "status": status}
    body |= {"detail": problem.detail, "request_id": request_id}
    if problem.errors:
        body["errors"] = problem.errors
    if problem.try_url:
        body["try"] = base + problem.try_url
    as_json = json.dumps(body, ensure_ascii=False, indent=2) + "\n"
    text = write_page(body) if write_page else as_json.encode("utf-8", "replace")
    cache_control = "no-store" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "public, max-age=10"
    headers = problem.headers | {"Cache-Control": problem.headers.get("Cache-Control", cache_control)}
    headers |= HTML.headers if write_page else {}
    kind = HTML.media_type if write_page else MEDIA_TYPE
    return Response(text, status, [("Content-Type", kind), ("Content-Length", str(len(text))), *headers.items()])


def parameter_error(
    parameter: str, value: str, problem: str, allowed: Iterable[str] = (), suggestion: str | None = None
) -> dict[str, Any]:
    """Return one entry of `errors`."""
    return {
        "parameter": parameter,
        "value": value,
        "problem": problem,
        "allowed": list(allowed),
        "did_you_mean": suggestion,
    }
