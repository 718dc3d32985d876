"""/v1/topics: the list of topics and each topic."""

from typing import Any

from flask import Blueprint

from api.http.endpoints import detail_endpoint, list_endpoint
from db.query.connection import Reader
from db.query.lookup import Lookup
from db.query.pages import Page, PagePosition
from db.topics import TOPICS

routes = Blueprint("topics", __name__)


@routes.get("/v1/topics")
@list_endpoint("topics")
def list_topics(reader: Reader, query: dict[str, Any], position: PagePosition | None) -> Page:
    """List topics: the controlled terms that records are about."""
    return TOPICS.list_records(reader, query, position)


@routes.get("/v1/topics/<identifier>")
@detail_endpoint("topics")
def get_topic(reader: Reader, identifier: str) -> Lookup:
    """Get a topic by its id.

    A topic gives its definition and the wider and narrower terms.
    """
    return TOPICS.get_record(reader, identifier)
