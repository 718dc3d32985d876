"""Redaction: takes words out of every state and every change of some records that their releases tell."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from db.curation.records import Records
from db.history.changes import RecordChange
from db.history.release_files import PastCorrection, ReleaseFile
from db.history.restoring import RestoreError, Restorer
from db.history.state import UNPUBLISHED, RecordKey, State, event_of, own_content, pack, state_digest, unpack
from db.history.timeline import Timeline
from schemas.model.fields import is_identifier
from schemas.nouns import INNER

MARK = "[withheld]"
"""What stands in the place of the words: one word, so that a quote that was short enough still is."""


class RedactionError(Exception):
    """The words cannot be taken out; the message says why, and nothing was changed."""


@dataclass
class Redaction:
    """A timeline without some words of one record: which releases told them, and where else they stand."""

    key: RecordKey
    pattern: re.Pattern[str]
    """What finds the words."""
    timeline: Timeline
    rewritten: list[ReleaseFile]
    """The releases that told the words, in their order, as they are without them."""
    elsewhere: list[str] = field(default_factory=list)
    """Other records that have the words, or had them, as NOUN/ID."""


def redact(timeline: Timeline, records: Records, key: RecordKey, words: list[str]) -> Redaction:
    """Return a timeline without some words of a record, and of what lies inside it, in any of its releases.

    They are withheld where they stand by themselves, written exactly so; an id or a value of a list is never touched.
    Raises RedactionError.
    """
    pattern = _pattern(words)
    if key not in timeline.newest:
        raise RedactionError(f"{'/'.join(key)} is in no release; where its id was changed since, name the one before.")
    keys = _every_key(timeline, key)
    _refuse_present(records, keys, pattern)
    newest = State(timeline.newest)
    for one in newest:
        if _concerns(keys, one):
            newest[one] = pack(_without(unpack(newest[one]), pattern))
    releases = [_redacted(release, keys, pattern) for release in timeline.releases]
    redacted = replace(timeline, releases=releases, newest=newest)
    rewritten = list[ReleaseFile]()
    restorer = Restorer(records, timeline.present)
    for release, state in redacted.states():
        _refuse_leftovers(release, state, keys, pattern)
        digest, before = state_digest(state), timeline.releases[release.sequence - 1]
        if digest != before.records_digest or release != before:
            _refuse_unreadable(release, state, restorer)
            release.records_digest = digest
            rewritten.insert(0, release)
    if not rewritten:
        raise RedactionError(f"No release tells these words of {'/'.join(key)}, written exactly so.")
    return Redaction(key, pattern, redacted, rewritten, _elsewhere(timeline, records, keys, pattern))


def _pattern(words: list[str]) -> re.Pattern[str]:
    """Return what finds words that stand by themselves, the longest first. Raises RedactionError."""
    for one in words:
        if not re.search(r"\w", one) or one != one.strip() or one in MARK:
            raise RedactionError(
                f"{one!r} is nothing to withhold: give words as they stand there, without blanks around."
            )
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})(?!\w)")


def _every_key(timeline: Timeline, key: RecordKey) -> set[RecordKey]:
    """Return every key that a record has or had, and those of the records that went into it."""
    changes = [change for release in timeline.releases for change in release.changes] + timeline.unreleased
    renames = [change for change in changes if change.kind == "renamed"]
    keys, size = {key}, 0
    while size < len(keys):
        size = len(keys)
        for change in renames:
            ids = (change.id, change.before["id"])
            if any((change.noun, one) in keys for one in ids):
                keys |= {(change.noun, one) for one in ids}
            if change.noun == "events":
                inner = [(noun, one.partition(":")) for noun, one in keys if noun in INNER]
                keys |= {(noun, f"{one}:{slug}") for noun, (event, _, slug) in inner if event in ids for one in ids}
    return keys


def _concerns(keys: set[RecordKey], key: RecordKey) -> bool:
    """Tell whether a record is one of some, or lies inside one."""
    return key in keys or event_of(key) in keys


def _refuse_present(records: Records, keys: set[RecordKey], pattern: re.Pattern[str]) -> None:
    """Refuse to withhold what the record says now, or a remark in it for curators. Raises RedactionError."""
    for record in records:
        if _concerns(keys, (record.noun, record.id)) and _has(record.data, pattern):
            raise RedactionError(
                f"{record.noun}/{record.id} has these words now: take them out of {record.file} first, and say in the"
                " next release why."
            )


def _redacted(release: ReleaseFile, keys: set[RecordKey], pattern: re.Pattern[str]) -> ReleaseFile:
    """Return a release that tells some records without some words, and has none of them in its notes."""
    return replace(
        release,
        notes=pattern.sub(MARK, release.notes),
        changes=[_redacted_change(one, pattern) if _concerns(keys, one.key) else one for one in release.changes],
        corrections=[
            _redacted_correction(one, pattern) if _concerns(keys, (one.noun, one.id)) else one
            for one in release.corrections
        ],
    )


def _redacted_change(change: RecordChange, pattern: re.Pattern[str]) -> RecordChange:
    return replace(change, before=_without(change.before, pattern), reason=pattern.sub(MARK, change.reason))


def _redacted_correction(change: PastCorrection, pattern: re.Pattern[str]) -> PastCorrection:
    before, after = _without(change.before, pattern), _without(change.after, pattern)
    return replace(change, before=before, after=after, reason=pattern.sub(MARK, change.reason))


def _without(value: Any, pattern: re.Pattern[str]) -> Any:
    """Return a value with the mark for the words in any text of it that is no id and no value of a list."""
    if isinstance(value, dict):
        return {name: _without(item, pattern) for name, item in value.items()}
    if isinstance(value, list):
        return [_without(item, pattern) for item in value]
    return pattern.sub(MARK, value) if isinstance(value, str) and not is_identifier(value) else value


def _refuse_leftovers(release: ReleaseFile, state: State, keys: set[RecordKey], pattern: re.Pattern[str]) -> None:
    """Refuse a redaction that leaves the words where no mark can stand. Raises RedactionError."""
    texts: list[tuple[RecordKey, Any]] = [(one.key, [one.before, one.source]) for one in release.changes]
    texts += [((one.noun, one.id), [one.before, one.after, one.source]) for one in release.corrections]
    texts += [(key, unpack(content)) for key, content in state.items() if _concerns(keys, key)]
    for (noun, identifier), value in texts:
        if _concerns(keys, (noun, identifier)) and _has(value, pattern):
            raise RedactionError(
                f"{release.name}: {noun}/{identifier} has these words in an id, a value of a list or the source of a"
                " change, which cannot be withheld. Give more of the words around them, or less."
            )


def _refuse_unreadable(release: ReleaseFile, state: State, restorer: Restorer) -> None:
    """Refuse a redaction after which a state cannot be read. Raises RedactionError."""
    try:
        restorer.records(state)
    except RestoreError as error:
        raise RedactionError(f"{release.name}: {MARK} cannot stand in their place: {error}") from error


def _elsewhere(timeline: Timeline, records: Records, keys: set[RecordKey], pattern: re.Pattern[str]) -> list[str]:
    """Return the other records that have the words, or had them in a release, and are not touched."""
    texts: list[tuple[str, str, Any]] = [
        (record.noun, record.id, [own_content(record), record.data.get(UNPUBLISHED)]) for record in records
    ]
    texts += [(*key, unpack(content)) for key, content in timeline.newest.items()]
    for release in timeline.releases:
        texts += [(*change.key, [change.before, change.reason]) for change in release.changes]
        texts += [(one.noun, one.id, [one.before, one.after, one.reason]) for one in release.corrections]
    others = {(noun, one) for noun, one, value in texts if not _concerns(keys, (noun, one)) and _has(value, pattern)}
    return sorted("/".join(other) for other in others)


def _has(value: Any, pattern: re.Pattern[str]) -> bool:
    """Tell whether any text in a value has the words."""
    return any(pattern.search(text) for text in _texts(value))


def _texts(value: Any) -> Iterator[str]:
    """Yield every text in a value."""
    if isinstance(value, str):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ():
        yield from _texts(item)
