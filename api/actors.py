"""/v1/actors: the list of actors and each actor."""

from typing import Any

from flask import Blueprint

from api.endpoint import detail, listing
from db.actors import ACTORS
from db.connection import Reader
from db.noun import Found, Page, Position

routes = Blueprint("actors", __name__)


@routes.get("/v1/actors")
@listing("actors")
def list_actors(reader: Reader, query: dict[str, Any], position: Position | None) -> Page:
    """List actors: people, states, bodies and organisations."""
    return ACTORS.list_records(reader, query, position)


@routes.get("/v1/actors/<identifier>")
@detail("actors")
def get_actor(reader: Reader, identifier: str) -> Found:
    """Get an actor by its id.

    An actor gives its names in several scripts, the positions held with their dates, how many events it had a part in,
    and whom it met there.
    """
    return ACTORS.get_record(reader, identifier)
