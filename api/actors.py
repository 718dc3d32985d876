"""/v1/actors: the list of actors, each actor, and whom it met."""

from typing import Any

from flask import Blueprint

from api.http.endpoints import detail_endpoint, list_endpoint, query_endpoint
from api.http.response import Response
from api.meetings import draw_all_meetings, meetings_response
from db.actors import ACTORS
from db.query.connection import Reader
from db.query.lookup import Lookup
from db.query.pages import Page, PagePosition
from schemas.actors import MeetingsQuery

routes = Blueprint("actors", __name__)
MEETING_COLUMNS = ("event", "date", "kind", "level", "channel", "place", "with")
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
@query_endpoint(MeetingsQuery, *MEETING_COLUMNS, draw=draw_all_meetings)
def list_meetings_of_actor(reader: Reader, query: dict[str, Any], identifier: str) -> Response:
    """List whom an actor met or called, and when: each meeting with its level and channel.

    Only events count that were held in person, by telephone or by video, in which people meet: no vote, no statement.
    A state meets through those who took part for it. A mediator who saw the sides one after the other met each of
    them; they did not meet. As `.csv` and `.ndjson` all meetings come in one reply.
    """
    return meetings_response(reader, query, identifier)


@routes.get("/v1/actors/<identifier>/meetings/<other>")
@query_endpoint(MeetingsQuery, *MEETING_COLUMNS, draw=draw_all_meetings)
def list_meetings_of_two(reader: Reader, query: dict[str, Any], identifier: str, other: str) -> Response:
    """List when two actors met or called each other: the number, the first and the last, and each meeting."""
    return meetings_response(reader, query, identifier, other)
