"""Structured data: what a page is about in the words of schema.org, short, for search engines that read pages."""

from api.formats.content import Content
from api.formats.jsonld.nodes import Thing, filled, thing_of
from api.formats.jsonld.write import THINGS
from schemas.model.base import Json
from schemas.nouns import INNER

LONG_PARTS = ("subjectOf", "citation", "workFeatured", "hasPart", "attendee")
"""What the record's JSON-LD says at length: every claim, every publication that is cited, everybody who was there."""
WITHOUT_INNER: Json = {noun: [] for noun in INNER}


def data_of(content: Content, title: str, description: str, address: str) -> Thing:
    """Return what a page shows as a thing of schema.org: the record itself, or else the page as part of the record."""
    page: Thing = {
        "@type": "WebPage" if content.single else "CollectionPage",
        "@id": address,
        "name": title,
        "license": content.license_url,
        "isPartOf": dataset(content.record, content.base, content.release, content.release_date, content.license_url),
    }
    if not content.single or content.brief:
        return {"@context": "https://schema.org", **page, "description": description}
    document = content.documents[0] | (WITHOUT_INNER if content.noun == "events" else {})
    thing = THINGS.get(content.noun, thing_of)(content, document)
    thing = {name: value for name, value in thing.items() if name not in LONG_PARTS}
    result: Thing = filled({"@context": "https://schema.org", **thing, "mainEntityOfPage": page})
    return result


def page_thing(kind: str, title: str, description: str, address: str, base: str) -> Thing:
    """Return a page that shows no record, such as a guide, as a thing of schema.org: part of the data set."""
    names = {"@id": address, "name": title, "description": description, "url": address}
    return {
        "@context": "https://schema.org",
        "@type": kind,
        **names,
        "isPartOf": {"@type": "Dataset", "@id": f"{base}/"},
    }


def dataset(record: str, base: str, release: str, date: str, license_url: str) -> Thing:
    """Return the whole record as a data set."""
    return {
        "@type": "Dataset",
        "@id": f"{base}/",
        "name": f"Parley: {record}",
        "url": f"{base}/",
        "version": release,
        "datePublished": date,
        "license": license_url,
    }
