"""Endpoints: the decorators that turn a view of one to five lines into a list, a record or an answer."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial, update_wrapper, wraps
from typing import Any

from marshmallow import ValidationError

from api.formats import Format
from api.formats.answers import ANSWER_WRITERS, AnswerShape, AnswerStyle, answer_suffixes
from api.formats.pictures.picture import Graphic
from api.http.batches import get_many
from api.http.cursors import BadCursor, cursor_scope, read_cursor
from api.http.detail_query import DetailQuery
from api.http.envelopes import detail_response, list_response
from api.http.format_parameters import byte_order_errors, refuse_facets, refuse_views, text_view
from api.http.freshness import IF_NONE_MATCH, expect_record, follows_record, note_record
from api.http.negotiation import negotiate, negotiate_answer
from api.http.past import (
    ACCEPT_DATETIME,
    defer_past,
    former_address,
    former_record,
    moment_errors,
    needs_history,
    timegate_redirect,
)
from api.http.problems import Problem, parameter_error
from api.http.request import Request, current_request
from api.http.response import JSON, Response, unchanged_response
from api.http.sent_forms import cleared_form, form_page
from api.http.suggestions import MAX_ECHO, invalid_parameters, no_such_record, unknown_ids
from api.http.urls import encode_query, encoded_path
from api.http.views import MAX_DEFAULT_BYTES, count_fitting, select_fields, selectable_fields, show_record
from db.query.connection import Reader
from db.query.ids import UnknownIds, with_present_ids
from db.query.lists import RELEASE_SORT
from db.query.lookup import Lookup, RecordNotFound
from db.query.pages import Page, PagePosition
from schemas.model.base import Json
from schemas.nouns import QUERIES, SCHEMAS
from schemas.query.parameters import DEFAULT_LIMIT
from schemas.query.query import Query

ListView = Callable[[Reader, dict[str, Any], PagePosition | None], Page]
DetailView = Callable[[Reader, str], Lookup]
QueryView = Callable[..., Response]


@dataclass(frozen=True)
class Operation:
    """What a view does, for the specification: a `list` or `detail` of a noun, or `computed`; and what it takes."""

    kind: str
    query: type[Query]
    noun: str = ""
    formats: tuple[str, ...] = tuple(ANSWER_WRITERS)
    """The suffixes of what an answer that is worked out is written in besides JSON."""


def list_endpoint(noun: str, **preset: Any) -> Callable[[ListView], Callable[..., Response]]:
    """Make a view that returns a Page into a list of a noun. `preset` holds parameters that the URL leaves out."""

    def decorate(view: ListView) -> Callable[..., Response]:
        endpoint = update_wrapper(partial(_answer_list, noun, view, preset), view)
        endpoint.operation = Operation("list", QUERIES[noun], noun)  # type: ignore[attr-defined]
        return endpoint

    return decorate


def _answer_list(noun: str, view: ListView, preset: Json, **path_params: str) -> Response:
    """Return the response of a list of a noun, as it is or as it was. Raises Problem."""
    query_type, request = QUERIES[noun], current_request()
    past_error = defer_past(request) if request.asks_past else None
    reader = request.reader
    if request.names_a_format and (cleared := cleared_form(request)) is not None:
        return cleared
    query = load_query(request, query_type, noun, preset, path_params)
    format = negotiate(request, noun) if request.names_a_format else None
    if format is not None:
        refuse_facets(request, format, query_type)
        query |= {"view": query["view"] if "view" in request.query_params else "full"} | text_view(format)
        refuse_views(request, format, query_type)
    if past_error is not None:
        raise past_error
    if format is not None and format.newest_first and "sort" not in request.query_params:
        query["sort"] = list(dict.fromkeys(["-updated_date", RELEASE_SORT, query_type.DEFAULT_SORT]))
    if IF_NONE_MATCH in request.environ and (not_modified := unchanged_response(request)) is not None:
        return not_modified
    position = None
    if "cursor" in query:
        scope = cursor_scope(request.path.rstrip("/"), query)
        position = read_position(query, scope, query_type, len(query["sort"]) + 1)
    if request.is_trial:
        query, format = {name: query[name] for name in query if name != "facet"} | {"limit": 1}, None
    if format is not None and "limit" not in request.query_params:
        # A whole list has no pages to go back to; whoever does gets one.
        query["limit"] = None if format.whole and not (position and position.backwards) else format.limit(noun)
    try:
        page = view(reader, query, position)
    except UnknownIds as unknown:
        raise unknown_ids(unknown, query_type) from unknown
    # In a list a record is further in, which makes it larger by half at most.
    if format is None and 2 * sum(map(len, page.documents)) > MAX_DEFAULT_BYTES and request.leaves_size_open:
        most = count_fitting(page.documents, query["view"], position)
        page = view(reader, query | {"limit": most}, position) if most < len(page.documents) else page
    return list_response(noun, query, page, format)


def detail_endpoint(noun: str, *, is_moving: bool = False) -> Callable[[DetailView], Callable[..., Response]]:
    """Make a view that returns what stands at an id into the address of a noun's record.

    `is_moving` says that the address is that of another record from time to time, so that it has no revisions.
    """

    def decorate(view: DetailView) -> Callable[..., Response]:
        @wraps(view)
        def endpoint(identifier: str) -> Response:
            return _answer_record(noun, identifier, view, is_moving=is_moving)

        endpoint.operation = Operation("detail", DetailQuery, noun)  # type: ignore[attr-defined]
        return endpoint

    return decorate


def _answer_record(noun: str, identifier: str, view: DetailView, *, is_moving: bool) -> Response:
    """Return the response of the address of a record, as it is or as it was. Raises Problem."""
    request = current_request()
    request.is_timegate = not is_moving
    past_error = defer_past(request, has_history=not is_moving) if request.asks_past else None
    if is_former := request.asks_past and not is_moving and needs_history(request):
        request.read_history()
    reader = request.reader
    if ACCEPT_DATETIME in request.environ and request.is_timegate and not request.asks_past:
        return Response(b"", 302, timegate_redirect(request))
    query = load_query(request, DetailQuery, noun, {}, {})
    single = "," not in identifier
    format = negotiate(request, noun, single=single) if request.names_a_format else None
    if format is not None:
        query |= text_view(format)
        refuse_views(request, format, DetailQuery)
    if past_error is not None:
        raise past_error
    is_whole = not is_moving and single and follows_record(format)
    if is_whole and not is_former and IF_NONE_MATCH in request.environ:
        expect_record(request, noun, identifier)
    if (not_modified := unchanged_response(request)) is not None:
        return not_modified
    format = None if request.is_trial else format
    if not single:
        return get_many(request, noun, identifier, query, format)
    try:
        record = former_record(request, noun, identifier) if is_former else view(reader, identifier)
    except RecordNotFound as missing:
        if (former := former_address(request, noun, identifier)) is None:
            raise no_such_record(noun, identifier) from missing
        record = former
    if record.state == "moved":
        return moved_response(request, noun, record)
    if record.state == "withdrawn":
        raise Problem("gone", str(record.target), try_url=f"/v1/{noun}")
    if is_whole:
        note_record(request, record)
    # A trial asks whether there is a record, and shows it to nobody.
    document = b"" if request.is_trial else _shown(noun, record.document, query, format)
    return detail_response(noun, document, format, identifier="" if is_moving else identifier)


def moved_response(request: Request, noun: str, record: Lookup) -> Response:
    """Return where a record with another id stands, in the same format and with the same parameters."""
    path = f"/v1/{noun}/{record.target}" + (f".{request.suffix}" if request.suffix else "")
    url = request.base + encoded_path(path) + encode_query(request.query_params)
    return Response(b"", 308, [("Location", url), ("Content-Type", JSON), ("Content-Length", "0")])


def query_endpoint(
    query_type: type[Query],
    *columns: str,
    style: AnswerStyle | None = None,
    draw: Callable[..., Graphic] | None = None,
) -> Callable[[QueryView], Callable[..., Response]]:
    """Make a view that works its answer out into an endpoint that takes the parameters of a query.

    `columns` are those that its rows have for certain, for a table without any row; what it sums by comes before them.
    `style` says how rows are told that are more than a table; `draw` makes a picture of the answer.
    """

    def decorate(view: QueryView) -> Callable[..., Response]:
        @wraps(view)
        def endpoint(**path_params: str) -> Response:
            request = current_request()
            past_error = defer_past(request) if request.asks_past else None
            reader = request.reader
            format = negotiate_answer(request, answer_suffixes(style, has_picture=draw is not None))
            page = form_page(request, format, query_type) if format is not None and format.needs_frame else None
            if page is not None:
                return page
            query = load_parameters(request, query_type)
            if past_error is not None:
                raise past_error
            shape = AnswerShape(format, (*query.get("by", ()), *columns), query_type, style, draw) if format else None
            request.answer = shape
            try:
                return unchanged_response(request) or view(reader, query, **path_params)
            except UnknownIds as unknown:
                raise unknown_ids(unknown, query_type) from unknown

        formats = answer_suffixes(style, has_picture=draw is not None)
        endpoint.operation = Operation("computed", query_type, formats=formats)  # type: ignore[attr-defined]
        return endpoint

    return decorate


def _shown(noun: str, document: bytes, query: Json, format: Format | None) -> bytes:
    """Return what a query asks for of a record. Other formats than JSON are written from the complete one."""
    if "fields" in query:
        return select_fields(document, query["fields"])
    if format is not None:
        return document if query["view"] != "brief" else select_fields(document, SCHEMAS[noun].BRIEF)
    return show_record(noun, document, query["view"] if "view" in current_request().query_params else None)


def load_query(request: Request, query_type: type[Query], noun: str, preset: Json, path_params: dict[str, str]) -> Json:
    """Return what SQL binds for a request's parameters, those in the path and all defaults included. Raises Problem."""
    query = load_parameters(request, query_type, selectable_fields(noun), path_params)
    default_view = "full" if query_type is DetailQuery else "brief"
    query = {"sort": [query_type.DEFAULT_SORT], "view": default_view} | preset | query
    return query | {"view": "full"} if "fields" in query else query


