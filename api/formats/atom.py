"""Atom: records as a feed that a reader can follow, as RFC 4287 has it."""

from collections.abc import Iterable, Iterator
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from api.formats.content import Content, Format, with_first_ids
from api.formats.revisions import correction_words, revisions_url
from api.formats.summaries import record_summary
from schemas.model.base import Json

ATOM_TYPE = "application/atom+xml"
RELATIONS = {"self": "self", "next": "next", "prev": "previous"}
"""What Atom calls the links of an answer."""


def write_atom(content: Content) -> Iterator[bytes]:
    """Yield a feed with an entry for each record; what is new or was corrected comes first, unless asked otherwise."""
    updated = max((document["updated_date"] for document in content.documents), default=content.release_date)
    return write_feed(content, updated, (_entry(content, document) for document in content.every()))


def write_feed(content: Content, updated: str, entries: Iterable[Element]) -> Iterator[bytes]:
    """Yield a feed of entries. Ids name no address, which may move, and nothing is dated now."""
    feed = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": "en"})
    add_element(feed, "id", tag(_lasting_address(content)))
    add_element(feed, "title", f"Parley: {content.record}. {content.description}".rstrip(". "))
    add_element(feed, "updated", midnight(updated))
    add_element(SubElement(feed, "author"), "name", "Parley")
    add_element(feed, "rights", f"{content.license_words} {content.license_url}")
    for name, address in ({"self": content.address} | content.links).items():
        if address:
            add_element(feed, "link", rel=RELATIONS[name], type=ATOM_TYPE, href=address)
    indent(feed)
    opening, end, _ = tostring(feed, encoding="utf-8", xml_declaration=True).partition(b"</feed>")
    yield opening
    for entry in entries:
        indent(entry, level=1)
        yield b"  " + tostring(entry, encoding="utf-8") + b"\n"
    yield end + b"\n"


def _lasting_address(content: Content) -> str:
    """Return the address of a feed on any server, a single record under the id that it had at first."""
    address = content.address.removeprefix(content.base)
    for document in content.documents if content.single else ():
        address = address.replace(f"/{document['id']}", f"/{content.first_id(document)}", 1)
    return address


def _entry(content: Content, document: Json) -> Element:
    entry = Element("entry")
    add_element(entry, "id", tag(f"{document['type']}/{content.first_id(document)}"))
    add_element(entry, "title", content.title(document))
    add_element(entry, "updated", midnight(document["updated_date"]))
    add_element(entry, "published", midnight(document["created_date"]))
    # Without a type, because some readers open no link but that of HTML.
    add_element(entry, "link", rel="alternate", href=content.permalink(document))
    if content.noun == "sources":
        add_element(entry, "link", rel="via", href=document["url"])
    for term in dict.fromkeys(_categories(document)):
        add_element(entry, "category", term=term)
    summary = "\n".join(record_summary(document)) or document["citation"]
    if correction := correction_words(document):
        summary += f"\n{correction}. What was wrong, and why: {revisions_url(content, document)}"
    add_element(entry, "summary", summary)
    return entry


def tag(name: str) -> str:
    """Return the id of a feed or an entry as RFC 4151 has it, the same wherever and whenever the record is served.

    `.invalid` belongs to nobody by RFC 2606, so that no server of a record has to own a name.
    """
    return f"tag:parley.invalid,2026:{quote(name.lstrip('/'), safe='/:,=&?-_.~')}"


def _categories(document: Json) -> Iterator[str]:
    yield document["type"]
    if document["corrected_date"]:
        yield "corrected"
    yield from (document[name] for name in ("kind", "status") if document.get(name))
    yield from (topic["id"] for topic in document.get("topics", []))


def add_element(parent: Element, name: str, text: str = "", **attributes: str) -> None:
    """Add an element with its text; none where there is neither text nor attributes."""
    if text or attributes:
        SubElement(parent, name, attributes).text = text or None


def midnight(day: str) -> str:
    """Return the beginning of a day, as Atom writes a time."""
    return f"{day}T00:00:00Z"


ATOM = Format(
    "atom",
    ATOM_TYPE,
    (ATOM_TYPE,),
    "A feed, one entry a record, what changed last first, to follow any list.",
    write_atom,
    whole=True,
    newest_first=True,
    gather=with_first_ids,
)
