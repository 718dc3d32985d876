"""Index terms: what a record is found by besides its own columns, and what every record inside an event shares."""

from collections.abc import Iterator

from db.curation.evidence import independent_publishers
from db.curation.records import LoadedRecord
from db.release.index import RecordIndex
from schemas.model.base import Json
from schemas.model.edtf import known_bounds

TermPair = tuple[str, str]
"""A kind and a value: `("topic", "ceasefire")`."""


def inner_terms(index: RecordIndex, record: LoadedRecord, document: Json) -> Iterator[TermPair]:
    """Yield the topics, broader ones included, and the publishers of a record inside an event."""
    yield from topic_terms(index, document)
    for publisher in independent_publishers(index.records, record, grouped=False):
        yield "publisher", publisher


def topic_terms(index: RecordIndex, document: Json) -> Iterator[TermPair]:
    """Yield the topics of a document and all that these belong to: who asks for a topic wants its narrower ones too."""
    for topic in document["topics"]:
        yield from (("topic", identifier) for identifier in index.with_ancestors("topics", "broader", topic["id"]))


def date_bounds(index: RecordIndex, record: LoadedRecord) -> dict[str, str | None]:
    """Return the date of an inner record, its own or its event's, with its first and last day."""
    date = index.date(record)
    earliest, latest = known_bounds(date)
    return {"date": date, "earliest": earliest, "latest": latest}
