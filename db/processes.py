"""Processes in the database: their tables, filters and orders, and what is derived about them."""

from collections.abc import Iterator
from datetime import date

from db.curation.load import LoadedRecord
from db.noun import Document, Mention, Noun
from db.query.filters import DATED, mentions
from db.release.index import RecordIndex
from schemas.model.edtf import OPEN_END, bounds


def derive_process(index: RecordIndex, entry: LoadedRecord, document: Document) -> Document:
    """Work out a process's bounds and age, its events, and the processes that take it up."""
    del document
    start, end = entry.data["start_date"], entry.data.get("end_date")
    earliest = bounds(start)[0]
    latest = bounds(end)[1] if end else OPEN_END
    until = index.release.date if latest == OPEN_END else latest
    events = index.backlinks.spans["processes", entry.id]
    return {
        "earliest": earliest,
        "latest": latest,
        "days": max(0, (date.fromisoformat(until) - date.fromisoformat(earliest)).days),
        "successors": index.references("processes", index.backlinks.pointing["predecessor", entry.id]),
        "events": events.count,
        **index.ends(events),
    }


def mention_process(index: RecordIndex, entry: LoadedRecord, document: Document) -> Iterator[Mention]:
    """Yield what a process can be found by: its parties, mediators and topics."""
    del entry
    yield from (("party", actor["id"]) for actor in document["parties"])
    yield from (("mediator", actor["id"]) for actor in document["mediators"])
    for topic in document["topics"]:
        yield from (("topic", identifier) for identifier in index.within("topics", "broader", topic["id"]))


PROCESSES = Noun(
    "processes",
    columns={
        "title": "text",
        "status": "text",
        "start_date": "text",
        "end_date": "text",
        "earliest": "text",
        "latest": "text",
        "days": "integer",
        "predecessor": "process",
        "summary": "text",
        "events": "integer",
    },
    parts={"parties": {"actor": "actor"}, "mediators": {"actor": "actor"}, "topics": {"topic": "topic"}},
    filters=DATED
    | {
        "status": "status in :values",
        "party": mentions("party"),
        "mediator": mentions("mediator"),
        "topic": mentions("topic"),
        "predecessor": "predecessor in :values",
    },
    sorts={"date": "earliest", "title": "title"},
    derive=derive_process,
    mention=mention_process,
)
