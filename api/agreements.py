"""/v1/agreements: the list of agreements and each agreement."""

from typing import Any

from flask import Blueprint

from api.http.endpoints import detail_endpoint, list_endpoint
from db.agreements import AGREEMENTS
from db.query.connection import Reader
from db.query.lookup import Lookup
from db.query.pages import Page, PagePosition

routes = Blueprint("agreements", __name__)


@routes.get("/v1/agreements")
@list_endpoint("agreements")
def list_agreements(reader: Reader, query: dict[str, Any], position: PagePosition | None) -> Page:
    """List agreements: what the sides agreed, and what was carried out."""
    return AGREEMENTS.list_records(reader, query, position)


@routes.get("/v1/agreements/<identifier>")
@detail_endpoint("agreements")
def get_agreement(reader: Reader, identifier: str) -> Lookup:
    """Get an agreement by its id.

    An agreement gives its terms, and for each what was carried out so far: the sums of the transfers under it.
    """
    return AGREEMENTS.get_record(reader, identifier)
