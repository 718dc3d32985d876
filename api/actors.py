"""/v1/actors: the list of actors, each actor, and whom it met."""

import json
from typing import Any

from flask import Blueprint

from api.http.endpoints import detail_endpoint, list_endpoint, query_endpoint
from api.http.envelopes import own_links, query_response
from api.http.response import Response
from api.http.suggestions import no_such_record
from db.actors import ACTORS, list_meetings
from db.noun import Lookup, RecordNotFound
from db.query.connection import Reader
from db.query.pages import Page, PagePosition
from schemas.query.query import NoQuery

routes = Blueprint("actors", __name__)
MEETING = ("event", "date", "kind", "level", "channel", "place", "with")
"""The columns of meetings."""


@routes.get("/v1/actors")
@list_endpoint("actors")
def list_actors(reader: Reader, query: dict[str, Any], position: PagePosition | None) -> Page:
    """List actors: people, states, bodies and organisations."""
    return ACTORS.list_records(reader, query, position)


@routes.get("/v1/actors/<identifier>")
@detail_endpoint("actors")
def get_actor(reader: Reader, identifier: str) -> Lookup:
    """Get an actor by its id.

    An actor gives its names in several scripts, the positions held with their dates, how many events it had a part in,
    and whom it met there.
    """
    return ACTORS.get_record(reader, identifier)


@routes.get("/v1/actors/<identifier>/meetings")
@query_endpoint(NoQuery, *MEETING)
def list_meetings_of_actor(reader: Reader, _query: dict[str, Any], identifier: str) -> Response:
    """List whom an actor met or called, and when: each meeting with its level and channel.

    Only events that were held in person, by telephone or by video count, and only those who took part in them.
    """
    return _meetings_response(reader, identifier, None)


@routes.get("/v1/actors/<identifier>/meetings/<other>")
@query_endpoint(NoQuery, *MEETING)
def list_meetings_of_two(reader: Reader, _query: dict[str, Any], identifier: str, other: str) -> Response:
    """List when two actors met or called each other: the number, the first and the last, and each meeting."""
    return _meetings_response(reader, identifier, other)


def _meetings_response(reader: Reader, identifier: str, other: str | None) -> Response:
    """Return the meetings of an actor, with one other or with anybody."""
    names = " and ".join(_name(reader, actor) for actor in (identifier, other) if actor)
    meetings = list_meetings(reader, identifier, other)
    dates = [meeting["date"] for meeting in meetings] or [None]
    summary = {"count": len(meetings), "first_date": dates[0], "last_date": dates[-1]}
    return query_response(f"Meetings and calls of {names}, by date.", meetings, len(meetings), own_links(), summary)


def _name(reader: Reader, identifier: str) -> str:
    """Return what an actor is called. Raises Problem."""
    try:
        name: str = json.loads(ACTORS.get_record(reader, identifier).document)["name"]
    except (RecordNotFound, TypeError) as missing:
        raise no_such_record("actors", identifier) from missing
    return name
