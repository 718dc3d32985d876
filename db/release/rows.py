"""Rows: what the database holds of each record, made batch by batch."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from db.curation.records import LoadedRecord, RecordError
from db.curation.references import event_id
from db.json import as_item, as_json
from db.nouns import NOUNS
from db.release.derivations import DERIVATIONS
from db.release.documents import Document, DocumentBuilder
from db.release.index import RecordIndex
from db.release.search_index import search_row, words_of
from db.release.tables import evidence_rows, rows_of
from schemas.nouns import INNER, SCHEMAS

CHUNK = 250
"""How many records make a batch."""
ORDER = (*INNER, *(noun for noun in SCHEMAS if noun not in INNER))
"""Inner records are finished before the events that show them."""


@dataclass
class Batch:
    """Rows by table, each in the order of the columns, of some records of a noun that follow one another."""

    noun: str
    records: int = 0
    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    rows: dict[str, list[tuple[Any, ...]]] = field(default_factory=lambda: defaultdict(list))
    words: set[str] = field(default_factory=set)
    errors: list[RecordError] = field(default_factory=list)

    def add(self, table: str, row: dict[str, Any]) -> None:
        """Add a row; all rows of a table have the same columns in the same order."""
        self.columns.setdefault(table, tuple(row))
        self.rows[table].append(tuple(row.values()))


@dataclass
class Task:
    """Records of a noun to be made into rows, and the number of the first."""

    noun: str
    first: int
    entries: list[LoadedRecord]


def make_batches(index: RecordIndex) -> Iterator[Batch]:
    """Yield the rows of all records, noun by noun, each in the order of its list, by which they are numbered."""
    finisher = DocumentBuilder(index, NOUNS)
    return (_batch(finisher, task) for task in _tasks(index))


def _tasks(index: RecordIndex) -> Iterator[Task]:
    """Yield all that is to be done, some records at a time."""
    first = 1
    for noun in ORDER:
        standing = [entry for entry in index.listed(noun) if noun not in INNER or not _withdrawn(index, entry)]
        for start in range(0, len(standing), CHUNK):
            yield Task(noun, first + start, standing[start : start + CHUNK])
        first += len(standing)


def _withdrawn(index: RecordIndex, entry: LoadedRecord) -> bool:
    return ("events", event_id(entry)) in index.records.withdrawn


def _batch(finisher: DocumentBuilder, task: Task) -> Batch:
    """Make the rows of a task's records. What does not fit its schema is in `errors` instead."""
    batch = Batch(task.noun, len(task.entries))
    for n, entry in enumerate(task.entries, task.first):
        document = finisher.build(entry, batch.errors)
        if document is not None:
            _add(batch, finisher.index, n, entry, document)
    # Rows of one term lie together in their table, and are put there together.
    batch.rows.get("index_term", []).sort()
    return batch


def _add(batch: Batch, index: RecordIndex, n: int, entry: LoadedRecord, document: Document) -> None:
    """Add all rows of one record."""
    noun = NOUNS[entry.noun]
    brief = {name: document[name] for name in SCHEMAS[entry.noun].BRIEF}
    batch.add(
        "record",
        {"n": n, "type": noun.table, "id": entry.id, "state": "current", "target": None}
        | {"title": index.name(entry), "event": (document.get("event") or {}).get("id")}
        | {"earliest": document.get("earliest"), "latest": document.get("latest")}
        | {"brief": as_item(as_json(brief)).decode(), "full": as_json(document).decode()},
    )
    for table, row in rows_of(noun, n, document):
        batch.add(table, row)
    for ordinal, row in enumerate(evidence_rows(n, document)):
        batch.add("evidence", row | {"ordinal": ordinal})
    for kind, value in sorted(set(DERIVATIONS[entry.noun].index_terms(index, entry, document))):
        batch.add("index_term", {"kind": kind, "value": value, "n": n})
    found = search_row(index, index.name(entry), document)
    batch.add("search", {"rowid": n} | found)
    batch.words |= words_of(found)