def load_parameters(
    request: Request,
    query_type: type[Query],
    field_names: Iterable[str] = (),
    path_params: dict[str, str] | None = None,
) -> Json:
    """Return what a request's parameters mean to a query, with the limit that holds. Raises Problem.

    `field_names` are what `fields` may name. Views outside `/v1/{noun}` call this themselves, if only to refuse
    parameters that mean nothing there.
    """
    params, path_params = request.query_params, path_params or {}
    if not params and not path_params and not query_type.required():
        # Most requests for a record or a whole list say no more than their path.
        return {"limit": DEFAULT_LIMIT}
    errors = list[Json]()
    if "bom" in params:
        params = {name: values for name, values in params.items() if name != "bom"}
        errors = byte_order_errors(request)
    errors += [
        parameter_error(name, params[name][0][:MAX_ECHO], "Is given by the path.")
        for name in path_params
        if name in params
    ]
    query = Json()
    try:
        query = query_type.load_parameters(params | {name: [value] for name, value in path_params.items()}, field_names)
    except ValidationError as error:
        for name, problems in error.messages_dict.items():
            errors += [{"parameter": name} | problem for problem in problems]
    if query and not query_type.moments().isdisjoint(query):
        errors += moment_errors(request, query_type, query)
    if errors:
        raise invalid_parameters(errors, query_type)
    return {"limit": DEFAULT_LIMIT} | (with_present_ids(request.reader, query_type, query) if query else query)


def read_position(query: Json, scope: str, query_type: type[Query], length: int) -> PagePosition:
    """Return where the cursor of a query says that the page begins, in `length` values. Raises Problem."""
    try:
        return read_cursor(query["cursor"], scope, length)
    except BadCursor as error:
        text = "Not a cursor of this list; follow a `next` link, or begin without a cursor."
        errors = [parameter_error("cursor", query["cursor"][:MAX_ECHO], text)]
        raise invalid_parameters(errors, query_type) from error
