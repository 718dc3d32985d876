"""Release: what identifies one state of the record, worked out from what is written alone, so the same anywhere."""

from collections.abc import Sequence
from dataclasses import dataclass

from db.curation.records import Records
from db.history.release_files import ReleaseFile, own_version
from db.history.state import COVERAGE_KEY, State, state_digest, state_of, unpack
from schemas.model.edtf import bounds

SOURCE_DATES = ("published_date", "accessed_date")


@dataclass(frozen=True)
class Release:
    """One state of the record: `version` is its date and the beginning of its digest (SHA-256 of the content).

    Of a state that comes again after others it is the beginning of another digest, so that it names one release.
    """

    version: str
    digest: str
    date: str


def find_release(records: Records, releases: Sequence[ReleaseFile] = ()) -> Release:
    """Return the release that records make after some others."""
    return identify(state_of(records), releases)


def identify(state: State, releases: Sequence[ReleaseFile] = ()) -> Release:
    """Return the release that a state is, being that of the last of some releases or coming after it.

    Its date is the latest on which a source was published or read.
    """
    dates = [
        bounds(content[name])[0]
        for noun, identifier in state
        if noun == "sources"
        for content in (unpack(state[noun, identifier]),)
        for name in SOURCE_DATES
        if name in content
    ]
    date = max(dates, default=bounds(unpack(state[COVERAGE_KEY])["complete_through"])[0])
    digest = state_digest(state)
    if releases and releases[-1].records_digest == digest:
        return Release(releases[-1].version, digest, date)
    return Release(own_version(f"{date}.{digest[:8]}", digest, releases), digest, date)
