"""/sitemap.xml and /sitemaps/: the address of every page, for search engines."""

import re
from collections.abc import Iterable, Iterator
from html import escape

from flask import Blueprint

from api.formats.pages.guides import present_guides
from api.http.endpoints import load_parameters
from api.http.request import Request, current_request
from api.http.response import Response, release_response, stream_response
from api.http.suggestions import no_such_page
from api.http.urls import encoded_path
from db.query.connection import Reader
from schemas.nouns import SCHEMAS
from schemas.query.query import NoQuery

routes = Blueprint("sitemap", __name__)
MAX_ADDRESSES = 50_000
"""Addresses that one file may have, as sitemaps.org says."""
ADDRESSES_AT_ONCE = 1_000
XML = "application/xml; charset=utf-8"
OPENING = '<?xml version="1.0" encoding="UTF-8"?>\n<{} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
IDS_IN_ORDER = "select id from record where type = :type and state = 'current' order by n limit :limit offset :offset"
FIXED_PAGES = (
    "/",
    "/v1",
    "/v1/coverage",
    "/v1/downloads",
    "/v1/events/latest",
    "/v1/transfers/totals",
    "/v1/vocabularies",
)
_PART = re.compile(r"([a-z]{1,20})-([1-9][0-9]{0,3})\.xml")


@routes.get("/sitemap.xml")
def get_sitemap() -> Response:
    """Name the files that name every page: one for the lists and guides, and for each noun as many as it needs."""
    request = current_request()
    load_parameters(request, NoQuery)
    names = ["pages", *(f"{noun}-{part}" for noun in SCHEMAS for part in _parts(request.reader, noun))]
    day = request.reader.date
    entries = "".join(f"<sitemap>{_location(request, f'/sitemaps/{name}.xml')}</sitemap>\n" for name in names)
    entries = entries.replace("</loc>", f"</loc><lastmod>{day}</lastmod>")
    return release_response(f"{OPENING.format('sitemapindex')}{entries}</sitemapindex>\n".encode(), XML)


@routes.get("/sitemaps/<name>")
def get_sitemap_part(name: str) -> Response:
    """Name the pages of one noun, or the lists and guides."""
    request = current_request()
    load_parameters(request, NoQuery)
    if name == "pages.xml":
        guides = [f"/docs/{guide}" for guide in present_guides()]
        return stream_response(
            _addresses(request, [*FIXED_PAGES, *(f"/v1/{noun}" for noun in SCHEMAS), *guides]), XML, {}
        )
    match = _PART.fullmatch(name)
    if not match or match[1] not in SCHEMAS or int(match[2]) not in _parts(request.reader, match[1]):
        raise no_such_page(request.path)
    return stream_response(_addresses(request, _records(request.reader, match[1], int(match[2]))), XML, {})


def _parts(reader: Reader, noun: str) -> range:
    """Return the numbers of the files that a noun's records need."""
    return range(1, -(-reader.counts[noun] // MAX_ADDRESSES) + 1)


def _records(reader: Reader, noun: str, part: int) -> Iterator[str]:
    bound = {"type": SCHEMAS[noun].TYPE, "limit": MAX_ADDRESSES, "offset": (part - 1) * MAX_ADDRESSES}
    for rows in reader.stream(IDS_IN_ORDER, bound, ADDRESSES_AT_ONCE):
        yield from (f"/v1/{noun}/{row[0]}" for row in rows)


def _addresses(request: Request, paths: Iterable[str]) -> Iterator[bytes]:
    yield OPENING.format("urlset").encode()
    for path in paths:
        yield f"<url>{_location(request, path)}</url>\n".encode()
    yield b"</urlset>\n"


def _location(request: Request, path: str) -> str:
    return f"<loc>{escape(request.base + encoded_path(path))}</loc>"
