"""The feed of changes: an entry says what was changed, why, by which source, what stood there and what does now."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from api.formats.atom import add_element, midnight, tag, write_feed
from api.formats.content import Content
from api.formats.text.changes import NO_SOURCE, headline, source_address, value_lines
from schemas.model.base import Json


def write_change_feed(content: Content, rows: list[Json]) -> Iterator[bytes]:
    """Yield a feed with an entry for each change."""
    return write_feed(content, _newest(content, rows), (_change(content, row) for row in rows))


def write_release_feed(content: Content, rows: list[Json]) -> Iterator[bytes]:
    """Yield a feed with an entry for each release."""
    return write_feed(content, _newest(content, rows), (_release(content, row) for row in rows))


def _newest(content: Content, rows: list[Json]) -> str:
    return max((row["date"] for row in rows), default=content.release_date)


def _change(content: Content, row: Json) -> Element:
    entry = Element("entry")
    add_element(entry, "id", tag(f"changes/{row['sequence']}"))
    add_element(entry, "title", headline(row))
    add_element(entry, "updated", midnight(row["date"]))
    path = row["url"] or f"/v1/changes?after={row['sequence'] - 1}&limit=1"
    add_element(entry, "link", rel="alternate", href=content.absolute(path))
    if row["source"]:
        add_element(entry, "link", rel="via", href=source_address(row["source"], content))
    for term in (row["kind"], row["noun"]):
        add_element(entry, "category", term=term)
    add_element(entry, "summary", row["reason"] or "")
    add_element(entry, "content", "\n".join(_words(row, content)), type="text")
    return entry


def _words(row: Json, content: Content) -> Iterator[str]:
    if row["reason"]:
        yield f"Why: {row['reason']}"
    yield from value_lines(row)
    if row["source"]:
        yield f"Source: {source_address(row['source'], content)}"
    elif row["kind"] == "corrected":
        yield NO_SOURCE
    yield f"Release {row['release']} of {row['date']}."


def _release(content: Content, row: Json) -> Element:
    entry = Element("entry")
    add_element(entry, "id", tag(f"releases/{row['version']}"))
    add_element(entry, "title", f"Release {row['version']}")
    add_element(entry, "updated", midnight(row["date"]))
    add_element(entry, "link", rel="alternate", href=content.absolute(row["url"]))
    add_element(entry, "summary", row["notes"])
    return entry
