"""Permanent ids: the list of every id that was ever published, against which nothing may vanish without a word.

The list lies beside the records, so that a checkout without history can tell. `parley ids` adds to it and never takes
anything out; a record whose id changes says so under `formerly`, one that is taken back keeps its file as `withdrawn`.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from db.curation.records import RecordError, Records
from schemas.model.fields import IDENTIFIER
from schemas.nouns import SCHEMAS

IDS_FILE = "ids.txt"
ID_LINE = re.compile(rf"(?:{'|'.join(SCHEMAS)}) {IDENTIFIER}", re.ASCII)
"""What a line of the list looks like."""
MAX_LINE_SHOWN = 80
"""Characters of a line that an error shows."""


def read_ids(folder: Path) -> dict[tuple[str, str], int]:
    """Return noun and id of everything on the list of a folder, with its line; nothing where there is no list."""
    parts = ((number, line.partition(" ")) for number, line in _lines(folder) if ID_LINE.fullmatch(line))
    return {(noun, identifier): number for number, (noun, _, identifier) in parts}


def _lines(folder: Path) -> Iterator[tuple[int, str]]:
    path = folder / IDS_FILE
    # A byte that is no text must be told by its line, as everything else that was damaged.
    text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    return enumerate(text.splitlines(), 1)


def id_list_errors(folder: Path) -> Iterator[RecordError]:
    """Yield an error for each line of the list that does not name a record."""
    if (folder / IDS_FILE).is_dir():
        yield RecordError(IDS_FILE, 1, "file", "Is a folder. Restore the file.")
    for number, line in _lines(folder):
        if line and not ID_LINE.fullmatch(line):
            message = f"{line[:MAX_LINE_SHOWN]!r} is not a noun and an id; the list was damaged. Restore the file."
            yield RecordError(IDS_FILE, number, "line", message)


def write_ids(folder: Path, records: Records) -> int:
    """Add the ids of all records to the list of a folder, and return how many were new."""
    before = set(read_ids(folder))
    present = {(entry.noun, entry.id) for entry in records}
    order = list(SCHEMAS)
    lines = sorted(before | present, key=lambda pair: (order.index(pair[0]), pair[1]))
    text = "".join(f"{noun} {identifier}\n" for noun, identifier in lines)
    (folder / IDS_FILE).write_text(text, encoding="utf-8")
    return len(present - before)


def vanished_ids(folder: Path, records: Records) -> Iterator[RecordError]:
    """Yield an error for each id on the list that no record has, had before, or is withdrawn under."""
    former = {(entry.noun, identifier) for entry in records.moved for identifier in entry.data.get("formerly", ())}
    moved_events = {identifier for noun, identifier in former if noun == "events"}
    for (noun, identifier), line in read_ids(folder).items():
        event, inside, _ = identifier.partition(":")
        is_accounted_for = identifier in records.nouns.get(noun, {}) or (noun, identifier) in former
        if (
            not is_accounted_for
            and not (inside and event in moved_events)
            and (noun, identifier) not in records.unloaded
        ):
            message = (
                f"{identifier!r} of {noun} was published and is gone; ids are permanent. Name it under `formerly` of"
                " the record that has its place, or keep its file with `withdrawn: {date, reason}`."
            )
            yield RecordError(IDS_FILE, line, noun, message)
