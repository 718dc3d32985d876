"""Endpoint: the decorators that turn a view of one to five lines into a list or a detail reply, and document it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import Response, current_app, request
from marshmallow import ValidationError

from api.describe import describe
from api.errors import Problem, wrong
from api.paging import BadCursor, fingerprint, read_cursor, write_cursor
from api.reading import API_VERSION, given_parameters, public_url, reader, reply, unchanged
from api.suggest import SHOWN, invalid_parameters, no_such_record, unknown_ids
from db.connection import Reader
from db.noun import Found, NoRecord, Page, Position, UnknownIds
from db.release import LICENSE, LICENSE_URL
from db.world import PUBLIC_URL
from schemas.nouns import QUERIES, SCHEMAS
from schemas.parameters import DEFAULT_LIMIT, Listed, OneOf
from schemas.query import Query

JSON = "application/json"
ListView = Callable[[Reader, dict[str, Any], Position | None], Page]
DetailView = Callable[[Reader, str], Found]
Parameters = dict[str, Any]


@dataclass(frozen=True)
class Operation:
    """What a view does, for the specification: its noun, and whether it gives a list or one record."""

    noun: str
    kind: str
    preset: tuple[str, ...] = ()


class DetailQuery(Query):
    """What one record can be asked for."""

    SORTS = ()
    DEFAULT_SORT = ""
    view = OneOf("brief", "full", metadata={"description": "full, or brief: the record as a list gives it."})
    fields_ = Listed(data_key="fields", metadata={"description": "Only these fields of the record."})

    @classmethod
    def parameters(cls) -> dict[str, Any]:
        """Return the two parameters that make sense for one record."""
        return {name: field for name, field in super().parameters().items() if name in ("view", "fields")}


def listing(noun: str, **preset: Any) -> Callable[[ListView], Callable[..., Response]]:
    """Make a view that returns a Page into a list endpoint of a noun. `preset` holds parameters the URL leaves out."""

    def decorate(view: ListView) -> Callable[..., Response]:
        @wraps(view)
        def endpoint(**in_path: str) -> Response:
            found = reader()
            query = load_query(QUERIES[noun], noun, preset, in_path)
            if unchanged():
                return reply(b"", JSON)
            made_for = fingerprint(request.path.rstrip("/"), query)
            try:
                page = view(found, query, _position(query, made_for, noun))
            except UnknownIds as unknown:
                raise unknown_ids(unknown, noun) from unknown
            return list_reply(noun, query, page, made_for)

        endpoint.operation = Operation(noun, "list", tuple(preset))  # type: ignore[attr-defined]
        return endpoint

    return decorate


def detail(noun: str) -> Callable[[DetailView], Callable[..., Response]]:
    """Make a view that returns what stands at an id into a detail endpoint of a noun."""

    def decorate(view: DetailView) -> Callable[..., Response]:
        @wraps(view)
        def endpoint(identifier: str) -> Response:
            found = reader()
            query = load_query(DetailQuery, noun, {}, {})
            if unchanged():
                return reply(b"", JSON)
            try:
                record = view(found, identifier)
            except NoRecord as missing:
                raise no_such_record(noun, identifier) from missing
            if record.state == "moved":
                url = public_url(f"/v1/{noun}/{record.target}", given_parameters())
                return Response(b"", 308, {"Location": url}, content_type=JSON)
            if record.state == "withdrawn":
                raise Problem("gone", str(record.target), try_url=f"/v1/{noun}")
            names = query.get("fields") or (SCHEMAS[noun].BRIEF if query["view"] == "brief" else None)
            return reply(with_public_url(pick(record.document, names)), JSON)

        endpoint.operation = Operation(noun, "detail")  # type: ignore[attr-defined]
        return endpoint

    return decorate


def load_query(query: type[Query], noun: str, preset: Parameters, in_path: dict[str, str]) -> Parameters:
    """Return what SQL binds for this request's parameters, those in the path included. Raises Problem."""
    given = given_parameters()
    errors = [wrong(name, given[name][0][:SHOWN], "Is given by the path.") for name in in_path if name in given]
    try:
        parameters = given | {name: [value] for name, value in in_path.items()}
        loaded = query.load_parameters(parameters, SCHEMAS[noun].keys())
    except ValidationError as error:
        for name, problems in error.messages_dict.items():
            errors += [{"parameter": name} | problem for problem in problems]
    if errors:
        raise invalid_parameters(errors, noun, query)
    default_view = "full" if query is DetailQuery else "brief"
    loaded = {"limit": DEFAULT_LIMIT, "sort": [query.DEFAULT_SORT], "view": default_view} | preset | loaded
    return loaded | ({"view": "full"} if "fields" in loaded else {})


def _position(query: Parameters, made_for: str, noun: str) -> Position | None:
    """Return where the cursor says that the page begins. Raises Problem."""
    if "cursor" not in query:
        return None
    try:
        return read_cursor(query["cursor"], made_for, current_app.config["PARLEY_CURSOR_KEY"])
    except BadCursor as error:
        problem = "Not a cursor of this list; follow a `next` link, or begin without a cursor."
        raise invalid_parameters([wrong("cursor", query["cursor"][:SHOWN], problem)], noun, QUERIES[noun]) from error


def list_reply(noun: str, query: Parameters, page: Page, made_for: str) -> Response:
    """Return the reply of a page: what was asked, how much there is, the neighbouring pages, and the records."""
    key = current_app.config["PARLEY_CURSOR_KEY"]
    given = given_parameters()
    links = {"self": public_url(request.path, given), "next": None, "prev": None}
    for name, position in (("next", page.next), ("prev", page.previous)):
        if position is not None:
            links[name] = public_url(request.path, given | {"cursor": [write_cursor(position, made_for, key)]})
    found = reader()
    meta = {
        "description": describe(noun, query),
        "total": page.total,
        "returned": len(page.documents),
        "release": found.version,
        "release_date": found.date,
        "complete_through": found.coverage["complete_through"],
        "license": LICENSE,
        "license_url": LICENSE_URL,
        "api_version": API_VERSION,
    }
    documents = [pick(document, query.get("fields")) for document in page.documents]
    body = list_body({"meta": meta, "links": links}, documents)
    header = ", ".join(f'<{url}>; rel="{name}"' for name, url in links.items() if url)
    return reply(with_public_url(body), JSON, {"Link": header})


def list_body(head: dict[str, Any], documents: list[bytes]) -> bytes:
    """Join stored documents into a list's body; they are indented anew, never parsed."""
    opening = json.dumps(head, ensure_ascii=False, indent=2).encode()[:-2]
    if not documents:
        return opening + b',\n  "data": []\n}\n'
    data = b",\n".join(b"    " + document.rstrip(b"\n").replace(b"\n", b"\n    ") for document in documents)
    return opening + b',\n  "data": [\n' + data + b"\n  ]\n}\n"


def pick(document: bytes, names: list[str] | tuple[str, ...] | None) -> bytes:
    """Return a document with only the named fields, or as it is."""
    if names is None:
        return document
    whole = json.loads(document)
    chosen = {name: whole[name] for name in names}
    return json.dumps(chosen, ensure_ascii=False, indent=2).encode() + b"\n"


def with_public_url(body: bytes) -> bytes:
    """Put the server's address into citations, which are stored without it so that the same release serves anywhere."""
    base: str = current_app.config["PARLEY_PUBLIC_URL"]
    return body.replace(PUBLIC_URL.encode(), base.encode())
