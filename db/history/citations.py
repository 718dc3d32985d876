"""Citations: which records a text cites by their addresses, and what changed in them since.

For whoever published with this record as a source: what was cited must be told anew where it was corrected.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import parse_qs, unquote

from db.history.changes import RecordChange
from db.history.release_files import PastCorrection
from db.history.state import RecordKey, event_of
from db.history.timeline import Timeline
from schemas.model.fields import IDENTIFIER
from schemas.nouns import INNER, SCHEMAS

RECORD_ADDRESS = re.compile(
    rf"/v1/({'|'.join(SCHEMAS)})/({IDENTIFIER})(?:\.[a-z]+(?![a-z0-9-]))?(?:\?([^\s\"'<>)\]]*))?", re.ASCII
)
"""The address of a record on any host, or without one."""
OTHER_ADDRESS = re.compile(r"\d{4}(-\d\d){0,2}|totals", re.ASCII)
"""What stands in an address where a record's id may stand, and is a date or a sum."""
NAMED_VERSION = re.compile(r"\b\d{4}-\d\d-\d\d\.[0-9a-f]{8}\b", re.ASCII)
MOMENT = re.compile(r"\d{4}-\d\d-\d\d(\.[0-9a-f]{8})?", re.ASCII)
"""A day or the version of a release."""
NAMED_BEFORE = 200
"""Characters before an address in which a citation names its release."""


@dataclass
class CitedRecord:
    """A record that a text cites, on which line, and as of which version or date, if that is said."""

    line: int
    key: RecordKey
    as_of: str = ""


@dataclass
class CitedChanges:
    """What changed in a cited record, under the id that it has now: pairs of a date and a change."""

    key: RecordKey
    changes: list[tuple[str, RecordChange | PastCorrection]] = field(default_factory=list)


def find_cited(text: str) -> Iterator[CitedRecord]:
    """Yield the records that a text cites, in its order, each once for each `as_of`."""
    seen = set[tuple[RecordKey, str]]()
    for number, raw in enumerate(text.splitlines(), 1):
        line = unquote(unescape(raw))
        for match in RECORD_ADDRESS.finditer(line):
            as_of = parse_qs(match[3] or "").get("as_of", [""])[0].rstrip(".,;")
            as_of = as_of if MOMENT.fullmatch(as_of) else ""
            before = line[max(0, match.start() - NAMED_BEFORE) : match.start()]
            if not as_of and (named := NAMED_VERSION.findall(before)):
                as_of = named[-1]
            if OTHER_ADDRESS.fullmatch(match[2]):
                continue
            cited = CitedRecord(number, (match[1], match[2]), as_of)
            if (cited.key, as_of) not in seen:
                seen.add((cited.key, as_of))
                yield cited


def changes_since(timeline: Timeline, key: RecordKey, since: str) -> CitedChanges:
    """Return what changed in a record since a version or a date, given any id that it has had.

    What lies inside an event is of the event too, and what becomes of an event is of what lies inside. Changes that
    wait for a release have no date.
    """
    cited = CitedChanges(key)
    after = timeline.find(since)
    # A version that no release has was built between two of them; its date says where.
    after = after or timeline.find(since.partition(".")[0])
    first = after.sequence if after else 0
    for release in timeline.releases:
        cited.key = _followed_key(cited.key, release.changes)
        past = [one for one in release.corrections if one.date > since and _concerns((one.noun, one.id), cited.key)]
        cited.changes += [(one.date, one) for one in past if not first]
        if release.sequence > first:
            cited.changes += [(release.date, one) for one in release.changes if _concerns(one.key, cited.key)]
    cited.key = _followed_key(cited.key, timeline.unreleased)
    cited.changes += [("", change) for change in timeline.unreleased if _concerns(change.key, cited.key)]
    return cited


def _followed_key(key: RecordKey, changes: Iterable[RecordChange]) -> RecordKey:
    """Return the key that a record has after some changes, which may have given it, or its event, another id."""
    noun, identifier = key
    event, _, slug = identifier.partition(":")
    moved = key
    for change in changes:
        if change.kind == "renamed":
            if (change.noun, change.before["id"]) == key:
                return change.key
            if change.noun == "events" and noun in INNER and change.before["id"] == event:
                moved = (noun, f"{change.id}:{slug}")
    return moved


def _concerns(changed: RecordKey, cited: RecordKey) -> bool:
    """Return whether a change of one record concerns another: the same, what lies inside it, or what it lies in."""
    return changed == cited or event_of(changed) == cited or event_of(cited) == changed
