"""JSON-LD: records in the words of schema.org, for search engines and linked data."""

import json
from collections.abc import Callable
from typing import Any

from api.formats.content import Content, Document, Format
from api.formats.jsonld.entities import actor, place, process, publisher, topic
from api.formats.jsonld.events import agreement, claim, document_text, event, proposal, statement, transfer
from api.formats.jsonld.nodes import Thing, filled, source
from db.release.identity import LICENSE_URL

IDENTIFIERS = ("eventStatus", "eventAttendanceMode", "url", "sameAs", "license", "archivedAt", "inDefinedTermSet")
CONTEXT: dict[str, Any] = {"@vocab": "https://schema.org/"} | {name: {"@type": "@id"} for name in IDENTIFIERS}
"""Every name is schema.org's. Given in full, so that nobody needs the network to read an answer."""

THINGS: dict[str, Callable[[Content, Document], Thing]] = {
    "processes": process,
    "events": event,
    "claims": claim,
    "statements": statement,
    "proposals": proposal,
    "agreements": agreement,
    "transfers": transfer,
    "documents": document_text,
    "actors": actor,
    "places": place,
    "sources": source,
    "publishers": publisher,
    "topics": topic,
}
"""What writes a record of each noun."""


def write_jsonld(answer: Content) -> bytes:
    """Return one record as a thing, a list as an ItemList of things."""
    things = [_thing(answer, document) for document in answer.documents]
    whole = {"@context": CONTEXT} | (things[0] if answer.single else _list(answer, things))
    return (json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode()


def _thing(answer: Content, document: Document) -> Thing:
    """Return a record with the page that it is the subject of, which carries the release and the licence."""
    page = {"@type": "WebPage", "url": answer.permalink(document), "license": LICENSE_URL}
    thing = THINGS[answer.noun](answer, document) | {"mainEntityOfPage": page | {"isPartOf": _dataset(answer)}}
    kept: Thing = filled(thing)
    return kept


def _list(answer: Content, things: list[Thing]) -> Thing:
    items = [{"@type": "ListItem", "position": place, "item": thing} for place, thing in enumerate(things, 1)]
    return {
        "@type": "ItemList",
        "@id": answer.address,
        "name": answer.description,
        "numberOfItems": answer.total,
        "subjectOf": _dataset(answer),
        "itemListElement": items,
    }


def _dataset(answer: Content) -> dict[str, str]:
    return {
        "@type": "Dataset",
        "name": f"Parley: {answer.record}",
        "version": answer.release,
        "datePublished": answer.release_date,
        "license": LICENSE_URL,
    }


JSONLD = Format(
    "jsonld",
    "application/ld+json",
    ("application/ld+json",),
    "JSON-LD in the words of schema.org.",
    write_jsonld,
)
