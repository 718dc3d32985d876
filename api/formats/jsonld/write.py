"""JSON-LD: records in the words of schema.org, for search engines and linked data."""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from api.formats.content import Content, Format
from api.formats.items import write_items
from api.formats.jsonld.entities import actor, place, process, publisher, topic
from api.formats.jsonld.events import agreement, claim, document_text, event, proposal, statement, transfer
from api.formats.jsonld.nodes import Thing, filled, source, thing_of
from api.formats.revisions import cited_version, revisions_url
from schemas.model.base import Json

IDENTIFIERS = ("eventStatus", "eventAttendanceMode", "url", "sameAs", "license", "archivedAt", "inDefinedTermSet")
CONTEXT: dict[str, Any] = {"@vocab": "https://schema.org/"} | {name: {"@type": "@id"} for name in IDENTIFIERS}
"""Every name is schema.org's. Given in full, so that nobody needs the network to read an answer."""

THINGS: dict[str, Callable[[Content, Json], Thing]] = {
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
"""What writes a record of each noun; of one that is not here little more than the name is told."""


def write_jsonld(content: Content) -> Iterator[bytes]:
    """Yield one record as a thing, a list as an ItemList of things."""
    things = (_thing(content, document) for document in content.every())
    if content.single:
        yield (json.dumps({"@context": CONTEXT} | next(things), ensure_ascii=False, indent=2) + "\n").encode()
    else:
        yield from write_items({"@context": CONTEXT} | _list(content), "itemListElement", _items(things))


def _thing(content: Content, document: Json) -> Thing:
    """Return a record with the page that it is the subject of, which carries the release and the licence."""
    page: Thing = {"@type": "WebPage", "url": content.permalink(document), "license": content.license_url}
    page |= {"dateCreated": document["created_date"], "dateModified": document["updated_date"]}
    if document["corrected_date"]:
        comment = {"@type": "CorrectionComment", "datePublished": document["corrected_date"]}
        page["correction"] = comment | {"url": revisions_url(content, document)}
    dataset = _dataset(content) | {"version": cited_version(document), "datePublished": document["updated_date"]}
    describe = THINGS.get(content.noun, thing_of)
    thing = describe(content, document) | {"mainEntityOfPage": page | {"isPartOf": dataset}}
    result: Thing = filled(thing)
    return result


def _items(things: Iterable[Thing]) -> Iterator[Thing]:
    return ({"@type": "ListItem", "position": place, "item": thing} for place, thing in enumerate(things, 1))


def _list(content: Content) -> Thing:
    return {
        "@type": "ItemList",
        "@id": content.address,
        "name": content.description,
        "numberOfItems": content.total,
        "subjectOf": _dataset(content),
    }


def _dataset(content: Content) -> dict[str, str]:
    return {
        "@type": "Dataset",
        "name": f"Parley: {content.record}",
        "version": content.release,
        "datePublished": content.release_date,
        "license": content.license_url,
    }


JSONLD = Format(
    "jsonld",
    "application/ld+json",
    ("application/ld+json",),
    "JSON-LD in the words of schema.org.",
    write_jsonld,
    whole=True,
)
