"""/v1/coverage: what the record is about, up to when it is complete, its known gaps, and how much there is of what."""

from typing import Any

from flask import Blueprint

from api.http.endpoints import query_endpoint
from api.http.envelopes import document_response
from api.http.memento import as_of_meta
from api.http.request import current_request
from api.http.response import Response
from db.query.connection import Reader
from db.query.releases import find_newest_source_date, find_rhythm
from schemas.query.query import NoQuery

routes = Blueprint("coverage", __name__)


@routes.get("/v1/coverage")
@query_endpoint(NoQuery, "period", "kind", "text")
def get_coverage(reader: Reader, _query: dict[str, Any]) -> Response:
    """Get what the record covers: its scope, the date up to which it is complete, and the gaps that are known.

    `newest_source_date` says how old the newest source is, `releases` how often the record is released.
    """
    freshness = {"newest_source_date": find_newest_source_date(reader), "releases": find_rhythm(reader)}
    moment = as_of_meta(current_request())
    release = {"release": moment.get("release", reader.version), "release_date": reader.date}
    facts = release | freshness | ({"meta": {"as_of": moment["as_of"]}} if moment else {})
    return document_response({"gaps": []} | reader.coverage | {"records": reader.counts} | facts)
