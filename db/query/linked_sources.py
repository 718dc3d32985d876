"""Linked sources: the source whose article is at a URL that somebody pasted into a search or a list."""

from db.query.connection import Reader
from db.query.links import link_key

SOURCE = "select source.id, source.n from _link join source on source.id = _link.source where _link.key = :link"


def find_source(reader: Reader, url: str) -> tuple[str, int] | None:
    """Return the id and the number of the source of a URL; None where the record has none."""
    rows: list[tuple[str, int]] = reader.query(SOURCE, {"link": link_key(url)})
    return rows[0] if rows else None
