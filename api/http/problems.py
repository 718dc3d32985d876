"""Errors: the kinds of problem (RFC 9457), and the exception that is raised to answer with one."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

KINDS: dict[str, tuple[int, str, str]] = {
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
    "too-long": (414, "The URL is too long", "The URL is longer than this server reads."),
    "too-slow": (
        503,
        "Too much to find",
        "The question takes more time than one request is given. Ask for less, or take the whole record away.",
    ),
    "unavailable": (
        503,
        "Not ready",
        "No release of the record can be served now. Ask again after Retry-After seconds.",
    ),
    "internal": (500, "A mistake of ours", "Something failed that should not have. The request id helps us find it."),
}
"""Every kind of problem: its status, its title, and the explanation that its `type` address gives."""


class Problem(Exception):
    """A reply that is an error. `errors` are `{parameter, value, problem, allowed, did_you_mean}`, `try_url` a path."""

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


def problem_text(kind: str, detail: str, base: str, request_id: str, more: Mapping[str, Any] | None = None) -> bytes:
    """Return the body of a problem: what all of them say, and `more` that this one does."""
    status, title, _ = KINDS[kind]
    body: dict[str, Any] = {"type": f"{base}/errors/{kind}", "title": title, "status": status, "detail": detail}
    body |= {"request_id": request_id, **(more or {})}
    return (json.dumps(body, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


def parameter_error(
    parameter: str, value: str, problem: str, allowed: Iterable[str] = (), meant: str | None = None
) -> dict[str, Any]:
    """Return one entry of `errors`."""
    return {
        "parameter": parameter,
        "value": value,
        "problem": problem,
        "allowed": list(allowed),
        "did_you_mean": meant,
    }
