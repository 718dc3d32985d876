"""Building: from a folder of records to one SQLite file, which replaces the last one only when it is sound."""

import json
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from itertools import accumulate, groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from db.curation.checks import check_records
from db.curation.load import load_records
from db.curation.records import InvalidRecords, RecordError, Records
from db.history.restoring import Restorer
from db.history.revisions import revisions_of
from db.history.timeline import Timeline, load_timeline
from db.noun import Noun
from db.nouns import NOUNS
from db.query.schema_version import SCHEMA_VERSION
from db.release.collection import paused_collection
from db.release.history import Served, ServedRecords, history_rows, index_at, last_rows
from db.release.history_cache import HistoryCache
from db.release.identity import Release, identify
from db.release.index import RecordIndex
from db.release.names_alike import search_synonyms
from db.release.parallel import in_own_process
from db.release.pointers import find_pointers
from db.release.rows import NUMBER_ORDER, Row, make_rows, number_records
from db.release.store import activate, flush, remove_leftovers, take_in
from db.release.tables import create_indexes, create_tables, fill_search
from db.release.views import create_views
from schemas.nouns import SCHEMAS

CACHE_KIB = 256 * 1024
"""Room for pages while building; with SQLite's usual 2 MB a row of a large index costs a page read and written."""

HISTORY_CACHE = "history"
"""The name of the folder beside the releases that remembers what earlier ones served."""
TEXT_CACHE = "texts"
"""The name of the file beside the releases that remembers what the last build made of the words of documents."""
ROWS_AT_ONCE = 1_000
UNBOUNDED = 100_000
"""Days of a date without an end, and more than any other has."""


def build_database(folder: Path, target: Path, source_commit: str | None = None) -> dict[str, Any]:
    """Build the records of a folder into a release, let the pointer `target` lead to it, and return what it is.

    Whoever serves the target sees the old release or the new one. Raises InvalidRecords, with every reason, when the
    records do not hold together.
    """
    release = build_release(folder, target, source_commit)
    activate(target, release["file_digest"])
    return release


@paused_collection()
def build_release(
    folder: Path, target: Path, source_commit: str | None = None, cache_file: Path | None = None, processes: int = 1
) -> dict[str, Any]:
    """Build the records of a folder into a release beside the pointer `target`, and leave the pointer as it is.

    Return its `version`, the `digest` of its content, the `file_digest` and the number of its `records`. The file is
    written under another name and checked first. It is the same however many processes make it. Raises InvalidRecords.
    """
    records, timeline = load_checked(folder, cache_file, processes)
    release = identify(timeline.present, timeline.releases)
    revisions = revisions_of(timeline.releases, timeline.unreleased, release.date, release.version)
    index = RecordIndex(records, release, revisions)
    return build_index(index, timeline, target, source_commit, processes) | {"unreleased": len(timeline.unreleased)}


@paused_collection()
def build_as_of(
    folder: Path, target: Path, moment: str, source_commit: str | None = None, cache_file: Path | None = None
) -> dict[str, Any]:
    """Build the records of a folder as they were in an earlier release, beside the pointer `target`.

    `moment` is the version of a release, or a day, which means the last release on or before it. Raises LookupError
    where there is none, InvalidRecords, and ReplayError or RestoreError where the release cannot be made again.
    """
    records, timeline = load_checked(folder, cache_file)
    release = timeline.find(moment)
    if release is None:
        raise LookupError(moment)
    state = timeline.state_at(release.sequence)
    releases = timeline.releases[: release.sequence]
    index = index_at(Restorer(records, timeline.present), releases, state)
    return build_index(index, Timeline(releases, state, state, []), target, source_commit)


@paused_collection()
def load_checked(folder: Path, cache_file: Path | None = None, processes: int = 1) -> tuple[Records, Timeline]:
    """Return the records of a folder and their timeline. Raises InvalidRecords with everything that is wrong.

    With more than one process the timeline is read while another one checks the records.
    """
    records = load_records(folder, cache_file)
    check = partial(check_records, records)
    if processes == 1 or records.errors:
        _refuse(check())
        timeline, errors = load_timeline(folder, records, cache_file)
    else:
        breaches = in_own_process(check)
        timeline, errors = load_timeline(folder, records, cache_file)
        # What is wrong in a record makes it differ from the one released too, which is no second error.
        _refuse(list(breaches))
    _refuse(errors)
    return records, timeline


def _refuse(errors: list[RecordError]) -> None:
    if errors:
        raise InvalidRecords(errors)


def build_index(
    index: RecordIndex, timeline: Timeline, target: Path, source_commit: str | None, processes: int = 1
) -> dict[str, Any]:
    """Build indexed records into a release beside a pointer, with the history that leads to them."""
    target.parent.mkdir(parents=True, exist_ok=True)
    remove_leftovers(target.parent)
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        count = _write(unfinished, index, timeline, target, processes)
        digest = take_in(unfinished, target, source_commit)
    finally:
        unfinished.unlink(missing_ok=True)
    release = index.release
    return {"version": release.version, "digest": release.digest, "file_digest": digest, "records": count}


