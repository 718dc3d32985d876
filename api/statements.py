"""/v1/statements: the list of statements and each statement."""

from typing import Any

from flask import Blueprint

from api.http.endpoints import detail_endpoint, list_endpoint
from db.query.connection import Reader
from db.query.lookup import Lookup
from db.query.pages import Page, PagePosition
from db.statements import STATEMENTS

routes = Blueprint("statements", __name__)


@routes.get("/v1/statements")
@list_endpoint("statements")
def list_statements(reader: Reader, query: dict[str, Any], position: PagePosition | None) -> Page:
    """List statements: what a named actor said."""
    return STATEMENTS.list_records(reader, query, position)


@routes.get("/v1/statements/<identifier>")
@detail_endpoint("statements")
def get_statement(reader: Reader, identifier: str) -> Lookup:
    """Get a statement by its id.

    A statement is what a named actor said, quoted or in our words, with the position that the speaker then held.
    """
    return STATEMENTS.get_record(reader, identifier)
