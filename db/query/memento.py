"""Mementos: which state of the record `as_of` means, a version or a day, and whether its file is here."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from db.query.connection import ReleaseUnavailable
from db.query.follower import ActiveRelease, Follower
from db.query.history import ReleaseHistory, history_in
from db.query.release_file import release_file
from schemas.query.moments import VERSION

MAX_VERSIONS = 20
"""Versions that an error lists."""


@dataclass(frozen=True)
class Memento:
    """A state of the record that somebody asks for.

    `sequence` is its number among the releases, None of a state that was never released but whose file is here.
    `release` is that file, None where it is not kept. `is_settled` says that no later release can change what is meant.
    """

    version: str
    date: str
    sequence: int | None
    release: ActiveRelease | None
    is_settled: bool


class NoMemento(LookupError):
    """No release is meant by `as_of`; the message says why, and `versions` are those that there are."""

    def __init__(self, text: str, versions: list[str]) -> None:
        super().__init__(text)
        self.versions = versions


class ReleaseNotKept(LookupError):
    """The release that is meant has no file here, and what was asked for can be had from its file alone."""

    def __init__(self, memento: Memento, versions: list[str]) -> None:
        super().__init__(memento.version)
        self.memento, self.versions = memento, versions


def find_memento(text: str, current: ActiveRelease, follower: Follower) -> Memento:
    """Return the state that a version or a day means, seen from the release that is served now. Raises NoMemento."""
    remembered = follower.store_index.remembered()
    memento = remembered.get((text, current.digest))
    if memento is None:
        memento = remembered[text, current.digest] = _find_memento(text, current, follower)
    return memento


def _find_memento(text: str, current: ActiveRelease, follower: Follower) -> Memento:
    history = history_in(current.path)
    if VERSION.fullmatch(text):
        return _of_version(text, history, current, follower)
    days = [(entry.version, entry.date) for entry in history.entries] or [
        *((stored.version, stored.date) for stored in follower.store_index.stored().values()),
        (history.version, history.date),
    ]
    # What a later day will mean nobody knows, and an address with `as_of` is to stay what it is.
    last = max(days[-1][1], f"{datetime.now(UTC):%Y-%m-%d}")
    if text > last:
        raise NoMemento(f"{text} is still to come; {last} is the last day that `as_of` may be.", [last])
    versions = [version for version, day in days if day <= text]
    if not versions:
        first, day = days[0]
        raise NoMemento(f"The record begins with the release {first} of {day}; nothing was served on {text}.", [first])
    memento = _of_version(versions[-1], history, current, follower)
    return replace(memento, is_settled=text < max(day for _, day in days))


def _of_version(text: str, history: ReleaseHistory, current: ActiveRelease, follower: Follower) -> Memento:
    entry = history.find(text)
    release = current if text == history.version else _kept_file(text, history, follower)
    if entry is None and release is None:
        versions = [one.version for one in reversed(history.entries)] or [history.version]
        raise NoMemento(f"There is no release {text}; /v1/releases lists all that there are.", versions[:MAX_VERSIONS])
    date = entry.date if entry else text.partition(".")[0]
    # What waits for a release reads otherwise once it has one. Without any releases, the files are what lasts.
    is_settled = entry is not None or not history.entries
    return Memento(text, date, entry.sequence if entry else None, release, is_settled)


def kept_versions(current: ActiveRelease, follower: Follower) -> list[str]:
    """Return the versions whose files are here and may be served beside a release, the oldest first."""
    remembered, key = follower.store_index.remembered(), ("", current.digest)
    if key not in remembered:
        history = history_in(current.path)
        stored = follower.store_index.stored().values()
        files = {one.version: release_file(follower.pointer, one.digest) for one in stored}
        remembered[key] = [version for version, file in files.items() if _agrees(file, history)]
    versions: list[str] = remembered[key]
    return list(versions)


def _agrees(path: Path, history: ReleaseHistory) -> bool:
    """Tell whether a file tells of the releases up to its own as the present history does.

    One that was built before words were withheld from them tells otherwise, and has the words.
    """
    try:
        return all(one == now for one, now in zip(history_in(path).entries, history.entries, strict=False))
    except ReleaseUnavailable:
        return False


def _kept_file(version: str, history: ReleaseHistory, follower: Follower) -> ActiveRelease | None:
    """Return the file of a version, checked; None where there is none, one that is damaged, or one of another past."""
    stored = follower.store_index.stored().get(version)
    if stored is None:
        return None
    try:
        release = follower.pinned(stored.digest)
    except ReleaseUnavailable:
        return None
    return release if _agrees(release.path, history) else None
