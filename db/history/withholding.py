"""Withholding: takes words out of all that the releases of a record tell, where nobody may read them there any longer.

A release is never edited but for this: where a record named somebody whom it may not name, a correction would keep the
name for ever as what stood there before. The mark stands in the place of the words then. A release of its own says
when, why and in which releases, and so does each of those; they keep the versions by which they are cited.
"""

import hashlib
from dataclasses import replace
from pathlib import Path

from marshmallow import ValidationError

from db.curation.load import flatten
from db.history.changes import WITHHELD, RecordChange
from db.history.redaction import MARK, Redaction, RedactionError
from db.history.release_files import ReleaseFile, own_version, release_text
from db.history.timeline import write_newest
from schemas.model.fields import Text

MAX_NAMED = 5
"""Releases that a sentence names one by one."""


def withholding_files(redaction: Redaction, reason: str, version: str, today: str) -> list[tuple[ReleaseFile, bytes]]:
    """Return the release that tells of a redaction, last, and those that change with it, each with its file's bytes.

    `version` is what the date and digest of the newest state alone make of it. Raises RedactionError.
    """
    if redaction.pattern.search(reason):
        raise RedactionError("The reason has the words itself, and readers are told it.")
    releases, newest = redaction.timeline.releases, redaction.timeline.releases[-1]
    record, version = "/".join(redaction.key), own_version(version, newest.records_digest, releases)
    date, concerned = max(today, newest.date), _named([release.version for release in redaction.rewritten])
    try:
        # What a curator writes may be wrong in itself, and what is written down cannot be read then.
        reason = Text().deserialize(f"{reason} {MARK} stands for words that {concerned} told until {date}.")
    except ValidationError as error:
        raise RedactionError(f"--reason: {'; '.join(text for _, text in flatten(error.messages))}") from error
    for release in redaction.rewritten:
        release.notes += f" Words of {record} were withheld from it on {date}, as the release {version} tells."
    act = replace(
        newest,
        sequence=newest.sequence + 1,
        version=version,
        date=date,
        notes=f"Words of {record} were withheld from what {concerned} told.",
        changes=[RecordChange(*redaction.key, WITHHELD, reason=reason)],
        corrections=[],
    )
    files, previous = list[tuple[ReleaseFile, bytes]](), ""
    for release in (*releases[redaction.rewritten[0].sequence - 1 :], act):
        release.previous = previous or release.previous
        text = release_text(release)
        previous = hashlib.sha256(text).hexdigest()
        files.append((release, text))
    return files


def write_withholding(folder: Path, redaction: Redaction, files: list[tuple[ReleaseFile, bytes]]) -> list[Path]:
    """Write the files of a redaction, and the newest state without the words; return them."""
    paths = [folder / release.name for release, _ in files]
    for path, (_, text) in zip(paths, files, strict=True):
        path.with_name(f".{path.name}.tmp").write_bytes(text)
    write_newest(folder, redaction.timeline.newest)
    for path in paths:
        path.with_name(f".{path.name}.tmp").replace(path)
    return paths


def _named(versions: list[str]) -> str:
    """Return some releases as a sentence names them."""
    if len(versions) == 1:
        return f"the release {versions[0]}"
    if len(versions) > MAX_NAMED:
        return f"{len(versions)} releases from {versions[0]} to {versions[-1]}"
    return f"the releases {', '.join(versions[:-1])} and {versions[-1]}"
