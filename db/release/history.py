"""History in a release: its tables' rows, out of the release files and of the documents that each release served."""

import json
import zlib
from collections.abc import Iterator
from typing import Any, NamedTuple

import orjson

from db.history.changes import RecordChange
from db.history.first_ids import find_first_ids
from db.history.release_files import ReleaseFile
from db.history.restoring import Restorer
from db.history.revisions import Revisions
from db.history.state import RecordKey, State, unpack
from db.history.timeline import Timeline
from db.json import as_json, document_digest
from db.release.documents import DocumentBuilder
from db.release.history_cache import HistoryCache
from db.release.identity import Release
from db.release.index import RecordIndex
from db.release.pointers import find_pointers
from db.release.rows import Row
from schemas.model.vocabulary import CORRECTION_KINDS
from schemas.nouns import INNER, SCHEMAS

COMPRESSION_LEVEL = 3
"""Of zlib; the usual one takes nearly twice as long, for a tenth less."""
ABSENT = "absent"
"""What stands at an id that no record has yet."""


Documents = dict[RecordKey, bytes]
"""Documents as they are served, by noun and id."""


class Served(NamedTuple):
    """What is served at an id: `current` with the digest of its document, or a pointer."""

    state: str
    target: str | None
    digest: str | None


ServedRecords = dict[RecordKey, Served]
"""What is served of some records, by noun and id."""


def history_rows(index: RecordIndex, timeline: Timeline, cache: HistoryCache) -> Iterator[tuple[str, Row]]:
    """Yield the rows of the tables that tell the history of a record, all but `last_rows`."""
    states = {release.sequence: state for release, state in timeline.states()}
    for (noun, identifier), first_id in sorted(find_first_ids(timeline, states).items()):
        yield "history_first_id", {"noun": noun, "id": identifier, "first_id": first_id}
    yield from _release_rows(timeline.releases)
    yield from _change_rows(timeline.releases, states)
    former = _FormerReleases(index, timeline, cache)
    for sequence in range(1, former.last):
        yield from former.rows_until(sequence)
    if former.last:
        # What `last_rows` asks for is remembered while others are still at work.
        former.served_in(former.last)


def last_rows(
    index: RecordIndex, timeline: Timeline, cache: HistoryCache, present: ServedRecords
) -> Iterator[tuple[str, Row]]:
    """Yield what the last release that differs from the present records served, where these serve something else."""
    former = _FormerReleases(index, timeline, cache)
    if former.last:
        yield from former.rows_between(former.last, present)


def _release_rows(releases: list[ReleaseFile]) -> Iterator[tuple[str, Row]]:
    for release in releases:
        yield (
            "history_release",
            {"sequence": release.sequence, "version": release.version, "date": release.date}
            | {"records_digest": release.records_digest, "notes": release.notes}
            | {"counts": json.dumps(release.counts), "changes": len(release.changes) + len(release.corrections)},
        )


def _change_rows(releases: list[ReleaseFile], states: dict[int, State]) -> Iterator[tuple[str, Row]]:
    """Yield a row for each change of all releases, numbered in their order."""
    sequence = 0
    for release in releases:
        for correction in release.corrections:
            sequence += 1
            row = {"sequence": sequence, "release": release.sequence, "date": correction.date}
            row |= {"noun": correction.noun, "id": correction.id, "kind": correction.kind, "reason": correction.reason}
            row |= {"source": correction.source or None, "before": _json(correction.before)}
            yield (
                "history_change",
                row | {"after": _json(correction.after), "corrects": correction.kind in CORRECTION_KINDS},
            )
        for change in release.changes:
            sequence += 1
            row = {"sequence": sequence, "release": release.sequence, "date": release.date}
            row |= {"noun": change.noun, "id": change.id, "kind": change.kind, "reason": change.reason or None}
            row |= {"source": change.source or None, "before": _json(change.before)}
            after = _json(values_after(change, states[release.sequence]))
            yield "history_change", row | {"after": after, "corrects": change.kind in CORRECTION_KINDS}


def values_after(change: RecordChange, state: State) -> dict[str, Any]:
    """Return what stands after a change in the fields that it is of, given the state after it."""
    content = unpack(state[change.key]) | {"id": change.id} if change.before else {}
    return {name: content.get(name) for name in change.before}


def _json(value: dict[str, Any]) -> str | None:
    return orjson.dumps(value).decode() if value else None


