"""Atom: records as a feed that a reader can follow, as RFC 4287 has it."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from api.formats.content import Content, Format
from api.formats.evidence import cited_sources
from api.formats.summaries import record_summary
from schemas.model.base import Json
from schemas.model.edtf import bounds

ATOM_TYPE = "application/atom+xml"
RELATIONS = {"self": "self", "next": "next", "prev": "previous"}
"""What Atom calls the links of an answer."""


def write_atom(content: Content) -> bytes:
    """Return a feed with an entry for each record. Ids are permanent addresses, and nothing is dated now."""
    feed = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": "en"})
    _add(feed, "id", content.address)
    _add(feed, "title", f"Parley: {content.record}. {content.description}".rstrip(". "))
    _add(feed, "updated", _midnight(content.release_date))
    _add(SubElement(feed, "author"), "name", "Parley")
    _add(feed, "rights", f"{content.license_words} {content.license_url}")
    for name, address in ({"self": content.address} | content.links).items():
        if address:
            _add(feed, "link", rel=RELATIONS[name], type=ATOM_TYPE, href=address)
    for document in content.documents:
        _add_entry(feed, content, document)
    indent(feed)
    written: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _add_entry(feed: Element, content: Content, document: Json) -> None:
    entry = SubElement(feed, "entry")
    _add(entry, "id", content.permalink(document))
    _add(entry, "title", content.title(document))
    _add(entry, "updated", _midnight(updated_date(content, document)))
    _add(entry, "link", rel="alternate", type="application/json", href=content.permalink(document))
    if content.noun == "sources":
        _add(entry, "link", rel="via", href=document["url"])
    for term in dict.fromkeys(_categories(document)):
        _add(entry, "category", term=term)
    _add(entry, "summary", "\n".join(record_summary(document)) or document["citation"])


def updated_date(content: Content, document: Json) -> str:
    """Return the day on which a record may last have changed: that of the newest source that it cites.

    The release's date, which is never before it, stands in for a record that cites none.
    """
    sources = [document] if content.noun == "sources" else cited_sources(document)
    return max((bounds(source["published_date"])[0] for source in sources), default=content.release_date)


def _categories(document: Json) -> Iterator[str]:
    yield document["type"]
    yield from (document[name] for name in ("kind", "status") if document.get(name))
    yield from (topic["id"] for topic in document.get("topics", []))


def _add(parent: Element, name: str, text: str = "", **attributes: str) -> None:
    """Add an element with its text; none where there is neither text nor attributes."""
    if text or attributes:
        SubElement(parent, name, attributes).text = text or None


def _midnight(day: str) -> str:
    return f"{day}T00:00:00Z"


ATOM = Format("atom", ATOM_TYPE, (ATOM_TYPE,), "A feed, one entry a record, to follow any list.", write_atom)
