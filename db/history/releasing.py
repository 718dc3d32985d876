"""Releasing: from a draft and the changes since the newest release to the file of the next one."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from urllib.parse import urlsplit

from marshmallow import ValidationError

from db.curation import yaml
from db.curation.load import flatten
from db.curation.records import RecordError, Records
from db.history.changes import RecordChange
from db.history.draft import DraftSchema, default_notes
from db.history.reasons import UNKNOWN_REASON, known_reason, likely_kind
from db.history.release_files import PastCorrection, ReleaseFile, own_version, release_text
from db.history.state import state_digest
from db.history.timeline import Timeline, write_newest
from schemas.model.base import Json
from schemas.model.walk import FieldPath, field_name

FIXED_KINDS = ("added", "renamed", "withdrawn")
"""Kinds that follow from the records; between the others a curator decides."""


class DraftError(Exception):
    """A draft does not say what it has to; `errors` says every reason."""

    def __init__(self, errors: list[RecordError]) -> None:
        super().__init__("\n".join(str(error) for error in errors))
        self.errors = errors


@dataclass
class Draft:
    """A draft as it was read: its content, and the name and lines of its file for errors."""

    content: Json
    name: str = ""
    lines: yaml.Lines | None = None

    def error(self, path: FieldPath, message: str) -> RecordError:
        """Return an error at a path of the draft."""
        line = self.lines.line(path) if self.lines else 1
        return RecordError(self.name, line, field_name(path) or "draft", message)


def read_draft(path: Path) -> Draft:
    """Return the draft that a file holds. Raises DraftError."""
    try:
        parsed = yaml.parse(path.read_bytes())
    except yaml.YamlError as error:
        raise DraftError([RecordError(str(path), error.line, "file", error.message)]) from error
    draft = Draft({}, str(path), parsed.lines)
    try:
        draft.content = DraftSchema().load(parsed.data)
    except ValidationError as error:
        raise DraftError([draft.error(place, message) for place, message in flatten(error.messages)]) from error
    return draft


def tell(timeline: Timeline, records: Records, draft: Draft) -> list[RecordChange]:
    """Return the changes since the newest release with the kinds and reasons that a draft gives. Raises DraftError."""
    changes, errors = timeline.unreleased, list[RecordError]()
    waiting: dict[tuple[str, bool], list[RecordChange]] = defaultdict(list)
    for change in changes:
        waiting[f"{change.noun}/{change.id}", change.kind == "renamed"].append(change)
    for number, entry in enumerate(draft.content.get("changes", ())):
        place: FieldPath = ("changes", number)
        errors += _entry_errors(draft, place, entry, records)
        for position, record in enumerate(entry["records"]):
            same = waiting[record, entry["kind"] == "renamed"]
            if not same:
                message = f"{record} did not change, is named twice, or is no NOUN/ID; `parley release` lists what did."
                errors.append(draft.error((*place, "records", position), message))
                continue
            # A record into which two others went changed twice.
            change = same.pop(0)
            if entry["kind"] != change.kind and {entry["kind"], change.kind} & set(FIXED_KINDS):
                message = f"{record} was {change.kind}, as its file says; the kind here is {entry['kind']}."
                errors.append(draft.error((*place, "kind"), message))
            change.kind, change.reason, change.source = entry["kind"], entry["reason"], entry.get("source", "")
    for change in chain.from_iterable(waiting.values()):
        if change.kind != "added":
            change.reason = known_reason(change, changes, timeline.present)
            change.kind = likely_kind(change, change.reason)
            if not change.reason:
                fields = ", ".join(change.before)
                message = f"{change.noun}/{change.id} changed ({fields}) and nobody says why."
                errors.append(draft.error((), message))
    if errors:
        raise DraftError(errors)
    return changes


def _entry_errors(draft: Draft, place: FieldPath, entry: Json, records: Records) -> list[RecordError]:
    """Return what is wrong with an entry by itself."""
    errors = list[RecordError]()
    if entry["reason"] == UNKNOWN_REASON:
        errors.append(draft.error((*place, "reason"), "Not said yet; write a sentence for readers."))
    source = entry.get("source", "")
    if source and source not in records.nouns["sources"] and urlsplit(source).scheme not in ("http", "https"):
        message = f"{source!r} is neither the id of a source nor a URL."
        errors.append(draft.error((*place, "source"), message))
    return errors


def make_release(
    timeline: Timeline, records: Records, version: str, draft: Draft, today: str
) -> tuple[ReleaseFile, bytes]:
    """Return the next release of a record and the bytes of its file. Raises DraftError.

    `version` is what the date and digest of the present state alone make of it.
    """
    newest = timeline.releases[-1] if timeline.releases else None
    date = draft.content.get("date", today)
    if newest and date < newest.date:
        message = f"Before {newest.date}, the date of {newest.name}; no date of a record goes back. Name a later day."
        raise DraftError([draft.error(("date",), message)])
    corrections = draft.content.get("corrections", [])
    if newest and corrections:
        message = "Only the first release tells corrections made before it; later ones are changes."
        raise DraftError([draft.error(("corrections",), message)])
    changes = tell(timeline, records, draft)
    digest = state_digest(timeline.present)
    first = f"The first release: {', '.join(f'{len(entries)} {noun}' for noun, entries in records.nouns.items())}."
    release = ReleaseFile(
        sequence=newest.sequence + 1 if newest else 1,
        version=own_version(version, digest, timeline.releases),
        date=date,
        records_digest=digest,
        previous=newest.bytes_digest if newest else "",
        notes=draft.content.get("notes") or (default_notes(changes) if newest else first),
        counts={noun: sum(1 for _ in records.entries(noun)) for noun in records.nouns},
        changes=changes,
        corrections=[PastCorrection(**correction) for correction in corrections],
    )
    return release, release_text(release)


def write_release(folder: Path, timeline: Timeline, release: ReleaseFile, text: bytes) -> Path:
    """Write the file of a release and the state that it is of, and return the file."""
    path = folder / release.name
    path.parent.mkdir(exist_ok=True)
    unfinished = path.with_name(f".{path.name}.tmp")
    unfinished.write_bytes(text)
    write_newest(folder, timeline.present)
    unfinished.replace(path)
    return path
