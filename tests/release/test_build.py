"""The build: what the file holds, that equal records give equal bytes, and that a failed build changes nothing."""

import json
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest
from sqlite_utils import Database

from db.curation.records import InvalidRecords
from db.json import as_json
from db.nouns import NOUNS
from db.query.ranking import COLUMN_WEIGHTS
from db.query.release_file import check_release, release_file
from db.query.schema_version import SCHEMA_VERSION
from db.release.build import _check, build_database
from db.release.store import activate, served_releases
from tests.conftest import LONG, WORLD

pytestmark = pytest.mark.slow

ROOT = WORLD.parent.parent


@pytest.fixture
def db(database):
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    yield connection
    connection.close()


def test_same_records_same_bytes(tmp_path):
    elsewhere = tmp_path / "other" / "records"
    shutil.copytree(WORLD, elsewhere)
    first = build_database(WORLD, tmp_path / "a.db")
    second = build_database(elsewhere, tmp_path / "b.db")
    assert first == second
    assert (tmp_path / "a.db").read_bytes() == (tmp_path / "b.db").read_bytes()


def test_documents_are_written_as_the_standard_library_writes_them(db):
    odd = {
        "a": [],
        "b": {},
        "c": 'quote " back \\ \b\f\n\r\t\x00\x1b\x7f\u2028 é 北 🎈',
        "d": [1, 0.1, -7.25, 60.0, True, None],
    }
    for value in (odd, *(json.loads(row[0]) for row in db.execute("select full from record where full is not null"))):
        assert as_json(value).decode() == json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def test_another_word_gives_another_digest(world, tmp_path):
    first = build_database(world, tmp_path / "a.db")
    path = world / "topics/ceasefire.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("A halt of fire.", "A halt of all fire."), encoding="utf-8"
    )
    second = build_database(world, tmp_path / "a.db")
    assert first["digest"] != second["digest"]
    assert first["version"] != second["version"]


def test_tables_are_strict_and_sound(db):
    assert db.execute("pragma integrity_check").fetchall() == [("ok",)]
    assert db.execute("pragma foreign_key_check").fetchall() == []
    lax = [
        name
        for _, name, kind, _, _, strict in db.execute("pragma table_list")
        if kind == "table" and not strict and not name.startswith(("sqlite_", "_search"))
    ]
    assert lax == []


def test_foreign_keys_are_declared(db):
    keys = {(row[2], row[3]) for row in db.execute("pragma foreign_key_list(event)")}
    assert {("place", "place"), ("process", "process"), ("event", "follows"), ("record", "n")} <= keys


def test_rows_can_be_read_without_this_program(db):
    rows = db.execute(
        "select e.title, a.name, p.role from event e join event_participants p on p.event = e.id"
        " join actor a on a.id = p.actor where e.id = '2031-04-12-harbour-round-1' order by p.ordinal"
    ).fetchall()
    assert rows == [
        ("First round of the harbour talks", "Ana Belo", "head-of-delegation"),
        ("First round of the harbour talks", "Joss Tarn", "head-of-delegation"),
        ("First round of the harbour talks", "Ola Vik", "chair"),
    ]
    quote = db.execute("select quote, locator from evidence where quote like 'forty%'").fetchone()
    assert quote == ("forty for forty", "paragraph 3")


def test_release_row(db):
    version, digest, date, schema_version, counts, ranges, coverage, _ = db.execute("select * from release").fetchone()
    assert schema_version == SCHEMA_VERSION
    assert date == "2031-07-01"
    assert version == f"{date}.{digest[:8]}"
    assert json.loads(counts)["events"] == 5
    first, last, longest = json.loads(ranges)["events"]
    assert (last - first + 1, longest) == (5, 30)
    assert json.loads(coverage)["title"] == "Northland–Southland harbour talks"


def test_every_filter_and_order_has_an_index(db):
    indexed = {
        (table, column)
        for (table,) in db.execute("select name from sqlite_schema where type = 'table'").fetchall()
        for _, name, *_ in db.execute(f"pragma index_list('{table}')").fetchall()
        for _, _, column in db.execute(f"pragma index_info('{name}')").fetchall()[:1]
    }
    for noun in NOUNS.values():
        declared = [*noun.filters.values(), *noun.sorts.values()]
        columns = {column.strip('"') for one in declared for column in one.columns} & set(noun.columns)
        assert columns
        assert {(noun.table, column) for column in columns} <= indexed


