"""/v1/transfers: the list of transfers and each transfer."""

from typing import Any

from flask import Blueprint

from api.endpoint import detail, listing
from db.connection import Reader
from db.noun import Found, Page, Position
from db.transfers import TRANSFERS

routes = Blueprint("transfers", __name__)


@routes.get("/v1/transfers")
@listing("transfers")
def list_transfers(reader: Reader, query: dict[str, Any], position: Position | None) -> Page:
    """List transfers: people or bodies that changed hands, one direction each."""
    return TRANSFERS.list_records(reader, query, position)


@routes.get("/v1/transfers/<identifier>")
@detail("transfers")
def get_transfer(reader: Reader, identifier: str) -> Found:
    """Get a transfer by its id.

    A transfer is one direction of a handover: from which side to which, how many, and the terms of agreements that
    it carries out.
    """
    return TRANSFERS.get_record(reader, identifier)
