"""Release: what identifies one state of the record, worked out from what is written alone, so the same anywhere."""

from dataclasses import dataclass

from db.curation.records import Records
from db.history.state import COVERAGE_KEY, State, state_digest, state_of, unpack
from schemas.model.edtf import bounds

SOURCE_DATES = ("published_date", "accessed_date")


@dataclass(frozen=True)
class Release:
    """One state of the record: `version` is its date and the beginning of its digest (SHA-256 of the content)."""

    version: str
    digest: str
    date: str


def find_release(records: Records) -> Release:
    """Return the release that records make."""
    return identify(state_of(records))


def identify(state: State) -> Release:
    """Return the release that a state is. Its date is the latest on which a source was published or read."""
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
    return Release(f"{date}.{digest[:8]}", digest, date)