@pytest.mark.parametrize("word", ["cote", "anna", "БЕЛО", "repatriated", "Midhavn"])
def test_search_folds_accents_stems_and_knows_aliases(db, word):
    found = db.execute(
        "select n from record join _search on _search.rowid = n where _search match ? and type = 'event'", [word]
    )
    assert found.fetchall()


def test_a_failed_build_leaves_the_last_one(world, tmp_path):
    target = tmp_path / "parley.db"
    build_database(world, target)
    before = target.read_bytes()
    (world / "topics/ceasefire.yaml").write_text("name: x\n", encoding="utf-8")
    with pytest.raises(InvalidRecords):
        build_database(world, target)
    assert target.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".tmp"] == []


def test_builds_killed_at_many_moments(world, tmp_path):
    """The old release stays as it was whenever a build is killed, and the next build removes what was left."""
    pointer = tmp_path / "build" / "current"
    first = build_database(world, pointer)["file_digest"]
    path = world / "topics/ceasefire.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("name: ", "name: New ", 1), encoding="utf-8")
    call = f"b.build_database(p.Path({str(world)!r}), p.Path({str(pointer)!r}))"
    program = f"import pathlib as p; import db.release.build as b; {call}"
    began = time.monotonic()
    subprocess.run([sys.executable, "-c", program.replace(str(pointer), str(tmp_path / "x"))], cwd=ROOT, check=True)
    took, chance = time.monotonic() - began, random.Random(6)
    for _ in range(5 * min(LONG, 10)):
        process = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT)
        time.sleep(chance.uniform(took * 0.4, took))
        process.send_signal(signal.SIGKILL)
        process.wait()
        now = served_releases(pointer)[-1]
        assert check_release(release_file(pointer, now)) == now == pointer.resolve().stem
        if now != first:
            activate(pointer, first)
    build_database(world, pointer)
    assert list(pointer.parent.glob(".*")) == []


@pytest.mark.parametrize("max_bytes", [1, 20_000, 90_000, 300_000])
def test_a_full_disk_leaves_the_old_release(world, tmp_path, max_bytes):
    pointer = tmp_path / "build" / "current"
    first = build_database(world, pointer)["file_digest"]
    path = world / "topics/ceasefire.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("name: ", "name: New ", 1), encoding="utf-8")
    program = (
        "import resource as r, signal as s, pathlib as p; import db.release.build as b; s.signal(s.SIGXFSZ, s.SIG_IGN);"
        f"r.setrlimit(r.RLIMIT_FSIZE, ({max_bytes}, {max_bytes}));"
        f"b.build_database(p.Path({str(world)!r}), p.Path({str(pointer)!r}))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode != 0
    assert pointer.resolve().stem == first
    assert check_release(pointer.resolve()) == first
    assert list(pointer.parent.glob(".*")) == []


def test_a_build_that_fails_half_way_leaves_nothing(world, tmp_path, monkeypatch):
    remaining = [dict.fromkeys(COLUMN_WEIGHTS, "")] * 10
    monkeypatch.setattr("db.release.texts.search_row", lambda *_: remaining.pop())
    with pytest.raises(IndexError):
        build_database(world, tmp_path / "never.db")
    assert list(tmp_path.iterdir()) == [world]


def test_numbers_follow_lists_and_each_record_has_one(db):
    """Lists are walked by number, though an event is made together with what is inside it."""
    numbers = [row[0] for row in db.execute("select n from record where state = 'current' order by n")]
    assert numbers == list(range(1, len(numbers) + 1))
    days = [row[0] for row in db.execute("select earliest from event order by n")]
    assert days == sorted(days, reverse=True)
    assert db.execute("select count(*) from _search").fetchone() == (len(numbers),)


def test_a_database_whose_rows_point_to_nothing_is_refused():
    with closing(Database(memory=True)) as db:
        db.execute("create table place (id text primary key)")
        db.execute("create table event (id text primary key, place text references place)")
        _check(db)
        db.execute("insert into event values ('a', 'nowhere')")
        with pytest.raises(InvalidRecords, match="event has a row that points to no place"):
            _check(db)
