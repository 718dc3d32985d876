"""/ and /v1: the front door: what this is, what to try, and the release that is served."""

from textwrap import wrap
from typing import Any

from flask import Blueprint

from api.formats.html import HTML, PageHead, html_of
from api.formats.text.blocks import Address, Anchor, Block, Fact, Heading, Item, Paragraph
from api.formats.text.phrases import date_words
from api.http.accept import best_type
from api.http.endpoints import load_parameters
from api.http.envelopes import document_response
from api.http.request import current_request
from api.http.response import API_VERSION, JSON, Response, release_response
from api.http.served_examples import search_words
from db.query.connection import Reader
from db.query.showcase import showcase_of
from schemas.nouns import SCHEMAS
from schemas.query.query import NoQuery

routes = Blueprint("root", __name__)

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
        return release_response(_as_page(front), HTML.media_type, HTML.headers)
    if best == "text/plain":
        request.format = "txt"
        return release_response(_as_text(front).encode(), "text/plain; charset=utf-8")
    return document_response(front)


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


def _as_page(front: dict[str, Any]) -> bytes:
    """Return the front door as somebody sees it in a browser: what this is, how far it goes, where to begin."""
    base = current_request().base
    begin = [url.replace(".txt", "") for url in front["try"]]
    blocks: list[Block] = [
        Heading(0, [f"{front['name']}: {front['record']}"]),
        Paragraph([front["about"]]),
        Paragraph([front["scope"]]),
        Fact("Complete through", [date_words(front["complete_through"])]),
        Fact("Release", [f"{front['release']} of {date_words(front['release_date'])}"]),
        Heading(1, label="Begin here"),
        *(Item([[Anchor(url, url)]]) for url in begin),
        Heading(1, label="What is here"),
        *(Item([[Anchor(noun, f"{base}/v1/{noun}"), f": {number:,}"]]) for noun, number in front["records"].items()),
        Heading(1, label="For programs"),
        *(Address(f"{name.capitalize()}:", url) for name, url in front["links"].items()),
        Address(f"Licence of the record: {front['license']}.", front["license_url"]),
    ]
    return html_of(blocks, PageHead("A sourced record of negotiations", front["about"], base + "/"))


@routes.get("/v1")
def list_nouns() -> Response:
    """List the nouns, with the number of records of each, and the other questions."""
    load_parameters(current_request(), NoQuery)
    counts = current_request().reader.counts
    return document_response(
        {
            "data": [{"noun": noun, "url": f"/v1/{noun}", "records": counts[noun]} for noun in SCHEMAS],
            "history": {name: LINKS[name] for name in ("releases", "changes", "corrections")},
        }
    )
