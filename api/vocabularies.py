"""/v1/vocabularies: every closed field's allowed values, with their definitions and codes; topics are a noun."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint

from api.http.endpoints import computed
from api.http.envelopes import document_reply
from api.http.problems import Problem, wrong
from api.http.response import Reply
from db.query.connection import Reader
from schemas.model.vocabulary import VOCABULARIES
from schemas.query.query import NoQuery

routes = Blueprint("vocabularies", __name__)

SHOWN = {
    name: [{"value": value} | asdict(term) for value, term in terms.items()] for name, terms in VOCABULARIES.items()
}


@routes.get("/v1/vocabularies")
@computed(NoQuery)
def list_vocabularies(reader: Reader, query: dict[str, Any]) -> Reply:
    """List the controlled vocabularies: each value with its definition, and its PLOVER and CAMEO code if any."""
    del reader, query
    return document_reply(dict(SHOWN))


@routes.get("/v1/vocabularies/<name>")
@computed(NoQuery)
def get_vocabulary(reader: Reader, query: dict[str, Any], name: str) -> Reply:
    """Get one controlled vocabulary by its name."""
    del reader, query
    if name not in SHOWN:
        errors = [wrong("name", name[:200], "There is no such vocabulary.", SHOWN)]
        raise Problem("not-found", errors[0]["problem"], errors=errors, try_url="/v1/vocabularies")
    return document_reply({name: SHOWN[name]})
