"""Endpoint: the decorators that turn a view of one to five lines into a list or a detail reply, and document it."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from marshmallow import ValidationError

from api.formats import Format
from api.http.cursors import BadCursor, cursor_scope, read_cursor
from api.http.envelopes import batch_response, detail_response, list_response, pick
from api.http.negotiation import JSON, asked_format, refuse_suffix
from api.http.problems import Problem, parameter_error
from api.http.request import current_request
from api.http.response import Response, reply
from api.http.suggestions import MAX_ECHO, invalid_parameters, no_such_record, unknown_ids
from db.noun import Lookup, Page, Position, RecordNotFound, UnknownIds
from db.nouns import NOUNS
from db.query.connection import Reader
from schemas.model.fields import IDENTIFIER
from schemas.nouns import QUERIES, SCHEMAS
from schemas.query.parameters import DEFAULT_LIMIT, MAX_LIMIT, Listed, OneOf
from schemas.query.query import Query

ListView = Callable[[Reader, dict[str, Any], Position | None], Page]
DetailView = Callable[[Reader, str], Lookup]
ComputedView = Callable[..., Response]
Parameters = dict[str, Any]


@dataclass(frozen=True)
class Operation:
    """What a view does, for the specification: a `list` or `detail` of a noun, or `computed`; and what it takes."""

    kind: str
    query: type[Query]
    noun: str = ""


class DetailQuery(Query):
    """What one record can be asked for."""

    SORTS = ()
    DEFAULT_SORT = ""
    view = OneOf("brief", "full", metadata={"description": "full, or brief: the record as a list gives it."})
    fields_ = Listed(data_key="fields", metadata={"description": "Only these fields of the record."})

    @classmethod
    def excluded_parameters(cls) -> set[str]:
        """Name what makes sense for a list alone."""
        return {"q", "sort", "limit", "cursor", "facet"}


def list_endpoint(noun: str, **preset: Any) -> Callable[[ListView], Callable[..., Response]]:
    """Make a view that returns a Page into a list endpoint of a noun. `preset` holds parameters the URL leaves out."""

    def decorate(view: ListView) -> Callable[..., Response]:
        @wraps(view)
        def endpoint(**path_params: str) -> Response:
            request = current_request()
            request.path_params = path_params
            found = request.reader
            query = load_query(QUERIES[noun], noun, preset, path_params)
            wanted = asked_format(noun)
            if wanted is not None:
                query |= {"view": query["view"] if "view" in request.query_params else "full"}
                query |= {"limit": query["limit"] if "limit" in request.query_params else MAX_LIMIT}
                refuse_views(wanted, QUERIES[noun])
            if request.unchanged:
                return reply(b"", JSON)
            scope = cursor_scope(request.path.rstrip("/"), query)
            try:
                page = view(found, query, read_position(query, scope, QUERIES[noun], len(query["sort"]) + 1))
            except UnknownIds as unknown:
                raise unknown_ids(unknown, QUERIES[noun]) from unknown
            return list_response(noun, query, page, scope, wanted)

        endpoint.operation = Operation("list", QUERIES[noun], noun)  # type: ignore[attr-defined]
        return endpoint

    return decorate


def detail_endpoint(noun: str) -> Callable[[DetailView], Callable[..., Response]]:
    """Make a view that returns what stands at an id into a detail endpoint of a noun."""

    def decorate(view: DetailView) -> Callable[..., Response]:
        @wraps(view)
        def endpoint(identifier: str) -> Response:
            request = current_request()
            found = request.reader
            query = load_query(DetailQuery, noun, {}, {})
            wanted = asked_format(noun)
            if wanted is not None:
                refuse_views(wanted, DetailQuery)
            if request.unchanged:
                return reply(b"", JSON)
            if "," in identifier:
                return several(noun, identifier, query, wanted)
            try:
                record = view(found, identifier)
            except RecordNotFound as missing:
                raise no_such_record(noun, identifier) from missing
            if record.state == "moved":
                url = request.url(f"/v1/{noun}/{record.target}", request.query_params)
                return Response(b"", 308, [("Location", url), ("Content-Type", JSON), ("Content-Length", "0")])
            if record.state == "withdrawn":
                raise Problem("gone", str(record.target), try_url=f"/v1/{noun}")
            names = query.get("fields") or (SCHEMAS[noun].BRIEF if query["view"] == "brief" else None)
            return detail_response(noun, pick(record.document, names), wanted)

        endpoint.operation = Operation("detail", DetailQuery, noun)  # type: ignore[attr-defined]
        return endpoint

    return decorate


def query_endpoint(query: type[Query]) -> Callable[[ComputedView], Callable[..., Response]]:
    """Make a view that works its answer out into an endpoint that takes the parameters of a query."""

    def decorate(view: ComputedView) -> Callable[..., Response]:
        @wraps(view)
        def endpoint(**path_params: str) -> Response:
            request = current_request()
            found = request.reader
            refuse_suffix()
            loaded = load_computed(query)
            try:
                return reply(b"", JSON) if request.unchanged else view(found, loaded, **path_params)
            except UnknownIds as unknown:
                raise unknown_ids(unknown, query) from unknown

        endpoint.operation = Operation("computed", query)  # type: ignore[attr-defined]
        return endpoint

    return decorate


def several(noun: str, identifiers: str, query: Parameters, wanted: Format | None) -> Response:
    """Return the reply of several records whose ids stand in the path, with those named that no record has."""
    ids = list(dict.fromkeys(identifiers.split(",")))
    if len(ids) > MAX_LIMIT or not all(re.fullmatch(IDENTIFIER, one) for one in ids):
        problem = f"Between 1 and {MAX_LIMIT} ids, of a-z, 0-9, - and : alone, separated by single commas."
        errors = [parameter_error("id", identifiers[:MAX_ECHO], problem)]
        raise Problem("invalid-parameter", problem, errors=errors, try_url=f"/v1/{noun}")
    found = NOUNS[noun].get_records(current_request().reader, ids)
    missing = [identifier for identifier in ids if identifier not in found]
    documents = [found[identifier] for identifier in ids if identifier in found]
    names = query.get("fields") or (SCHEMAS[noun].BRIEF if query["view"] == "brief" else None)
    return batch_response(noun, [pick(document, names) for document in documents], missing, wanted)


def refuse_views(wanted: Format, query: type[Query]) -> None:
    """Refuse to choose fields in a format that is written from complete records. Raises Problem."""
    given = current_request().query_params
    text = f"Has no meaning in .{wanted.suffix}, which is written from complete records."
    errors = [parameter_error(name, given[name][0][:MAX_ECHO], text) for name in ("fields", "view") if name in given]
    if errors and not wanted.takes_fields:
        raise invalid_parameters(errors, query)


def load_query(query: type[Query], noun: str, preset: Parameters, path_params: dict[str, str]) -> Parameters:
    """Return what SQL binds for this request's parameters, those in the path included. Raises Problem."""
    loaded = load_computed(query, SCHEMAS[noun].keys(), path_params)
    default_view = "full" if query is DetailQuery else "brief"
    loaded = {"sort": [query.DEFAULT_SORT], "view": default_view} | preset | loaded
    return loaded | ({"view": "full"} if "fields" in loaded else {})


