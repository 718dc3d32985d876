"""/v1/on-this-day: the events of a day of the year, in whatever year."""

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint

from api.formats.answers import AnswerStyle
from api.formats.text.events import event_item
from api.http.endpoints import query_endpoint
from api.http.envelopes import own_links, query_response
from api.http.questions import Question
from api.http.response import Response
from db.events import list_on_day, occurrences
from db.query.connection import Reader
from schemas.events import Event, OnThisDayQuery

routes = Blueprint("on_this_day", __name__)


CHRONOLOGY_STYLE = AnswerStyle(
    lambda content, rows: (event_item(row, content) for row in rows), lambda row: row, unit="event"
)
"""Events to read are lines with dates, as in any list of events."""


@routes.get("/v1/on-this-day")
@query_endpoint(OnThisDayQuery, *Event.BRIEF, style=CHRONOLOGY_STYLE)
def list_events_on_this_day(reader: Reader, query: dict[str, Any]) -> Response:
    """List the events of a day of the year, `day=06-02`; of today (in UTC) where none is given.

    An event of several days is found on each of them, one whose day is not known on each that it may have been.
    """
    day = query.get("day") or f"{datetime.now(UTC):%m-%d}"
    events = list_on_day(reader, day)
    days = [(one, one) for one in occurrences(reader, day)]
    question = Question(f"Events on {day} in any year, by date.", "events", periods=days)
    return query_response(question, events, len(events), own_links())
