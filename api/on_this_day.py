"""/v1/on-this-day: the events of a day of the year, in whatever year."""

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint

from api.http.endpoints import query_endpoint
from api.http.envelopes import own_links, query_response
from api.http.response import Response
from db.events import list_on_day
from db.query.connection import Reader
from schemas.events import Event, OnThisDayQuery

routes = Blueprint("on_this_day", __name__)


@routes.get("/v1/on-this-day")
@query_endpoint(OnThisDayQuery, *Event.BRIEF)
def list_events_on_this_day(reader: Reader, query: dict[str, Any]) -> Response:
    """List the events of a day of the year, `day=06-02`; of today (in UTC) where none is given."""
    day = query.get("day") or f"{datetime.now(UTC):%m-%d}"
    events = list_on_day(reader, day)
    return query_response(f"Events on {day} in any year, by date.", events, len(events), own_links())
