"""/v1/events: the list of events, each event, and dates as addresses (a day, a month, a year, latest)."""

from typing import Any

from flask import Blueprint

from api.http.endpoints import detail_endpoint, list_endpoint
from db.events import EVENTS
from db.query.connection import Reader
from db.query.lookup import Lookup, RecordNotFound
from db.query.pages import Page, PagePosition

routes = Blueprint("events", __name__)


@routes.get("/v1/events")
@list_endpoint("events")
def list_events(reader: Reader, query: dict[str, Any], position: PagePosition | None) -> Page:
    """List events: what happened, was planned or was denied, by date.

    A record whose date is uncertain is found wherever it may lie. `topic` and `place` include what lies within them.
    """
    return EVENTS.list_records(reader, query, position)


@routes.get("/v1/events/<day:date>")
@list_endpoint("events", view="full", sort=["date"])
def list_events_of_day(reader: Reader, query: dict[str, Any], position: PagePosition | None) -> Page:
    """List the events of a day, complete where they fit in 100 kB.

    The day is an address: `/v1/events/2031-04-12`. Every event comes with its claims, statements, proposals,
    agreements, transfers and documents, and the source behind each. A day that is larger comes as `standard` or
    `brief`, as `meta.view` says; `view=full` gives all.
    """
    return EVENTS.list_records(reader, query, position)


@routes.get("/v1/events/<period:date>")
@list_endpoint("events", sort=["date"])
def list_events_of_period(reader: Reader, query: dict[str, Any], position: PagePosition | None) -> Page:
    """List the events of a month or a year, in the order of time.

    The month or year is an address: `/v1/events/2031-04`, `/v1/events/2031`.
    """
    return EVENTS.list_records(reader, query, position)


@routes.get("/v1/events/latest", defaults={"identifier": "latest"})
@detail_endpoint("events", is_moving=True)
def get_latest_event(reader: Reader, identifier: str) -> Lookup:
    """Get the latest event that was held, complete where it fits in 100 kB; `view=full` gives all."""
    query = {"status": '["held"]', "sort": ["-date"], "view": "full", "limit": 1}
    page = EVENTS.list_records(reader, query)
    if not page.documents:
        raise RecordNotFound(identifier)
    return Lookup("current", None, page.documents[0])


@routes.get("/v1/events/<identifier>")
@detail_endpoint("events")
def get_event(reader: Reader, identifier: str) -> Lookup:
    """Get an event by its id, complete where it fits in 100 kB.

    With its claims, statements, proposals, agreements, transfers and documents, and the source behind each. One that is
    larger comes as `standard`, as its `view` says; `view=full` gives all.
    """
    return EVENTS.get_record(reader, identifier)
