"""/v1/places: the list of places and each place."""

from typing import Any

from flask import Blueprint

from api.http.endpoints import detail_endpoint, list_endpoint
from db.places import PLACES
from db.query.connection import Reader
from db.query.lookup import Lookup
from db.query.pages import Page, PagePosition

routes = Blueprint("places", __name__)


@routes.get("/v1/places")
@list_endpoint("places")
def list_places(reader: Reader, query: dict[str, Any], position: PagePosition | None) -> Page:
    """List places: venues, cities, regions and countries."""
    return PLACES.list_records(reader, query, position)


@routes.get("/v1/places/<identifier>")
@detail_endpoint("places")
def get_place(reader: Reader, identifier: str) -> Lookup:
    """Get a place by its id.

    A place gives its coordinates, what it lies in, and how many events took place there or within it.
    """
    return PLACES.get_record(reader, identifier)
