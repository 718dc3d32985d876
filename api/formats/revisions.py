"""Revisions: what a format says of how a record stands in the course of releases, all of it from its own document.

A reply about one record so stays the same to the last byte until the record itself changes.
"""

from api.formats.content import Content
from api.formats.text.phrases import date_words
from schemas.model.base import Json


def cited_version(document: Json) -> str:
    """Return the version of the release in which a record last changed, as its citation names it."""
    text: str = document["citation"]
    return text.rpartition(", release ")[2].partition(". ")[0]


def cited_url(document: Json) -> str:
    """Return the address of a record as it is now, for good, as its citation gives it."""
    text: str = document["citation"]
    return text.rpartition(" ")[2]


def revisions_url(content: Content, document: Json) -> str:
    """Return where the revisions of a record are told."""
    path = document["record_url" if content.noun == "sources" else "url"]
    return content.absolute(f"{path}/revisions")


def correction_words(document: Json) -> str:
    """Return when a record was last corrected; nothing of one that never was."""
    return f"Corrected on {date_words(document['corrected_date'])}" if document["corrected_date"] else ""


def change_words(document: Json) -> str:
    """Return what leads to the revisions of a record that was corrected or otherwise changed; nothing of its first."""
    if correction := correction_words(document):
        return f"{correction}. What was wrong, and why:"
    changed = f"Revision {document['revision']}, changed on {date_words(document['updated_date'])}. What changed:"
    return changed if document["revision"] > 1 else ""
