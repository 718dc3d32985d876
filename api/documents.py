"""/v1/documents: the list of documents and each document."""

from typing import Any

from flask import Blueprint

from api.http.endpoints import detail_endpoint, list_endpoint
from db.documents import DOCUMENTS
from db.query.connection import Reader
from db.query.lookup import Lookup
from db.query.pages import Page, PagePosition

routes = Blueprint("documents", __name__)


@routes.get("/v1/documents")
@list_endpoint("documents")
def list_documents(reader: Reader, query: dict[str, Any], position: PagePosition | None) -> Page:
    """List documents: memoranda, communiqués, decrees, plans and lists."""
    return DOCUMENTS.list_records(reader, query, position)


@routes.get("/v1/documents/<identifier>")
@detail_endpoint("documents")
def get_document(reader: Reader, identifier: str) -> Lookup:
    """Get a document by its id.

    A document is a text that the negotiations produced or used, with its sections in our words and the link to the
    official text.
    """
    return DOCUMENTS.get_record(reader, identifier)
