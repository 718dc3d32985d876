"""Sent forms: what a browser asks that comes from a page's form, or has not filled it in yet."""

from api.formats import Format
from api.formats.answers import AnswerShape
from api.http.envelopes import answer_response
from api.http.negotiation import wants_page
from api.http.page_frames import lacks_all
from api.http.request import Request
from api.http.response import CACHE_CONTROL, Response
from api.http.urls import encode_query, encoded_path
from schemas.query.query import Query


def cleared_form(request: Request) -> Response | None:
    """Return the way to the same address without the fields that a form left empty; None where there are none.

    A browser sends all fields of a form, the empty ones too, and only a script could keep it from that.
    """
    params = request.query_params
    if not any("" in values for values in params.values()) or not wants_page(request):
        return None
    present = {name: [value for value in values if value] for name, values in params.items()}
    query = encode_query({name: values for name, values in present.items() if values})
    url = request.base + encoded_path(request.path_with_suffix) + query
    headers = [("Location", url), ("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", CACHE_CONTROL)]
    return Response(b"", 302, [*headers, ("Content-Length", "0")])


def form_page(request: Request, format: Format, query_type: type[Query]) -> Response | None:
    """Return the page with the form of an address that cannot answer without it; None where it was filled in."""
    if (cleared := cleared_form(request)) is not None or not lacks_all(request, query_type):
        return cleared
    return answer_response("", [], {}, AnswerShape(format, (), query_type))
