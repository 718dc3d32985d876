"""Pages of answers that are worked out: how many rows one has, and where the next begins."""

from api.http.cursors import cursor_scope, write_cursor
from api.http.endpoints import read_position
from api.http.envelopes import own_links
from api.http.request import Request, current_request
from api.http.urls import encode_query, encoded_path
from api.http.views import HEAD_BYTES, MAX_DEFAULT_BYTES, list_bytes
from db.json import as_json
from db.query.pages import PagePosition
from schemas.model.base import Json
from schemas.query.parameters import MAX_LIMIT
from schemas.query.query import Query

MAX_ROWS_OF_PAGE = 50
"""Rows of an answer on a page for a browser, which is to stay within its size: a change tells all that stood there."""
MAX_ROWS_UNMEASURED = 50
"""Rows of a JSON reply that surely fit; only of more the size is looked at, which takes time."""


def answer_limit(request: Request, query: Json) -> int | None:
    """Return how many rows a reply has: as many as asked for, else a page to read, or all in a file (None)."""
    if "limit" in request.query_params or request.format == "json":
        return int(query["limit"])
    return {"txt": MAX_LIMIT, "md": MAX_LIMIT, "html": MAX_ROWS_OF_PAGE}.get(request.format)


def page_of_rows(
    query: Json, query_type: type[Query], rows: list[Json], more: Json, unmeasured: int = MAX_ROWS_UNMEASURED
) -> tuple[list[Json], dict[str, str | None]]:
    """Return the rows of a page of those that were worked out at once, and its links.

    A page has as many as are asked for; otherwise all, in JSON as many as keep the reply with `more` within the size
    that nobody asked to be larger; so many rows are small enough to be `unmeasured`. Raises Problem.
    """
    request = current_request()
    scope = cursor_scope(request.path, query | {"release": request.reader.digest})
    first = int(read_position(query, scope, query_type, 1).values[0]) if "cursor" in query else 0
    page = rows[first:]
    if "limit" in request.query_params:
        page = page[: query["limit"]]
    elif request.format == "json" and len(page) > unmeasured:
        page = page[: count_fitting_rows(page, len(as_json(more)))]
    last = first + len(page)
    return page, links_to_next(request, PagePosition([last]) if last < len(rows) else None, scope)


def count_fitting_rows(rows: list[Json], other_bytes: int) -> int:
    """Return how many rows fit in a reply that has so many other bytes, one at least."""
    room = MAX_DEFAULT_BYTES - HEAD_BYTES - other_bytes
    for number, row in enumerate(rows):
        room -= list_bytes([as_json(row)])
        if room < 0:
            return max(number, 1)
    return len(rows)


def links_to_next(request: Request, position: PagePosition | None, scope: str) -> dict[str, str | None]:
    """Return the links of a page, and of the next one where there is one."""
    links = own_links()
    if position:
        params = request.query_params | {"cursor": [write_cursor(position, scope)]}
        links["next"] = request.base + encoded_path(request.path_with_suffix) + encode_query(params)
    return links
