"""Negotiation: which format a request asks for, by the suffix of its path or by Accept; the suffix wins."""

from collections.abc import Iterable

from api.formats import FORMATS, Format
from api.formats.html import HTML
from api.http.accept import best_type
from api.http.problems import MEDIA_TYPE as PROBLEM
from api.http.problems import Problem, parameter_error
from api.http.request import Request
from api.http.response import JSON
from api.http.suggestions import MAX_ECHO
from api.http.urls import encode_query, encoded_path


def negotiate(request: Request, noun: str, *, single: bool = False) -> Format | None:
    """Return the format that a request asks for a noun's records, or one of them, in; None means JSON. Raises Problem.

    A client that accepts anything, or JSON at all, or says nothing, gets JSON; User-Agent is never looked at.
    """
    served = {suffix: format for suffix, format in FORMATS.items() if format.serves(noun, single=single)}
    format = _choose(request, noun, served)
    request.format = format.suffix if format else "json"
    return format


def negotiate_answer(request: Request, suffixes: Iterable[str]) -> Format | None:
    """Return the format of some that a request asks for an answer in that is worked out; None means JSON.

    Raises Problem.
    """
    served = {suffix: FORMATS[suffix] for suffix in suffixes}
    if request.names_a_format and request.suffix is None:
        try:
            format = _choose(request, "", served)
        except Problem:
            # Such an answer was always JSON, whatever a client accepted.
            return None
    else:
        format = _choose(request, "answers of this address", served)
    request.format = format.suffix if format else "json"
    return format


def wants_page(request: Request) -> bool:
    """Tell whether a reply is for the eyes of somebody at a browser, whatever it is about."""
    if request.suffix is not None:
        return request.suffix == HTML.suffix
    return request.accept != "*/*" and best_type(request.accept, [PROBLEM, JSON, "text/html"]) == "text/html"


def _choose(request: Request, noun: str, served: dict[str, Format]) -> Format | None:
    if not request.names_a_format:
        return None
    if request.suffix is not None:
        if request.suffix in served:
            return served[request.suffix]
        raise _no_such_format(request, noun, f".{request.suffix}", [f".{suffix}" for suffix in ("json", *served)])
    by_type = {media_type: format for format in served.values() for media_type in format.accept_types}
    best = best_type(request.accept, [JSON, *by_type])
    if best is None:
        raise _no_such_format(request, noun, request.accept[:MAX_ECHO], [JSON, *by_type])
    return by_type.get(best)


def _no_such_format(request: Request, noun: str, value: str, allowed: list[str]) -> Problem:
    """Return the problem of a format in which a noun's records are not written."""
    errors = [parameter_error("format", value, f"{noun.capitalize()} are not written in this format.", allowed)]
    # The suffix of JSON wins over an Accept that names nothing served.
    suffix = "" if request.suffix or request.path == "/" else ".json"
    url = encoded_path(request.path.rstrip("/") + suffix) + encode_query(request.query_params)
    return Problem("not-acceptable", errors[0]["problem"], errors=errors, try_url=url)
