"""Atom: records as a feed that a reader can follow, as RFC 4287 has it."""

from collections.abc import Iterator
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from api.formats.content import Content, Format
from api.formats.evidence import cited_sources
from api.formats.summaries import record_summary
from schemas.model.base import Json
from schemas.model.edtf import known_bounds

ATOM_TYPE = "application/atom+xml"
RELATIONS = {"self": "self", "next": "next", "prev": "previous"}
"""What Atom calls the links of an answer."""


def write_atom(content: Content) -> Iterator[bytes]:
    """Yield a feed with an entry for each record. Ids name no address, which may move, and nothing is dated now."""
    feed = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": "en"})
    _add(feed, "id", tag(content.address.removeprefix(content.base)))
    _add(feed, "title", f"Parley: {content.record}. {content.description}".rstrip(". "))
    _add(feed, "updated", _midnight(content.release_date))
    _add(SubElement(feed, "author"), "name", "Parley")
    _add(feed, "rights", f"{content.license_words} {content.license_url}")
    for name, address in ({"self": content.address} | content.links).items():
        if address:
            _add(feed, "link", rel=RELATIONS[name], type=ATOM_TYPE, href=address)
    indent(feed)
    opening, end, _ = tostring(feed, encoding="utf-8", xml_declaration=True).partition(b"</feed>")
    yield opening
    for document in content.every():
        entry = _entry(content, document)
        indent(entry, level=1)
        yield b"  " + tostring(entry, encoding="utf-8") + b"\n"
    yield end + b"\n"


def _entry(content: Content, document: Json) -> Element:
    entry = Element("entry")
    _add(entry, "id", tag(f"{document['type']}/{document['id']}"))
    _add(entry, "title", content.title(document))
    _add(entry, "updated", _midnight(updated_date(content, document)))
    # Without a type, because some readers open no link but that of HTML.
    _add(entry, "link", rel="alternate", href=content.permalink(document))
    if content.noun == "sources":
        _add(entry, "link", rel="via", href=document["url"])
    for term in dict.fromkeys(_categories(document)):
        _add(entry, "category", term=term)
    _add(entry, "summary", "\n".join(record_summary(document)) or document["citation"])
    return entry


def tag(name: str) -> str:
    """Return the id of a feed or an entry as RFC 4151 has it, the same wherever and whenever the record is served.

    `.invalid` belongs to nobody by RFC 2606, so that no server of a record has to own a name.
    """
    return f"tag:parley.invalid,2026:{quote(name.lstrip('/'), safe='/:,=&?-_.~')}"


def updated_date(content: Content, document: Json) -> str:
    """Return the day on which a record may last have changed: that of the newest source that it cites.

    The release's date, which is never before it, stands in for a record that cites none whose day is known.
    """
    sources = [document] if content.noun == "sources" else cited_sources(document)
    days = [first or last for first, last in (known_bounds(source["published_date"]) for source in sources)]
    return max(filter(None, days), default=content.release_date)


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


ATOM = Format(
    "atom", ATOM_TYPE, (ATOM_TYPE,), "A feed, one entry a record, to follow any list.", write_atom, whole=True
)
