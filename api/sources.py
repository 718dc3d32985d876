"""/v1/sources: the list of sources and each source."""

from typing import Any

from flask import Blueprint

from api.http.endpoints import detail_endpoint, list_endpoint
from db.query.connection import Reader
from db.query.lookup import Lookup
from db.query.pages import Page, PagePosition
from db.sources import SOURCES

routes = Blueprint("sources", __name__)


@routes.get("/v1/sources")
@list_endpoint("sources")
def list_sources(reader: Reader, query: dict[str, Any], position: PagePosition | None) -> Page:
    """List sources: one publication cited each."""
    return SOURCES.list_records(reader, query, position)


@routes.get("/v1/sources/<identifier>")
@detail_endpoint("sources")
def get_source(reader: Reader, identifier: str) -> Lookup:
    """Get a source by its id.

    A source is one publication. Its `url` is where it was published; `record_url` is its address here. `cited_by`
    lists the events that cite it.
    """
    return SOURCES.get_record(reader, identifier)
