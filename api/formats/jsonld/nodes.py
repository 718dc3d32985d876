"""JSON-LD nodes: what things of every noun are put together from. A key without a value is left out at the end."""

from typing import Any

from api.formats.content import Content
from api.formats.dates import ends
from api.formats.evidence import cited_sources
from schemas.model.base import Json

Thing = dict[str, Any]
SCHEMA = "https://schema.org/"
WIKIDATA = "https://www.wikidata.org/entity/"
EMPTY: tuple[Any, ...] = (None, "", [], {})
SOURCE_TYPES = {"news-report": "NewsArticle", "live-blog": "LiveBlogPosting", "interview": "NewsArticle"}


def filled(value: Any) -> Any:
    """Return a thing without keys and items that have no value, at any depth."""
    if isinstance(value, dict):
        present = {name: filled(item) for name, item in value.items()}
        return {name: item for name, item in present.items() if item not in EMPTY}
    if isinstance(value, list):
        return [item for item in map(filled, value) if item not in EMPTY]
    return value


def node(content: Content, kind: str, document: Json) -> Thing:
    """Return the beginning of a record's thing: its type, its address as its identity, and its name."""
    name = next(document[key] for key in ("title", "name", "text") if key in document)
    return {"@type": kind, "@id": content.absolute(document["url"]), "name": name}


def thing_of(content: Content, document: Json) -> Thing:
    """Return a record of a noun for which schema.org has no word of its own."""
    return node(content, "CreativeWork", document)


def one(content: Content, reference: Json | None, kind: str | None = None) -> Thing | None:
    """Return another record as a node. An actor's has no type, because a reference does not say if it is a person."""
    if reference is None:
        return None
    return ({"@type": kind} if kind else {}) | {"@id": content.absolute(reference["url"]), "name": reference["name"]}


def many(content: Content, references: list[Json], kind: str | None = None) -> list[Thing | None]:
    """Return other records as nodes."""
    return [one(content, reference, kind) for reference in references]


def source(content: Content, document: Json) -> Thing:
    """Return a publication, whether it is given in full or as evidence shows it."""
    return {
        "@type": SOURCE_TYPES.get(document.get("kind", ""), "CreativeWork"),
        "@id": content.absolute(document["record_url"]),
        "name": document["title"],
        "url": document["url"],
        "publisher": one(content, document["publisher"], "Organization"),
        "author": document.get("author") and {"@type": "Person", "name": document["author"]},
        "datePublished": iso_dates(document["published_date"])[0],
        "inLanguage": document["language"],
        "archivedAt": document.get("archive_url"),
    }


def sources(content: Content, document: Json) -> list[Thing]:
    """Return every publication that a document cites."""
    return [source(content, cited) for cited in cited_sources(document)]


def work(content: Content, kind: str, document: Json) -> Thing:
    """Return the beginning of a thing that is a work about an event: a claim, a statement, a document."""
    return node(content, kind, document) | {
        "dateCreated": iso_dates(document["date"])[0],
        "about": [one(content, document.get("event"), "Event"), *many(content, document["topics"], "DefinedTerm")],
        "citation": sources(content, document),
    }


def iso_dates(text: str) -> tuple[str | None, str | None]:
    """Return start and end of an EDTF date as ISO 8601 has them, which schema.org asks for; marks of doubt are lost."""
    start, end = ends(text)
    return start.iso if start else None, end.iso if end else None