def _write(path: Path, index: RecordIndex, timeline: Timeline, target: Path, processes: int) -> int:
    """Write the database and return its number of records. Raises InvalidRecords if it is not sound."""
    cache = HistoryCache(target.with_name(HISTORY_CACHE))
    make_history = partial(history_rows, index, timeline, cache)
    history = make_history() if processes == 1 else in_own_process(make_history, ROWS_AT_ONCE)
    # Tables grow side by side in the one that is written first; the copy has each of them in one piece.
    scattered = path.with_name(f"{path.name}.scattered")
    try:
        with closing(Database(scattered)) as db:
            db.execute("pragma journal_mode = off")
            db.execute("pragma synchronous = off")
            db.execute(f"pragma cache_size = -{CACHE_KIB}")
            with db.atomic():
                create_tables(db, NOUNS)
                numbers = number_records(index)
                counts = {noun: len(numbers[noun]) for noun in SCHEMAS}
                _insert(db, make_rows(index, numbers, processes, target.with_name(TEXT_CACHE)))
                _insert(db, _by_table(history))
                _insert_pointers(db, index.records)
                make_last = partial(last_rows, index, timeline, cache, _served_now(db))
                last = make_last() if processes == 1 else in_own_process(make_last, ROWS_AT_ONCE)
                _insert_release(db, index.release, counts, index.records)
                create_indexes(db, NOUNS)
                fill_search(db)
                create_views(db)
                _insert(db, _by_table(last))
            db.execute("analyze")
            # As bytes: where the locale is ASCII, a path beyond it has no text that SQLite would take.
            db.execute("vacuum into cast(? as text)", [os.fsencode(path)])
    finally:
        scattered.unlink(missing_ok=True)
    with closing(Database(path)) as db:
        db.execute(f"pragma cache_size = -{CACHE_KIB}")
        # The disk has work while the file is checked in memory.
        with ThreadPoolExecutor(1) as disk:
            flushed = disk.submit(flush, path)
            _check(db)
            flushed.result()
    return sum(counts.values())


def _insert(db: Database, rows: Iterable[tuple[str, list[Row]]]) -> None:
    """Insert rows, each list into the table named with it; all of a table have the same columns in order."""
    for table, some in rows:
        names = ", ".join(f'"{column}"' for column in some[0])
        marks = ", ".join("?" * len(some[0]))
        db.conn.executemany(f'insert into "{table}" ({names}) values ({marks})', [tuple(row.values()) for row in some])


def _by_table(rows: Iterable[tuple[str, Row]]) -> Iterator[tuple[str, list[Row]]]:
    """Yield rows that come one by one, with the table of each, as lists of those of one table that come together."""
    for table, group in groupby(rows, itemgetter(0)):
        while some := [row for _, row in islice(group, ROWS_AT_ONCE)]:
            yield table, some


def _served_now(db: Database) -> ServedRecords:
    """Return what the records in a database serve."""
    nouns = {schema.TYPE: noun for noun, schema in SCHEMAS.items()}
    rows = db.execute("select type, id, state, target, digest from record")
    return {(nouns[kind], identifier): Served(*one) for kind, identifier, *one in rows}


def _insert_pointers(db: Database, records: Records) -> None:
    """Insert what stands at the addresses of former ids and of withdrawn records."""
    for (noun, identifier), (state, target) in find_pointers(records).items():
        row = {"type": SCHEMAS[noun].TYPE, "id": identifier, "state": state, "target": target}
        db.table("record").insert(row)


def _insert_release(db: Database, release: Release, counts: dict[str, int], records: Records) -> None:
    """Insert what identifies this state of the record, and which numbers the records of each noun have."""
    ends = list(accumulate(counts[noun] for noun in NUMBER_ORDER))
    ranges = {
        noun: [end - counts[noun] + 1, end, _longest(db, NOUNS[noun])]
        for noun, end in zip(NUMBER_ORDER, ends, strict=True)
    }
    db.table("release").insert(
        {"version": release.version, "digest": release.digest, "date": release.date}
        | {
            "schema_version": SCHEMA_VERSION,
            "counts": json.dumps(counts),
            "ranges": json.dumps(ranges),
            "coverage": json.dumps(records.coverage, ensure_ascii=False),
            "synonyms": json.dumps(search_synonyms(records), ensure_ascii=False),
        }
    )


def _longest(db: Database, noun: Noun) -> int | None:
    """Return the most days between the first and the last that a record's date may mean; None where it has no bound."""
    if "latest" not in noun.columns:
        return None
    days = f"coalesce(julianday(latest) - julianday(earliest), {UNBOUNDED})"
    longest = int(db.execute(f"select coalesce(max({days}), 0) from {noun.table}").fetchone()[0])
    return longest if longest < UNBOUNDED else None


def _check(db: Database) -> None:
    """Refuse a database that is not whole. Raises InvalidRecords."""
    problems = [row[0] for row in db.execute("pragma integrity_check") if row[0] != "ok"]
    problems += [
        f"{table} has a row that points to no {parent}"
        for table, _, parent, _ in db.execute("pragma foreign_key_check")
    ]
    if problems:
        raise InvalidRecords([RecordError("database", 1, "integrity", problem) for problem in problems])
