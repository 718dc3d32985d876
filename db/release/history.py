"""History in a release: its tables' rows, out of the release files and of the documents that each release served."""

import json
import zlib
from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

import orjson

from db.history.changes import RecordChange
from db.history.first_ids import find_first_ids
from db.history.release_files import ReleaseFile
from db.history.restoring import Restorer
from db.history.revisions import Revisions
from db.history.state import RecordKey, State, unpack
from db.history.timeline import Timeline, check_state
from db.json import as_json
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
    """What is served at an id: `current` with its document, or a pointer."""

    state: str
    target: str | None
    document: bytes | None


def history_rows(index: RecordIndex, timeline: Timeline, cache: HistoryCache) -> Iterator[tuple[str, Row]]:
    """Yield the rows of the tables that tell the history of a record, up to the records of an index."""
    states = {release.sequence: state for release, state in timeline.states()}
    for (noun, identifier), first_id in sorted(find_first_ids(timeline, states).items()):
        yield "history_first_id", {"noun": noun, "id": identifier, "first_id": first_id}
    yield from _release_rows(timeline.releases)
    yield from _change_rows(timeline.releases, states)
    yield from _document_rows(timeline, _ServedStates(index, timeline, states), cache)


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


def _document_rows(timeline: Timeline, served: "_ServedStates", cache: HistoryCache) -> Iterator[tuple[str, Row]]:
    """Yield what each release served where the next one, or the present records, serve something else."""
    for release in timeline.releases[:-1]:
        releases = timeline.releases[: release.sequence + 1]
        rows = cache.get(releases)
        if rows is None:
            rows = list(_differing(served.at(release.sequence), served.at(release.sequence + 1), release.sequence))
            cache.put(releases, rows)
        yield from (("history_document", row) for row in rows)
    if timeline.unreleased:
        newest = timeline.releases[-1].sequence
        rows = list(_differing(served.at(newest), served.now, newest))
        yield from (("history_document", row) for row in rows)


class _ServedStates:
    """What releases served, worked out when it is asked for; the last two are remembered."""

    def __init__(self, index: RecordIndex, timeline: Timeline, states: dict[int, State]) -> None:
        self._index = index
        self._timeline = timeline
        self._states = states
        self._restorer = Restorer(index.records, timeline.present)
        self._served = dict[int, dict[RecordKey, Served]]()

    def at(self, sequence: int) -> dict[RecordKey, Served]:
        """Return what was served in a release, by noun and id. Raises ReplayError or RestoreError."""
        if sequence == len(self._timeline.releases) and not self._timeline.unreleased:
            return self.now
        if sequence not in self._served:
            while len(self._served) > 1:
                del self._served[next(iter(self._served))]
            releases = self._timeline.releases[:sequence]
            check_state(releases[-1], self._states[sequence])
            self._served[sequence] = served_by(index_at(self._restorer, releases, self._states[sequence]))
        return self._served[sequence]

    @cached_property
    def now(self) -> dict[RecordKey, Served]:
        """What is served of the present records."""
        return served_by(self._index)


def index_at(restorer: Restorer, releases: list[ReleaseFile], state: State) -> RecordIndex:
    """Return the records of a release indexed as they were then; the last of these. Raises RestoreError."""
    newest = releases[-1]
    # What the file says of the state was compared with it, and to work it out again takes as long as to compare.
    release = Release(newest.version, newest.records_digest, newest.version.partition(".")[0])
    return RecordIndex(restorer.records(state), release, Revisions.after(releases))


def served_by(index: RecordIndex) -> dict[RecordKey, Served]:
    """Return all that is served of some records, by noun and id."""
    served = {key: Served(*pointer, None) for key, pointer in find_pointers(index.records).items()}
    return served | {key: Served("current", None, document) for key, document in documents_of(index).items()}


def documents_of(index: RecordIndex) -> Documents:
    """Return the documents of some records as they are served, by noun and id."""
    builder, documents = DocumentBuilder(index), Documents()
    for noun in SCHEMAS:
        # What lies inside an event comes with it.
        for entry in index.records.entries(noun) if noun not in INNER else ():
            for record, document in builder.build(entry):
                documents[record.noun, record.id] = as_json(document)
    return documents


def _differing(before: dict[RecordKey, Served], after: dict[RecordKey, Served], until: int) -> Iterator[Row]:
    """Yield what was served up to a release and not in the next one."""
    for noun, identifier in sorted(before.keys() | after.keys()):
        stood = before.get((noun, identifier), Served(ABSENT, None, None))
        if stood != after.get((noun, identifier)):
            document = zlib.compress(stood.document, COMPRESSION_LEVEL) if stood.document else None
            row = {"noun": noun, "id": identifier, "until": until, "state": stood.state, "target": stood.target}
            yield row | {"document": document}
