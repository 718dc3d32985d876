"""/v1/search and /v1/suggest: words over all nouns at once, and names that begin with what is being typed."""

import re
from typing import Any

from flask import Blueprint

from api.formats.html import HTML
from api.http.cursors import cursor_scope, write_cursor
from api.http.descriptions import describe_names, describe_search
from api.http.endpoints import query_endpoint, read_position
from api.http.envelopes import own_links, query_response
from api.http.questions import Question
from api.http.request import current_request
from api.http.response import Response
from api.http.urls import encode_query, encoded_path
from db.query.connection import Reader
from db.query.search import search_records, suggest_records
from schemas.model.base import Json
from schemas.search import SearchQuery, SuggestQuery

routes = Blueprint("search", __name__)
MAX_NAMES_OFFERED = 5
"""Names that a page of hits offers besides."""
_MAY_BE_NAME = re.compile(r"(?:\w[\w’'.-]{0,40} ){0,4}\w[\w’'.-]{2,40}")
"""Words that somebody or something may be called by: few, no phrase, no beginning, no address."""
POSITION_LENGTH = 3
"""How many values say where a hit stands: its turn, its score and its number."""


@routes.get("/v1/search")
@query_endpoint(SearchQuery, "type", "id", "url", "title", "date", "event", "snippet")
def search(reader: Reader, query: dict[str, Any]) -> Response:
    """Search all nouns, the best hits first.

    All words must be there, or a synonym of each. `"several words"` stand together, `-word` must not be there,
    `begin*` is a beginning; 30 words and 3 beginnings are the most. Accents, stems, cases of names, transliterations,
    hyphens and dots are folded. A question in plain words may name a day, month or year. A URL finds the source and
    what it supports, or the record. Every other parameter narrows the search. Hits come in pages in every format: a
    `.csv` or `.ndjson` has 20, or `limit`, and its `Link` header the next; for all records with some words as one file
    ask a noun (`/v1/events.csv?q=`).
    """
    request = current_request()
    # A position among hits is a score, which means nothing in another release.
    scope = cursor_scope(request.path, query | {"release": reader.digest})
    position = read_position(query, scope, SearchQuery, POSITION_LENGTH) if "cursor" in query else None
    hits = search_records(reader, query, position)
    links = own_links()
    if hits.next:
        params = request.query_params | {"cursor": [write_cursor(hits.next, scope)]}
        links["next"] = request.base + encoded_path(request.path_with_suffix) + encode_query(params)
    question = Question(describe_search(SearchQuery, query), "", query)
    more: Json = {"understood": hits.understood, "did_you_mean": hits.did_you_mean}
    if request.format == HTML.suffix and _MAY_BE_NAME.fullmatch(query["q"]):
        # A page offers the records that are called so, as a box that completes names would.
        more["suggestions"] = suggest_records(reader, {"q": query["q"], "limit": MAX_NAMES_OFFERED})
    return query_response(question, hits.hits, hits.total, links, more)


@routes.get("/v1/suggest")
@query_endpoint(SuggestQuery, "type", "id", "url", "title")
def suggest(reader: Reader, query: dict[str, Any]) -> Response:
    """Suggest records by the beginning of a name, for completing what somebody types."""
    suggestions = suggest_records(reader, query)
    return query_response(describe_names(SuggestQuery, query), suggestions, len(suggestions), own_links())
