"""Error handlers: the response for every exception of the application, of Flask and of its routing."""

import logging
from functools import partial

from werkzeug.exceptions import HTTPException, MethodNotAllowed, RequestedRangeNotSatisfiable

from api.formats.pictures.picture import TooMuchToDraw, table_path
from api.http.negotiation import wants_page
from api.http.past import past_problem
from api.http.problem_pages import problem_page
from api.http.problems import ENCODE, PROBLEM_KINDS, Problem, parameter_error, problem_response
from api.http.request import Request, UndecodableURL, current_request, log_context, request_id
from api.http.response import Response
from api.http.suggestions import no_such_page
from api.http.trials import working_url
from api.http.urls import encode_query
from api.server.metrics import COUNTS
from db.query.connection import QueryTimeout, ReleaseUnavailable
from db.query.follower import InvalidDigest
from db.query.memento import NoMemento, ReleaseNotKept

KIND_BY_STATUS = {400: "bad-request", 406: "not-acceptable", 414: "too-long"}
LOG = logging.getLogger("api")


def error_response(error: Exception) -> Response:
    """Return the response for an exception that was raised in answering the current request, here or in Flask."""
    request = current_request()
    if isinstance(error, TooMuchToDraw):
        error = _undrawable(error, request)
    elif isinstance(error, NoMemento | ReleaseNotKept):
        # A reply about a state that cannot be had names no release; the reader was that of another one.
        request.close()
        error = past_problem(error, request)
    problem = error if isinstance(error, Problem) else _problem_of(error, request)
    if problem.try_url is not None and not request.is_trial:
        problem.try_url = working_url(request, problem.try_url)
        for entry in problem.errors:
            # An address that was only near what exists is not suggested: the one that works is.
            meant = entry["did_you_mean"]
            if entry["parameter"] == "path" and meant and not problem.try_url.startswith(meant):
                entry["did_you_mean"] = problem.try_url.partition("?")[0]
    write_page = partial(problem_page, problem=problem, request=request) if wants_page(request) else None
    return problem_response(problem, request.base, request_id(request.environ), write_page=write_page)


def _problem_of(error: Exception, request: Request) -> Problem:
    """Return what an exception means to the client; what nobody foresaw is logged too."""
    match error:
        case UndecodableURL():
            return Problem("bad-request", f"{error} {ENCODE}", try_url="/")
        case ReleaseUnavailable():
            return Problem("unavailable", f"No release can be served: {error}", headers={"Retry-After": "5"})
        case InvalidDigest():
            detail = "The header Parley-Release-Digest must be the 64 hexadecimal digits of a release's SHA-256."
            return Problem("bad-request", detail)
        case QueryTimeout():
            COUNTS.count_too_slow()
            limit = f"The answer would take more than {request.config['PARLEY_QUERY_SECONDS']} seconds to find."
            detail = f"{limit} Ask for less: a shorter time, fewer values."
            return Problem("too-slow", detail, headers={"Retry-After": "5"})
        case HTTPException():
            return _http_problem(error, request)
    LOG.error("unhandled", exc_info=error, extra=log_context(request.environ))
    return Problem("internal", PROBLEM_KINDS["internal"][2])


def _undrawable(error: TooMuchToDraw, request: Request) -> Problem:
    """Return the problem of a picture that would have too much in it, with the address of the same as a table."""
    errors = [parameter_error("format", f".{request.format}", str(error))]
    url = table_path(request.path_with_suffix) + encode_query(request.query_params)
    return Problem("invalid-parameter", str(error), errors=errors, try_url=url)


def _http_problem(error: HTTPException, request: Request) -> Problem:
    """Return what an exception of Flask or of its routing means to the client."""
    if isinstance(error, MethodNotAllowed):
        allowed = ", ".join(sorted(error.valid_methods or ("GET", "HEAD", "OPTIONS")))
        detail = f"{request.environ['REQUEST_METHOD']} is not possible here; allowed are {allowed}."
        return Problem("method-not-allowed", detail, headers={"Allow": allowed})
    if isinstance(error, RequestedRangeNotSatisfiable):
        # How many bytes there are lets a client ask again, or see that it has them all.
        return Problem("range", PROBLEM_KINDS["range"][2], headers={"Content-Range": f"bytes */{error.length}"})
    status = error.code or 500
    if status == 404:
        return no_such_page(request.path)
    kind = KIND_BY_STATUS.get(status, "bad-request" if 400 <= status < 500 else "internal")
    return Problem(kind, PROBLEM_KINDS[kind][2])
