"""What is derived about processes, and the index terms that they are found by."""

from collections.abc import Iterator
from datetime import date

from db.curation.records import LoadedRecord
from db.release.derivations.terms import TermPair, topic_terms
from db.release.index import RecordIndex
from schemas.model.base import Json
from schemas.model.edtf import known_bounds


def derive_process(index: RecordIndex, record: LoadedRecord, _document: Json) -> Json:
    """Work out a process's bounds and age, its events, and the processes that take it up."""
    start, end = record.data["start_date"], record.data.get("end_date")
    earliest = known_bounds(start)[0]
    latest = known_bounds(end)[1] if end else None
    # What is over ended on some day, even where nobody knows which; what is not over lasts until now.
    until = latest if record.data["status"] == "ended" else latest or index.release.date
    events = index.event_ranges["processes", record.id]
    return {
        "earliest": earliest,
        "latest": latest,
        "days": _days(earliest, until),
        "successors": index.references("processes", index.referring["predecessor", record.id]),
        "events": events.count,
        **index.first_and_last(events),
    }


def _days(first: str | None, last: str | None) -> int | None:
    """Return the days from one to another; None where one of them is not known."""
    if first is None or last is None:
        return None
    return max(0, (date.fromisoformat(last) - date.fromisoformat(first)).days)


def process_terms(index: RecordIndex, _record: LoadedRecord, document: Json) -> Iterator[TermPair]:
    """Yield what a process can be found by: its parties, mediators and topics."""
    yield from (("party", actor["id"]) for actor in document["parties"])
    yield from (("mediator", actor["id"]) for actor in document["mediators"])
    yield from topic_terms(index, document)
