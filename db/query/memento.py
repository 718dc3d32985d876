"""Mementos: which state of the record `as_of` means, a version or a day, and whether its file is here."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from db.query.connection import ReleaseUnavailable
from db.query.follower import ActiveRelease, Follower
from db.query.history import ReleaseHistory, history_in
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
    release = current if text == history.version else _kept_file(text, follower)
    if entry is None and release is None:
        versions = [one.version for one in reversed(history.entries)] or [history.version]
        raise NoMemento(f"There is no release {text}; /v1/releases lists all that there are.", versions[:MAX_VERSIONS])
    date = entry.date if entry else text.partition(".")[0]
    # What waits for a release reads otherwise once it has one. Without any releases, the files are what lasts.
    is_settled = entry is not None or not history.entries
    return Memento(text, date, entry.sequence if entry else None, release, is_settled)


def _kept_file(version: str, follower: Follower) -> ActiveRelease | None:
    """Return the file of a version, checked; None where there is none, or one that is damaged."""
    stored = follower.store_index.stored().get(version)
    if stored is None:
        return None
    try:
        return follower.pinned(stored.digest)
    except ReleaseUnavailable:
        return None