def load_computed(
    query: type[Query], shown: Iterable[str] = (), path_params: dict[str, str] | None = None
) -> Parameters:
    """Return what this request's parameters mean to a query, with the limit that holds. Raises Problem."""
    given, path_params = current_request().query_params, path_params or {}
    errors = [
        parameter_error(name, given[name][0][:MAX_ECHO], "Is given by the path.")
        for name in path_params
        if name in given
    ]
    loaded = Parameters()
    try:
        loaded = query.load_parameters(given | {name: [value] for name, value in path_params.items()}, shown)
    except ValidationError as error:
        for name, problems in error.messages_dict.items():
            errors += [{"parameter": name} | problem for problem in problems]
    if errors:
        raise invalid_parameters(errors, query)
    return {"limit": DEFAULT_LIMIT} | loaded


def read_position(query: Parameters, scope: str, query_type: type[Query], length: int) -> Position | None:
    """Return where the cursor says that the page begins, in `length` values. Raises Problem."""
    if "cursor" not in query:
        return None
    try:
        return read_cursor(query["cursor"], scope, length)
    except BadCursor as error:
        problem = "Not a cursor of this list; follow a `next` link, or begin without a cursor."
        raise invalid_parameters(
            [parameter_error("cursor", query["cursor"][:MAX_ECHO], problem)], query_type
        ) from error
