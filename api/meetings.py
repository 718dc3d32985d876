"""Meetings: the answer of `/v1/actors/{id}/meetings`, in every format that it is written in."""

import json
from collections.abc import Callable
from typing import Any

from api.formats import FORMATS
from api.formats.meetings import MeetingsPage, write_csv, write_md, write_ndjson, write_txt
from api.http.cursors import cursor_scope, write_cursor
from api.http.endpoints import read_position
from api.http.envelopes import file_response, own_links, query_response, record_content
from api.http.problems import Problem
from api.http.request import current_request
from api.http.response import JSON, Response
from api.http.suggestions import no_such_record
from api.http.urls import encode_query, encoded_path
from db.actors import ACTORS
from db.events import EVENTS
from db.meetings import Meetings, list_meetings
from db.noun import Lookup, RecordNotFound
from db.query.connection import Reader
from schemas.actors import MeetingsQuery
from schemas.query.parameters import MAX_LIMIT

WRITERS: dict[str, Callable[[MeetingsPage], bytes]] = {
    "txt": write_txt,
    "md": write_md,
    "csv": write_csv,
    "ndjson": write_ndjson,
}
"""What writes the rows; `.ics` is the calendar of the events themselves."""
SUFFIXES = (*WRITERS, "ics")
PAGED = {"txt": MAX_LIMIT, "md": MAX_LIMIT}
"""Records of a page where nobody asks for a number; a file has them all."""


def meetings_response(reader: Reader, query: dict[str, Any], *actors: str) -> Response:
    """Return the meetings of an actor, with one other or with anybody. Raises Problem."""
    lookups = [_look_up(reader, actor) for actor in actors]
    if any(lookup.state == "moved" for lookup in lookups):
        return _moved([lookup.target or actor for lookup, actor in zip(lookups, actors, strict=True)])
    request = current_request()
    scope = cursor_scope(request.path.rstrip("/"), query)
    position = read_position(query, scope, MeetingsQuery, 2) if "cursor" in query else None
    limit = query["limit"] if _names_limit() or request.format == "json" else PAGED.get(request.format)
    meetings = list_meetings(reader, actors[0], actors[1] if len(actors) > 1 else None, limit, position)
    links = own_links()
    if meetings.next:
        params = request.query_params | {"cursor": [write_cursor(meetings.next, scope)]}
        links["next"] = request.base + encoded_path(request.path_with_suffix) + encode_query(params)
    names = [json.loads(lookup.document)["name"] for lookup in lookups]
    text = f"Meetings and calls of {' and '.join(names)}, by date."
    if request.format == "json":
        return query_response(text, meetings.rows, meetings.summary["count"], links, meetings.summary)
    return _file(reader, text, meetings, links)


def _names_limit() -> bool:
    return "limit" in current_request().query_params


def _look_up(reader: Reader, identifier: str) -> Lookup:
    """Return what stands at an actor's id. Raises Problem."""
    try:
        lookup = ACTORS.get_record(reader, identifier)
    except RecordNotFound as missing:
        raise no_such_record("actors", identifier) from missing
    if lookup.state == "withdrawn":
        raise Problem("gone", str(lookup.target), try_url="/v1/actors")
    return lookup


def _moved(actors: list[str]) -> Response:
    """Return where the meetings of actors with other ids now stand, in the same format."""
    request = current_request()
    suffix = f".{request.suffix}" if request.suffix else ""
    path = "/meetings/".join(actors) if len(actors) > 1 else f"{actors[0]}/meetings"
    url = request.base + encoded_path(f"/v1/actors/{path}{suffix}") + encode_query(request.query_params)
    return Response(b"", 308, [("Location", url), ("Content-Type", JSON), ("Content-Length", "0")])


def _file(reader: Reader, text: str, meetings: Meetings, links: dict[str, str | None]) -> Response:
    """Return meetings in the format that was agreed on."""
    format = FORMATS[current_request().format]
    if format.suffix == "ics":
        ids = [row["event"]["id"] for row in meetings.rows]
        documents = EVENTS.get_records(reader, ids)
        content = record_content("events", [documents[event] for event in ids], len(ids), text, links)
        return file_response(format, format.write(content), links)
    content = record_content("actors", [], meetings.summary["count"], text, links)
    return file_response(format, WRITERS[format.suffix](MeetingsPage(content, meetings.rows, meetings.summary)), links)
