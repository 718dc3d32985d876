"""The timeline of a record: its releases, the state of the newest one, the present state, and what differs by now.

The newest state lies beside the release files, so that an edit can be compared with what was released, in a checkout
without any history of its own. Whatever came earlier is made from it by taking back the changes in the files.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson

from db.curation.records import RecordError, Records
from db.history.changes import RecordChange, undo
from db.history.comparison import VanishedRecords, compare
from db.history.release_files import RELEASES_FOLDER, ReleaseFile, read_release_files
from db.history.state import State, state_digest, state_lines, state_of

NEWEST_FILE = "newest.ndjson"
NEWEST_NAME = f"{RELEASES_FOLDER}/{NEWEST_FILE}"


class ReplayError(Exception):
    """The release files do not lead to the states that they name; the message says which."""


@dataclass
class Timeline:
    """The releases of a record, oldest first, the state of the newest of them, and the present one."""

    releases: list[ReleaseFile]
    newest: State
    present: State
    unreleased: list[RecordChange]
    """What changed since the newest release, kinds as proposals and without reasons."""

    def states(self) -> Iterator[tuple[ReleaseFile, State]]:
        """Yield every release with its state, the newest first; `check_state` tells whether it is the right one."""
        state = self.newest
        for release in reversed(self.releases):
            yield release, state
            if release.sequence > 1:
                state = undo(state, release.changes)

    def state_at(self, sequence: int) -> State:
        """Return the state of a release. Raises ReplayError."""
        release, state = next(pair for pair in self.states() if pair[0].sequence == sequence)
        check_state(release, state)
        return state

    def find(self, version: str) -> ReleaseFile | None:
        """Return the release of a version, or the last one on or before a day; None where there is none."""
        if "." in version:
            return next((one for one in self.releases if one.version == version), None)
        return next((one for one in reversed(self.releases) if one.date <= version), None)


def check_state(release: ReleaseFile, state: State) -> None:
    """Raise ReplayError unless a state is that of a release."""
    digest = state_digest(state)
    if digest != release.records_digest:
        message = f"{release.name}: the state made again has the digest {digest}, not {release.records_digest}."
        raise ReplayError(message)


def load_timeline(folder: Path, records: Records, cache_file: Path | None = None) -> tuple[Timeline, list[RecordError]]:
    """Return the timeline of a folder's records, and what is wrong with its files.

    `cache_file` is the one of the records, beside which those that have been read before are remembered.
    """
    releases, errors = read_release_files(folder, cache_file)
    present = state_of(records)
    if not releases:
        return Timeline([], {}, present, []), errors
    newest, problems = ({}, errors) if errors else _newest_state(folder, releases[-1], present)
    if problems:
        return Timeline(releases, {}, present, []), problems
    try:
        return Timeline(releases, newest, present, compare(newest, present)), []
    except VanishedRecords as vanished:
        return Timeline(releases, newest, present, []), [_vanished(*key) for key in vanished.keys]


def _newest_state(folder: Path, release: ReleaseFile, present: State) -> tuple[State, list[RecordError]]:
    """Return the state of the newest release: the present one where that has its digest, else the one that is kept."""
    if state_digest(present) == release.records_digest:
        return present, []
    try:
        state = read_state((folder / NEWEST_NAME).read_bytes())
        digest = state_digest(state)
    except OSError:
        message = f"Missing, and the records are no longer those of {release.name}; restore the file."
        return {}, [RecordError(NEWEST_NAME, 1, "file", message)]
    except (ValueError, TypeError, KeyError):
        return {}, [
            RecordError(NEWEST_NAME, 1, "file", "Not lines of JSON as `parley release` writes them; restore it.")
        ]
    if digest != release.records_digest:
        message = (
            f"Not the records of {release.name}: their digest is {digest[:8]}…, not {release.records_digest[:8]}…."
            f" It was edited, or a release file is missing after {release.name}; restore what is missing."
        )
        return {}, [RecordError(NEWEST_NAME, 1, "file", message)]
    return state, []


def read_state(content: bytes) -> State:
    """Return the state that lines of JSON hold. Raises ValueError, TypeError or KeyError."""
    state = State()
    for line in content.splitlines():
        noun, identifier, data = orjson.loads(line)
        state[noun, identifier] = orjson.dumps(data)
    return state


def write_newest(folder: Path, state: State) -> None:
    """Write down the state of the newest release."""
    (folder / NEWEST_NAME).write_bytes(b"".join(state_lines(state)))


def _vanished(noun: str, identifier: str) -> RecordError:
    """Return the error that a record was released and is gone."""
    message = (
        f"{identifier!r} of {noun} was released and is gone; nothing is deleted. Name it under `formerly` of the record"
        " that has its place, or keep its file with `withdrawn: {date, reason}`."
    )
    return RecordError(NEWEST_NAME, 1, noun, message)
