"""Revisions: when each record came, when it last changed, when it was last corrected, and how often it changed."""

from collections.abc import Iterable
from typing import NamedTuple

from db.history.changes import RecordChange
from db.history.comparison import event_keys
from db.history.release_files import ReleaseFile
from db.history.state import RecordKey, event_of
from schemas.model.vocabulary import CORRECTION_KINDS
from schemas.nouns import INNER


class Revision(NamedTuple):
    """How a record stands in the course of releases."""

    created: str
    """The date of the release in which it came."""
    updated: str
    """The date of the release in which its own content last changed; of an event also what lies inside it."""
    corrected: str | None
    """The date of its last correction."""
    number: int
    """The number of releases in which it changed, the one in which it came included."""
    version: str
    """The version of the release in which it last changed."""
    is_released: bool
    """Whether that was a release; otherwise it is an edit that waits for the next one."""
    created_in: int
    """The number of the release in which it came; of an edit that waits, that of the next one."""
    updated_in: int
    """The number of the release in which it last changed."""
    corrected_in: int | None = None
    """The number of the release of its last correction; None too where that came before the first release."""


class Revisions:
    """The revisions of all records, release by release."""

    def __init__(self, first: Revision) -> None:
        self._first = first
        """The revision of every record that nothing is told of: it came with the first release."""
        self._own = dict[RecordKey, Revision]()

    @classmethod
    def after(cls, releases: list[ReleaseFile]) -> "Revisions":
        """Return the revisions after some releases, of which there is at least one."""
        first, *rest = releases
        revisions = cls(Revision(first.date, first.date, None, 1, first.version, True, first.sequence, first.sequence))
        revisions._take_in_corrections(first)
        for release in rest:
            revisions.take_in(release.changes, release.date, release.version, release.sequence)
        return revisions

    def of(self, key: RecordKey) -> Revision:
        """Return the revision of a record."""
        return self._own.get(key, self._first)

    def take_in(
        self, changes: list[RecordChange], date: str, version: str, number: int, *, is_released: bool = True
    ) -> None:
        """Take in the changes of one release, or those that wait for the next one, whose `number` it will be."""
        for change in changes:
            if change.kind == "renamed" and len(change.before) == 1:
                self._rename(change)
        added = {change.key for change in changes if change.kind == "added"}
        corrected = {change.key for change in changes if change.kind in CORRECTION_KINDS} if is_released else set()
        corrected |= {event for key in corrected if (event := event_of(key))}
        for key in {change.key for change in changes} | event_keys(changes):
            own = self.of(key)
            self._own[key] = Revision(
                created=date if key in added else own.created,
                updated=date,
                corrected=date if key in corrected else None if key in added else own.corrected,
                number=1 if key in added else own.number + 1,
                version=version,
                is_released=is_released,
                created_in=number if key in added else own.created_in,
                updated_in=number,
                corrected_in=number if key in corrected else None if key in added else own.corrected_in,
            )

    def _rename(self, change: RecordChange) -> None:
        """Take the revisions of a record, and of those inside it, along to its new id."""
        former = change.before["id"]
        if (change.noun, former) in self._own:
            self._own[change.key] = self._own.pop((change.noun, former))
        if change.noun == "events":
            for noun, identifier in [key for key in self._own if key[1].startswith(f"{former}:") and key[0] in INNER]:
                key = (noun, change.id + identifier.removeprefix(former))
                self._own[key] = self._own.pop((noun, identifier))

    def _take_in_corrections(self, first: ReleaseFile) -> None:
        """Take in the corrections that were made before the first release: what was corrected then was there then."""
        for correction in sorted(first.corrections, key=lambda correction: correction.date):
            key = (correction.noun, correction.id)
            for one in filter(None, (key, event_of(key))):
                own = self.of(one)
                corrected = correction.date if correction.kind in CORRECTION_KINDS else own.corrected
                created = min(own.created, correction.date)
                self._own[one] = own._replace(created=created, corrected=corrected)


def revisions_of(releases: list[ReleaseFile], unreleased: Iterable[RecordChange], date: str, version: str) -> Revisions:
    """Return the revisions of the present records, whose build has a date and a version.

    Without a release, all came with this build.
    """
    if not releases:
        return Revisions(Revision(date, date, None, 1, version, False, 1, 1))
    revisions = Revisions.after(releases)
    # A build's date is that of its newest source, which may be older than the last release.
    newest = releases[-1]
    day, number = max(date, newest.date), newest.sequence + 1
    revisions.take_in(list(unreleased), day, version, number, is_released=False)
    return revisions
