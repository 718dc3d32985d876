"""Negotiation: which format a request asks for, by the suffix of its path or by Accept; the suffix wins."""

import re
from collections.abc import Iterable
from typing import Any

from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from api.formats import FORMATS, Format
from api.http.problems import Problem, parameter_error
from api.http.request import SUFFIX, Application, Environ, current_request

JSON = "application/json"
_FORMATTED = re.compile(r"(/v1/(?!downloads(?:/|$)).*?[^/])\.([a-z]+)/?")


class SuffixMiddleware:
    """Takes the suffix off a path before routing, so that one route serves all formats."""

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        """Pass a request on with the suffix in its environment."""
        found = _FORMATTED.fullmatch(environ["PATH_INFO"])
        if found and (found[2] in FORMATS or found[2] == "json"):
            environ["PATH_INFO"], environ[SUFFIX] = found[1], found[2]
        return self.application(environ, start_response)


def asked_format(noun: str) -> Format | None:
    """Return the format that this request asks for a noun's records in; None means JSON. Raises Problem.

    A client that accepts anything, or JSON at all, or says nothing, gets JSON; User-Agent is never looked at.
    """
    wanted = _asked(noun)
    current_request().format = wanted.suffix if wanted else "json"
    return wanted


def _asked(noun: str) -> Format | None:
    suffix = current_request().environ.get(SUFFIX)
    if suffix == "json":
        return None
    header: str = current_request().environ.get("HTTP_ACCEPT", "*/*")
    if suffix is None and header == "*/*":
        return None
    served = {one.suffix: one for one in FORMATS.values() if one.serves(noun)}
    if suffix is not None:
        if suffix in served:
            return served[suffix]
        raise _no_such_format(noun, "." + suffix, [f".{one}" for one in ("json", *served)])
    accepted = MIMEAccept([(kind, quality) for kind, quality in parse_accept_header(header, MIMEAccept) if "/" in kind])
    by_type = {kind: one for one in served.values() for kind in one.accept_types}
    best = accepted.best_match([JSON, *by_type])
    if best is None and accepted:
        raise _no_such_format(noun, header[:200], [JSON, *by_type])
    return by_type.get(best or JSON)


def refuse_suffix() -> None:
    """Refuse any suffix but .json at an address that is written in no other format. Raises Problem."""
    suffix = current_request().environ.get(SUFFIX)
    if suffix not in (None, "json"):
        raise _no_such_format("replies of this address", f".{suffix}", [".json"])


def _no_such_format(noun: str, given: str, allowed: list[str]) -> Problem:
    """Return the problem of a format in which a noun's records are not written."""
    errors = [parameter_error("format", given, f"{noun.capitalize()} are not written in this format.", allowed)]
    return Problem("not-acceptable", errors[0]["problem"], errors=errors, try_url=current_request().path)
