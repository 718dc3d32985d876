"""/v1/check: whether the record has a quote, and as it is; and what it takes from an article."""

from typing import Any

from flask import Blueprint

from api.http.checks import read_question, source_response, text_response
from api.http.endpoints import query_endpoint
from api.http.response import Response
from db.query.connection import Reader
from schemas.check import CheckQuery

routes = Blueprint("check", __name__)


@routes.get("/v1/check")
@query_endpoint(CheckQuery, "match", "record", "field", "kind", "text", "marked", "speaker", "source", "date")
def check_wording(reader: Reader, query: dict[str, Any]) -> Response:
    """Check a quote, or an article: what the record has of it.

    `other-speaker`: the text names somebody else. Where it is not in the record, `meta.empty` says whether that covers
    the time. Case, accents and punctuation do not matter; `…` stands for words left out, brackets for words put in.
    """
    text, url = read_question(query)
    return source_response(reader, query, url) if url else text_response(reader, query, text)
