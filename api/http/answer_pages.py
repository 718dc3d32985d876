"""Pages of answers that are worked out: how many rows one has, and where the next begins."""

from api.http.cursors import write_cursor
from api.http.envelopes import own_links
from api.http.request import Request
from api.http.urls import encode_query, encoded_path
from db.query.pages import PagePosition
from schemas.model.base import Json
from schemas.query.parameters import MAX_LIMIT

MAX_ROWS_OF_PAGE = 50
"""Rows of an answer on a page for a browser, which is to stay within its size: a change tells all that stood there."""


def answer_limit(request: Request, query: Json) -> int | None:
    """Return how many rows a reply has: as many as asked for, else a page to read, or all in a file (None)."""
    if "limit" in request.query_params or request.format == "json":
        return int(query["limit"])
    return {"txt": MAX_LIMIT, "md": MAX_LIMIT, "html": MAX_ROWS_OF_PAGE}.get(request.format)


def links_to_next(request: Request, position: PagePosition | None, scope: str) -> dict[str, str | None]:
    """Return the links of a page, and of the next one where there is one."""
    links = own_links()
    if position:
        params = request.query_params | {"cursor": [write_cursor(position, scope)]}
        links["next"] = request.base + encoded_path(request.path_with_suffix) + encode_query(params)
    return links
