"""Evidence: what a document rests on, wherever in it the evidence stands."""

from collections.abc import Iterator
from typing import Any

from schemas.model.base import Json


def evidence_of(value: Any) -> Iterator[Json]:
    """Yield every piece of evidence in a document, records inside it included, in the order of the document."""
    if isinstance(value, list):
        for item in value:
            yield from evidence_of(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from item if name == "evidence" else evidence_of(item)


def cited_sources(document: Json) -> list[Json]:
    """Return every source that a document cites, each once, in the order of the document."""
    return list({evidence["source"]["id"]: evidence["source"] for evidence in evidence_of(document)}.values())
