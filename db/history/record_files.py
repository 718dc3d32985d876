"""Files that a build can do without, and that the history cannot: the newest released state and the list of all ids.

Where nothing was edited since the newest release, nothing reads them. So `parley check` looks at them by themselves,
before a curator edits records and finds that there is nothing to compare them with.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from db.curation.ids import IDS_FILE, read_ids
from db.curation.records import RecordError
from db.history.timeline import NEWEST_NAME, Timeline
from schemas.nouns import SCHEMAS

MAX_MISSING_IDS = 5
"""Ids that an error names."""


def check_record_files(folder: Path, timeline: Timeline) -> Iterator[RecordError]:
    """Yield what is wrong with the files of a folder whose timeline is sound; without a release none is needed."""
    if not timeline.releases:
        return
    newest = timeline.releases[-1]
    try:
        digest = hashlib.sha256((folder / NEWEST_NAME).read_bytes()).hexdigest()
    except OSError as error:
        message = f"Cannot be read ({error.strerror}); the next edit could be compared with nothing. Restore the file."
        yield RecordError(NEWEST_NAME, 1, "file", message)
    else:
        if digest != newest.records_digest:
            message = f"Does not have the digest of the records of {newest.name}; it was damaged or edited. Restore it."
            yield RecordError(NEWEST_NAME, 1, "file", message)
    yield from _check_id_list(folder, timeline)


def _check_id_list(folder: Path, timeline: Timeline) -> Iterator[RecordError]:
    """Yield an error where ids that were released are not on the list of all ids."""
    name = timeline.releases[-1].name
    if not (folder / IDS_FILE).is_file():
        message = f"Missing; `parley release` wrote it with {name}, and it has every id that was published. Restore it."
        yield RecordError(IDS_FILE, 1, "file", message)
        return
    missing = sorted({key for key in timeline.newest if key[0] in SCHEMAS} - read_ids(folder).keys())
    if missing:
        names = ", ".join(f"{noun} {identifier}" for noun, identifier in missing[:MAX_MISSING_IDS])
        more = f" and {len(missing) - MAX_MISSING_IDS} more" if len(missing) > MAX_MISSING_IDS else ""
        message = f"Lacks ids of the records of {name}: {names}{more}. It was cut or edited; restore it."
        yield RecordError(IDS_FILE, 1, "file", message)
