"""/v1/vocabularies: every closed field's allowed values, with their definitions and codes; topics are a noun."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint

from api.http.endpoints import query_endpoint
from api.http.envelopes import document_response
from api.http.problems import Problem, parameter_error
from api.http.response import Response
from api.http.suggestions import MAX_ECHO, with_rest
from db.query.connection import Reader
from schemas.model.closest import closest
from schemas.model.vocabulary import VOCABULARIES
from schemas.query.query import NoQuery

routes = Blueprint("vocabularies", __name__)
COLUMNS = ("value", "definition", "plover", "cameo", "vocabulary")

DEFINITIONS = {
    name: [{"value": value} | asdict(term) for value, term in terms.items()] for name, terms in VOCABULARIES.items()
}


@routes.get("/v1/vocabularies")
@query_endpoint(NoQuery, *COLUMNS)
def list_vocabularies(_reader: Reader, _query: dict[str, Any]) -> Response:
    """List the controlled vocabularies: each value with its definition, and its PLOVER and CAMEO code if any."""
    return document_response(dict(DEFINITIONS), "vocabulary")


@routes.get("/v1/vocabularies/<name>")
@query_endpoint(NoQuery, *COLUMNS)
def get_vocabulary(_reader: Reader, _query: dict[str, Any], name: str) -> Response:
    """Get one controlled vocabulary by its name."""
    if name not in DEFINITIONS:
        near = next(iter(closest(name[:MAX_ECHO].lower().replace("-", "_"), DEFINITIONS)), None)
        errors = [parameter_error("name", name[:MAX_ECHO], "There is no such vocabulary.", DEFINITIONS, near)]
        url = with_rest("/v1/vocabularies" + (f"/{near}" if near else ""))
        raise Problem("not-found", errors[0]["problem"], errors=errors, try_url=url)
    return document_response({name: DEFINITIONS[name]}, "vocabulary")
