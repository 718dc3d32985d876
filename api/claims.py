"""/v1/claims: the list of claims and each claim."""

from typing import Any

from flask import Blueprint

from api.http.endpoints import detail_endpoint, list_endpoint
from db.claims import CLAIMS
from db.query.connection import Reader
from db.query.lookup import Lookup
from db.query.pages import Page, PagePosition

routes = Blueprint("claims", __name__)


@routes.get("/v1/claims")
@list_endpoint("claims")
def list_claims(reader: Reader, query: dict[str, Any], position: PagePosition | None) -> Page:
    """List claims: one fact of an event each, and who asserts it."""
    return CLAIMS.list_records(reader, query, position)


@routes.get("/v1/claims/<identifier>")
@detail_endpoint("claims")
def get_claim(reader: Reader, identifier: str) -> Lookup:
    """Get a claim by its id.

    A claim is one fact of an event, with the accounts of all who assert or deny it side by side, and the evidence for
    each account.
    """
    return CLAIMS.get_record(reader, identifier)
