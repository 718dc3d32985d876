"""Meetings: the answer of `/v1/actors/{id}/meetings`, for one actor or for two."""

import json
from typing import Any
from urllib.parse import urlsplit

from api.formats.content import Content
from api.formats.html import HTML
from api.formats.pictures.meetings import draw_meetings
from api.formats.pictures.picture import Graphic
from api.http.cursors import cursor_scope, write_cursor
from api.http.endpoints import read_position
from api.http.envelopes import own_links, query_response
from api.http.problems import Problem, parameter_error
from api.http.request import current_request
from api.http.response import JSON, Response
from api.http.suggestions import no_such_record, with_rest
from api.http.urls import encode_query, encoded_path
from db.actors import ACTORS
from db.meetings import list_meetings
from db.query.connection import Reader
from db.query.lookup import Lookup, RecordNotFound
from schemas.actors import MeetingsQuery
from schemas.model.base import Json
from schemas.query.parameters import DEFAULT_LIMIT, MAX_LIMIT

WHOLE_PAGE = {"json": DEFAULT_LIMIT, "txt": MAX_LIMIT, "md": MAX_LIMIT, "html": HTML.max_records}
"""Records of a page where nobody asks for a number, in formats that have pages; files have all records."""


def meetings_response(reader: Reader, query: dict[str, Any], *actors: str) -> Response:
    """Return the meetings of an actor, with one other or with anybody. Raises Problem."""
    lookups = [_look_up(reader, actor) for actor in actors]
    if any(lookup.state == "moved" for lookup in lookups):
        return _moved([lookup.target or actor for lookup, actor in zip(lookups, actors, strict=True)])
    if len(set(actors)) < len(actors):
        raise _with_themselves(actors[0])
    request = current_request()
    scope = cursor_scope(request.path.rstrip("/"), query)
    position = read_position(query, scope, MeetingsQuery, 2) if "cursor" in query else None
    limit = query["limit"] if "limit" in request.query_params else WHOLE_PAGE.get(request.format)
    meetings = list_meetings(reader, actors[0], actors[1] if len(actors) > 1 else None, limit, position)
    links = own_links()
    if meetings.next:
        params = request.query_params | {"cursor": [write_cursor(meetings.next, scope)]}
        links["next"] = request.base + encoded_path(request.path_with_suffix) + encode_query(params)
    names = [json.loads(lookup.document)["name"] for lookup in lookups]
    text = f"Meetings and calls of {' and '.join(names)}, by date."
    return query_response(text, meetings.rows, meetings.summary["count"], links, meetings.summary)


def draw_all_meetings(content: Content, rows: list[Json], more: Json, reader: Reader) -> Graphic:
    """Return meetings as a picture: on a page in a browser all of them, of which it may list a part."""
    if content.frame and len(rows) < more["count"]:
        actor, _, *other = urlsplit(content.address).path.removesuffix(".html").strip("/").split("/")[2:]
        rows = list_meetings(reader, actor, other[0] if other else None, None, None).rows
    return draw_meetings(content, rows, more, reader)


def _look_up(reader: Reader, identifier: str) -> Lookup:
    """Return what stands at an actor's id. Raises Problem."""
    try:
        lookup = ACTORS.get_record(reader, identifier)
    except RecordNotFound as missing:
        raise no_such_record("actors", identifier) from missing
    if lookup.state == "withdrawn":
        raise Problem("gone", str(lookup.target), try_url="/v1/actors")
    return lookup


def _with_themselves(actor: str) -> Problem:
    """Return the problem of asking when somebody met themselves, which would be answered with nothing."""
    text = "Nobody meets themselves; the second actor must be another one than the first."
    errors = [parameter_error("other", actor, text)]
    return Problem(
        "invalid-parameter", f"other: {text}", errors=errors, try_url=with_rest(f"/v1/actors/{actor}/meetings")
    )


def _moved(actors: list[str]) -> Response:
    """Return where the meetings of actors with other ids now stand, in the same format."""
    request = current_request()
    suffix = f".{request.suffix}" if request.suffix else ""
    path = "/meetings/".join(actors) if len(actors) > 1 else f"{actors[0]}/meetings"
    url = request.base + encoded_path(f"/v1/actors/{path}{suffix}") + encode_query(request.query_params)
    return Response(b"", 308, [("Location", url), ("Content-Type", JSON), ("Content-Length", "0")])
