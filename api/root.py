"""/ and /v1: the front door: what this is, what to try, and the release that is served."""

from textwrap import wrap
from typing import Any

import orjson
from flask import Blueprint

from api.formats.html import HTML
from api.formats.pages.front import News, front_html, kinds_html, kinds_of
from api.formats.text.phrases import date_words
from api.http.accept import best_type
from api.http.endpoints import load_parameters
from api.http.envelopes import document_response
from api.http.negotiation import wants_page
from api.http.request import current_request
from api.http.response import API_VERSION, JSON, Response, release_response
from api.http.served_examples import search_words
from db.events import EVENTS
from db.query.connection import Reader
from db.query.showcase import showcase_of
from schemas.events import EventQuery
from schemas.nouns import SCHEMAS
from schemas.query.query import NoQuery

routes = Blueprint("root", __name__)
MAX_NEWS = 6
"""Newest events on the front page."""

ABOUT = (
    "A hand-curated, sourced record of negotiations: who met, who said what, what was proposed, agreed and carried out."
    " Read-only; no key is needed."
)
LINKS = {
    "nouns": "/v1",
    "coverage": "/v1/coverage",
    "releases": "/v1/releases",
    "changes": "/v1/changes",
    "corrections": "/v1/corrections",
    "downloads": "/v1/downloads",
    "documentation": "/docs",
    "codebook": "/docs/codebook",
    "for_assistants": "/llms.txt",
    "specification": "/openapi.yaml",
    "status": "/readyz",
}


@routes.get("/")
def get_front() -> Response:
    """Get the front door: what this is, URLs to try, the release. As text or a page by `Accept`."""
    load_parameters(current_request(), NoQuery)
    request = current_request()
    reader = request.reader
    front = {
        "name": "Parley",
        "about": ABOUT,
        "record": reader.coverage["title"],
        "scope": reader.coverage["scope"],
        "complete_through": reader.coverage["complete_through"],
        "release": reader.version,
        "release_date": reader.date,
        "api_version": API_VERSION,
        "license": reader.coverage["license"],
        "license_url": reader.coverage["license_url"],
        "records": reader.counts,
        "try": [request.base + path for path in _to_try(reader)],
        "links": {name: request.base + path for name, path in LINKS.items()},
    }
    best = best_type(request.accept, [JSON, "text/plain", "text/html"])
    if best == "text/html":
        request.format = "html"
        page = front_html(front, _news(reader, reader.counts), request.base)
        return release_response(page, HTML.media_type, HTML.headers)
    if best == "text/plain":
        request.format = "txt"
        return release_response(_as_text(front).encode(), "text/plain; charset=utf-8")
    return document_response(front)


@routes.get("/index.html")
def get_front_by_file_name() -> Response:
    """Lead to the front door whoever asks for it as a file."""
    location = current_request().base + "/"
    return Response(b"", 308, [("Location", location), ("Content-Type", HTML.media_type), ("Content-Length", "0")])


def _to_try(reader: Reader) -> list[str]:
    """Return addresses to try, which show what this release has: nothing that it has none of."""
    showcase = showcase_of(reader)
    addresses = {
        "/v1/events/latest.txt": showcase.ids["events"],
        "/v1/events?limit=5": reader.counts["events"],
        "/v1/agreements.txt": reader.counts["agreements"],
        f"/v1/claims.txt?status={showcase.claim_status}": showcase.claim_status,
        f"/v1/search?q={search_words(showcase)}": showcase.topic_name,
        "/v1/coverage": "every record has one",
    }
    return [address for address, subject in addresses.items() if subject][:5]


def _as_text(front: dict[str, Any]) -> str:
    """Return the front door as somebody at a terminal reads it."""
    counts = ", ".join(f"{number} {noun}" for noun, number in front["records"].items())
    memento = current_request().memento if current_request().asks_past else None
    paragraphs = (
        *([f"As of release {memento.version}, {date_words(memento.date)}."] if memento else []),
        f"{front['name']}: {front['record']}",
        front["about"],
        front["scope"],
        f"Complete through {front['complete_through']}. Release {front['release']}: {counts}.",
        "Try:\n" + "\n".join(f"  curl '{url}'" for url in front["try"]),
        "\n".join(f"  {name}: {url}" for name, url in front["links"].items()),
        f"The record is under {front['license']}, {front['license_url']}.",
    )
    lines = [line for paragraph in paragraphs for line in (*paragraph.split("\n"), "")]
    return "\n".join(wrapped for line in lines for wrapped in wrap(line, 80) or [""])


def _news(reader: Reader, counts: dict[str, int]) -> News:
    """Return what is new: the newest events that were held, and the years with their events."""
    query = EventQuery.load_parameters({"status": ["held"]}, ()) | {"sort": ["-date"], "view": "brief"}
    page = EVENTS.list_records(reader, query | {"limit": MAX_NEWS})
    years = EVENTS.count_by(reader, query, ["year"])["year"]
    return News(
        [orjson.loads(document) for document in page.documents],
        sorted((one["value"], one["records"]) for one in years),
        kinds_of(counts),
        search_words(showcase_of(reader)),
    )


@routes.get("/v1")
def list_nouns() -> Response:
    """List the nouns, with the number of records of each, and the other questions."""
    request = current_request()
    load_parameters(request, NoQuery)
    counts = request.reader.counts
    if wants_page(request):
        request.format = "html"
        return release_response(kinds_html(counts, request.base), HTML.media_type, HTML.headers)
    return document_response(
        {
            "data": [{"noun": noun, "url": f"/v1/{noun}", "records": counts[noun]} for noun in SCHEMAS],
            "history": {name: LINKS[name] for name in ("releases", "changes", "corrections")},
        }
    )
