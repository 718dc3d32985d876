"""Evidence: the sources that a document cites, wherever in it they are cited."""

from collections.abc import Iterator
from typing import Any

from api.formats.content import Document


def cited_sources(document: Document) -> list[Document]:
    """Return every source that a document cites, each once, in the order of the document."""
    return list({source["id"]: source for source in _sources(document)}.values())


def _sources(value: Any) -> Iterator[Document]:
    if isinstance(value, list):
        for item in value:
            yield from _sources(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            if name == "evidence":
                yield from (evidence["source"] for evidence in item)
            else:
                yield from _sources(item)
