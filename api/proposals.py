"""/v1/proposals: the list of proposals and each proposal."""

from typing import Any

from flask import Blueprint

from api.http.endpoints import detail_endpoint, list_endpoint
from db.proposals import PROPOSALS
from db.query.connection import Reader
from db.query.lookup import Lookup
from db.query.pages import Page, PagePosition

routes = Blueprint("proposals", __name__)


@routes.get("/v1/proposals")
@list_endpoint("proposals")
def list_proposals(reader: Reader, query: dict[str, Any], position: PagePosition | None) -> Page:
    """List proposals: what one side put forward, term by term."""
    return PROPOSALS.list_records(reader, query, position)


@routes.get("/v1/proposals/<identifier>")
@detail_endpoint("proposals")
def get_proposal(reader: Reader, identifier: str) -> Lookup:
    """Get a proposal by its id.

    A proposal is what one side put forward, with its terms and the answers that it got.
    """
    return PROPOSALS.get_record(reader, identifier)
