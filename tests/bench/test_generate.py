"""The generated records: sound, the same every time, and of the shape that measuring needs."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bench.generate import generate
from db.curation.checks import check_records
from db.curation.load import load_records
from db.release.build import build_database
from schemas.nouns import SCHEMAS


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("generated")
    generate(folder, 300)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_generated_records_have_no_errors_and_every_noun(folder):
    records = load_records(folder)
    assert check_records(records) == []
    assert len(records.nouns["events"]) == 300
    assert all(records.nouns[noun] for noun in SCHEMAS)


def test_a_seed_makes_the_same_records_every_time(folder, tmp_path):
    generate(tmp_path / "again", 300)
    generate(tmp_path / "other", 300, seed=2)
    assert contents(tmp_path / "again") == contents(folder)
    assert contents(tmp_path / "other") != contents(folder)


def test_events_are_as_long_as_real_ones_and_words_are_common_or_rare(folder, tmp_path):
    build_database(folder, tmp_path / "generated.db")
    with closing(sqlite3.connect(tmp_path / "generated.db")) as db:
        (size,) = db.execute("select avg(length(full)) from record where type = 'event'").fetchone()
        (rare,) = db.execute("select word from _word where length(word) > 9 order by word desc limit 1").fetchone()
        searched = "select count(*) from _search where _search match ?"
        common, seldom = (db.execute(searched, (word,)).fetchone()[0] for word in ("delegation", rare))
    assert 4000 < size < 8000
    assert common > 300
    assert 0 < seldom < 10
