"""/v1/publishers: the list of publishers and each publisher."""

from typing import Any

from flask import Blueprint

from api.http.endpoints import detail_endpoint, list_endpoint
from db.publishers import PUBLISHERS
from db.query.connection import Reader
from db.query.lookup import Lookup
from db.query.pages import Page, PagePosition

routes = Blueprint("publishers", __name__)


@routes.get("/v1/publishers")
@list_endpoint("publishers")
def list_publishers(reader: Reader, query: dict[str, Any], position: PagePosition | None) -> Page:
    """List publishers: who publishes sources, and who owns them."""
    return PUBLISHERS.list_records(reader, query, position)


@routes.get("/v1/publishers/<identifier>")
@detail_endpoint("publishers")
def get_publisher(reader: Reader, identifier: str) -> Lookup:
    """Get a publisher by its id.

    A publisher gives its country, its ownership and the house that it belongs to; publishers of one house count as one.
    """
    return PUBLISHERS.get_record(reader, identifier)
