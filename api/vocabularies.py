"""/v1/vocabularies: every closed field's allowed values, with their definitions and codes; topics are a noun."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint

from api.http.endpoints import query_endpoint
from api.http.envelopes import document_response
from api.http.problems import Problem, parameter_error
from api.http.response import Response
from db.query.connection import Reader
from schemas.model.vocabulary import VOCABULARIES
from schemas.query.query import NoQuery

routes = Blueprint("vocabularies", __name__)

MAX_ECHO = {
    name: [{"value": value} | asdict(term) for value, term in terms.items()] for name, terms in VOCABULARIES.items()
}


@routes.get("/v1/vocabularies")
@query_endpoint(NoQuery)
def list_vocabularies(reader: Reader, query: dict[str, Any]) -> Response:
    """List the controlled vocabularies: each value with its definition, and its PLOVER and CAMEO code if any."""
    del reader, query
    return document_response(dict(MAX_ECHO))


@routes.get("/v1/vocabularies/<name>")
@query_endpoint(NoQuery)
def get_vocabulary(reader: Reader, query: dict[str, Any], name: str) -> Response:
    """Get one controlled vocabulary by its name."""
    del reader, query
    if name not in MAX_ECHO:
        errors = [parameter_error("name", name[:200], "There is no such vocabulary.", MAX_ECHO)]
        raise Problem("not-found", errors[0]["problem"], errors=errors, try_url="/v1/vocabularies")
    return document_response({name: MAX_ECHO[name]})
