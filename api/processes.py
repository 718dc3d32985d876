"""/v1/processes: the list of processes and each process."""

from typing import Any

from flask import Blueprint

from api.http.endpoints import detail_endpoint, list_endpoint
from db.processes import PROCESSES
from db.query.connection import Reader
from db.query.lookup import Lookup
from db.query.pages import Page, PagePosition

routes = Blueprint("processes", __name__)


@routes.get("/v1/processes")
@list_endpoint("processes")
def list_processes(reader: Reader, query: dict[str, Any], position: PagePosition | None) -> Page:
    """List processes: negotiating tracks, each a series of events."""
    return PROCESSES.list_records(reader, query, position)


@routes.get("/v1/processes/<identifier>")
@detail_endpoint("processes")
def get_process(reader: Reader, identifier: str) -> Lookup:
    """Get a process by its id.

    A process is a negotiating track, such as a series of rounds in one city. It gives its parties and mediators, its
    age in days, and its first and latest event.
    """
    return PROCESSES.get_record(reader, identifier)