class _FormerReleases:
    """What releases served, worked out when it is asked for; the documents of the last two are kept."""

    def __init__(self, index: RecordIndex, timeline: Timeline, cache: HistoryCache) -> None:
        self._timeline = timeline
        self._cache = cache
        self._restorer = Restorer(index.records, timeline.present)
        self._indexes = dict[int, RecordIndex]()
        self._documents = dict[int, Documents]()
        self.last = len(timeline.releases) if timeline.unreleased else max(0, len(timeline.releases) - 1)
        """The last release that may serve something else than the present records; 0 where there is none."""

    def rows_until(self, sequence: int) -> Iterator[tuple[str, Row]]:
        """Yield the rows of what a release served and the next one does not. Raises ReplayError or RestoreError."""
        releases = self._timeline.releases[: sequence + 1]
        rows = self._cache.rows(releases)
        if rows is None:
            # The older one first, because the oldest is the first to be forgotten.
            self.served_in(sequence)
            rows = [row for _, row in self.rows_between(sequence, self.served_in(sequence + 1))]
            self._cache.put_rows(releases, rows)
        yield from (("history_document", row) for row in rows)

    def rows_between(self, sequence: int, after: ServedRecords) -> Iterator[tuple[str, Row]]:
        """Yield the rows of what a release served where something else, or nothing, was served after it."""
        before = self.served_in(sequence)
        absent = Served(ABSENT, None, None)
        keys = sorted(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))
        documents = self._documents_at(sequence, {key for key in keys if key in before and before[key].digest})
        for noun, identifier in keys:
            state, target, _ = before.get((noun, identifier), absent)
            document = documents.get((noun, identifier))
            row = {"noun": noun, "id": identifier, "until": sequence, "state": state, "target": target}
            yield "history_document", row | {"document": document and zlib.compress(document, COMPRESSION_LEVEL)}

    def served_in(self, sequence: int) -> ServedRecords:
        """Return what a release served."""
        releases = self._timeline.releases[:sequence]
        remembered = self._cache.served(releases)
        if remembered is not None:
            return {(noun, identifier): Served(*one) for noun, identifier, *one in remembered}
        index = self._index_at(sequence)
        documents = self._documents[sequence] = self._documents.get(sequence) or documents_of(index)
        served = served_by(index, documents)
        self._cache.put_served(releases, [[*key, *one] for key, one in served.items()])
        return served

    def _documents_at(self, sequence: int, keys: set[RecordKey]) -> Documents:
        """Return some documents of a release."""
        if sequence in self._documents:
            return self._documents[sequence]
        return documents_of(self._index_at(sequence), keys) if keys else {}

    def _index_at(self, sequence: int) -> RecordIndex:
        if sequence not in self._indexes:
            while len(self._indexes) > 1:
                oldest = next(iter(self._indexes))
                self._documents.pop(oldest, None)
                del self._indexes[oldest]
            releases, state = self._timeline.releases[:sequence], self._timeline.state_at(sequence)
            self._indexes[sequence] = index_at(self._restorer, releases, state)
        return self._indexes[sequence]


def index_at(restorer: Restorer, releases: list[ReleaseFile], state: State) -> RecordIndex:
    """Return the records of a release indexed as they were then; the last of these. Raises RestoreError."""
    newest = releases[-1]
    # What the file says of the state was compared with it, and to work it out again takes as long as to compare.
    release = Release(newest.version, newest.records_digest, newest.version.partition(".")[0])
    return RecordIndex(restorer.records(state), release, Revisions.after(releases))


def served_by(index: RecordIndex, documents: Documents) -> ServedRecords:
    """Return all that is served of some records, given their documents."""
    served = {key: Served(*pointer, None) for key, pointer in find_pointers(index.records).items()}
    return served | {key: Served("current", None, document_digest(document)) for key, document in documents.items()}


def documents_of(index: RecordIndex, keys: set[RecordKey] | None = None) -> Documents:
    """Return the documents of records, or of some of them, as they are served, by noun and id."""
    builder, documents = DocumentBuilder(index), Documents()
    # What lies inside an event comes with it.
    files = keys and {("events" if noun in INNER else noun, name.partition(":")[0]) for noun, name in keys}
    for noun in SCHEMAS:
        for entry in index.records.entries(noun) if noun not in INNER else ():
            if files is None or (noun, entry.id) in files:
                for record, document in builder.build(entry):
                    documents[record.noun, record.id] = as_json(document)
    return documents
