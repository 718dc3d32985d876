"""Memento (RFC 7089): what the headers of a reply say of the time for which it stands, and of where the original is."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import lru_cache

from api.http.request import AS_OF, Request
from api.http.urls import PLAIN_QUERY, encode_query, encoded_path
from db.query.memento import Memento
from schemas.model.base import Json

TIMEGATE = "original timegate"
"""What an address of a record is to its former states: the original, which leads to the one of a time."""
IMMUTABLE = "public, max-age=31536000, immutable"
"""What caches are told of a reply that no later release can change."""


def path_as_of(request: Request, as_of: str | None) -> str:
    """Return the path and query of the request with another `as_of`, or without one."""
    params = {name: values for name, values in request.query_params.items() if name != AS_OF}
    params |= {AS_OF: [as_of]} if as_of else {}
    return encoded_path(request.path_with_suffix) + encode_query(params)


def original_url(request: Request) -> str:
    """Return the absolute URL of the request without `as_of`."""
    query: str = request.environ.get("QUERY_STRING", "")
    if not PLAIN_QUERY.fullmatch(query):
        return request.base + path_as_of(request, None)
    rest = _without_as_of(query)
    return f"{request.base}{encoded_path(request.path_with_suffix)}{'?' if rest else ''}{rest}"


@lru_cache(maxsize=1_000)
def day_as_http_time(day: str) -> str:
    """Return the beginning of a day as HTTP writes a time."""
    return format_datetime(datetime.fromisoformat(day).replace(tzinfo=UTC), usegmt=True)


@lru_cache(maxsize=1_000)
def _without_as_of(query: str) -> str:
    """Return a query string without its one plain `as_of`, or as it was where it is written otherwise."""
    return "&".join(pair for pair in query.split("&") if not pair.startswith(f"{AS_OF}="))


def as_of_meta(request: Request) -> Json:
    """Return what `meta` says of the release that `as_of` means; nothing without one."""
    if not request.asks_past or (memento := request.memento) is None:
        return {}
    return {"release": memento.version, "as_of": {"version": memento.version, "date": memento.date}}


def memento_headers(request: Request, memento: Memento, headers: Mapping[str, str]) -> dict[str, str]:
    """Return the headers of a reply to `as_of`: those that it has, when it was so, and the original's address."""
    link = headers.get("Link", "")
    if TIMEGATE not in link:
        link = ", ".join(part for part in (link, f'<{original_url(request)}>; rel="original"') if part)
    settled = {"Cache-Control": IMMUTABLE} if memento.is_settled else {}
    return {**headers, **settled, "Link": link, "Memento-Datetime": day_as_http_time(memento.date)}
