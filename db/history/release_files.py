"""Release files: `releases/0001.yaml` and so on, in which a release of the record says what changed and why.

Each is sealed by the digest in its last line and names the digest of the one before it, so that a file that was cut,
edited or put in another's place is refused by its name.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from marshmallow import ValidationError

from db.curation import yaml
from db.curation.cache import RecordCache
from db.curation.format import canonical
from db.curation.load import flatten
from db.curation.records import RecordError
from db.history.changes import RecordChange
from db.history.release_schema import ReleaseFileSchema
from schemas.model.base import Json
from schemas.model.walk import field_name

RELEASES_FOLDER = "releases"
RELEASES_CACHE = "read-releases.json"
"""The name of the cache beside that of the records."""
SEAL = re.compile(rb"\ndigest: ([0-9a-f]{64})\n\Z")


@dataclass(slots=True)
class PastCorrection:
    """A correction that was made before the record had release files, told afterwards as far as it is known."""

    noun: str
    id: str
    date: str
    kind: str
    reason: str
    source: str = ""
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class ReleaseFile:
    """One release of the record: which state it is, and what changed in it."""

    sequence: int
    version: str
    date: str
    records_digest: str
    previous: str
    notes: str
    counts: dict[str, int]
    changes: list[RecordChange]
    corrections: list[PastCorrection] = field(default_factory=list)
    bytes_digest: str = ""
    """The SHA-256 of the file, which the next one names."""

    @property
    def name(self) -> str:
        """The name of the file."""
        return file_name(self.sequence)


def file_name(sequence: int) -> str:
    """Return the name of the file of a release, as errors say it."""
    return f"{RELEASES_FOLDER}/{sequence:04}.yaml"


def own_version(version: str, records_digest: str, releases: Sequence[ReleaseFile]) -> str:
    """Return the version of the release that a state makes after some others.

    `version` is what its date and digest alone make of it. A state may come again, what was changed having been changed
    back; its second release has other dates and changes, so it has a version of its own, made of its digest and number.
    """
    if all(release.version != version for release in releases):
        return version
    digest = hashlib.sha256(f"{records_digest} {len(releases) + 1}".encode()).hexdigest()
    return f"{version.partition('.')[0]}.{digest[:8]}"


def release_text(release: ReleaseFile) -> bytes:
    """Write a release file, its seal included."""
    data: Json = {
        "sequence": str(release.sequence),
        "version": release.version,
        "date": release.date,
        "records_digest": release.records_digest,
    }
    data |= {"previous": release.previous} if release.previous else {}
    data |= {"notes": release.notes, "counts": {noun: str(count) for noun, count in release.counts.items()}}
    if release.corrections:
        data["corrections"] = [_correction_data(correction) for correction in release.corrections]
    if release.changes:
        data["changes"] = [_change_data(change) for change in release.changes]
    text = canonical(data).encode()
    return text + b"digest: %b\n" % hashlib.sha256(text).hexdigest().encode()


def _change_data(change: RecordChange) -> Json:
    absent = [name for name, value in change.before.items() if value is None]
    before = {name: value for name, value in change.before.items() if value is not None}
    data: Json = {"noun": change.noun, "id": change.id, "kind": change.kind}
    optional = {"reason": change.reason, "source": change.source, "before": before, "absent": absent}
    return data | {name: value for name, value in optional.items() if value}


def _correction_data(correction: PastCorrection) -> Json:
    names = ("noun", "id", "date", "kind", "reason", "source", "before", "after")
    return {name: getattr(correction, name) for name in names if getattr(correction, name)}


def read_release_files(folder: Path, cache_file: Path | None = None) -> tuple[list[ReleaseFile], list[RecordError]]:
    """Return the releases of a folder of records, oldest first, and what is wrong with their files.

    Given the cache file of the records, what was read before is taken from the one beside it.
    """
    cache = RecordCache(cache_file and cache_file.with_name(RELEASES_CACHE))
    releases, errors = list[ReleaseFile](), list[RecordError]()
    paths = sorted((folder / RELEASES_FOLDER).glob("[0-9]*.yaml"))
    for number, path in enumerate(paths, 1):
        name = f"{RELEASES_FOLDER}/{path.name}"
        if name != file_name(number):
            errors.append(RecordError(file_name(number), 1, "file", f"Missing, and there is {name}; restore the file."))
            break
        release, problems = _read(path, name, cache)
        errors += problems
        if release is None:
            break
        releases.append(release)
    cache.save()
    errors += _chain_errors(releases)
    return releases, errors


def _read(path: Path, name: str, cache: RecordCache) -> tuple[ReleaseFile | None, list[RecordError]]:
    try:
        content = path.read_bytes()
    except OSError as error:
        return None, [RecordError(name, 1, "file", f"Cannot be read ({error.strerror}). Restore the file.")]
    seal = SEAL.search(content)
    if seal is None:
        message = "Was cut: its last line is not the digest that it was written with. Restore the file."
        return None, [RecordError(name, max(content.count(b"\n"), 1), "digest", message)]
    if hashlib.sha256(content[: seal.start() + 1]).hexdigest().encode() != seal[1]:
        message = "Was edited: its content does not have the digest of its last line. Restore the file."
        return None, [RecordError(name, max(content.count(b"\n"), 1), "digest", message)]
    data = cache.get(name, content)
    if data is None:
        data, errors = _load(content, name)
        if errors:
            return None, errors
        cache.put(name, content, data)
    return _release(data, hashlib.sha256(content).hexdigest()), []


def _load(content: bytes, name: str) -> tuple[Json, list[RecordError]]:
    """Return what a sealed file holds, or what is wrong with it."""
    try:
        parsed = yaml.parse(content)
        return ReleaseFileSchema().load(parsed.data), []
    except yaml.YamlError as error:
        return {}, [RecordError(name, error.line, "file", error.message)]
    except ValidationError as error:
        messages = flatten(error.messages)
        return {}, [
            RecordError(name, parsed.lines.line(path), field_name(path) or "file", text) for path, text in messages
        ]


def _release(data: Json, bytes_digest: str) -> ReleaseFile:
    """Return a release out of the validated content of its file."""
    names = ("sequence", "version", "date", "records_digest", "notes", "counts")
    return ReleaseFile(
        **{name: data[name] for name in names},
        previous=data.get("previous", ""),
        changes=[_change(change) for change in data.get("changes", ())],
        corrections=[PastCorrection(**correction) for correction in data.get("corrections", ())],
        bytes_digest=bytes_digest,
    )


def _change(data: Json) -> RecordChange:
    before = data.get("before", {}) | dict.fromkeys(data.get("absent", ()))
    return RecordChange(**{name: value for name, value in data.items() if name != "absent"} | {"before": before})


def _chain_errors(releases: list[ReleaseFile]) -> Iterator[RecordError]:
    """Yield an error for each file that does not follow from the one before it."""
    before: ReleaseFile | None = None
    versions = dict[str, str]()
    for number, release in enumerate(releases, 1):
        name = file_name(number)
        if release.sequence != number:
            message = f"Holds release {release.sequence}; the files were put in another order. Restore them."
            yield RecordError(name, 1, "sequence", message)
            return
        if release.previous != (before.bytes_digest if before else ""):
            what = f"is not the {before.name} that is there" if before else "is there, and this is the first release"
            message = f"The file that it follows {what}; one of the two was replaced. Restore them."
            yield RecordError(name, 1, "previous", message)
            return
        if before and release.date < before.date:
            yield RecordError(name, 1, "date", f"Before {before.date}, the date of {before.name}.")
        if release.version in versions:
            message = f"{release.version} is the version of {versions[release.version]} too; release this state again."
            yield RecordError(name, 1, "version", message)
        versions[release.version] = name
        before = release
