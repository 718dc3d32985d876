"""Synonyms of a record: read from its folder, checked, built into the release and used by its searches alone."""

import pytest

from db.curation.load import load_records
from db.query.search_syntax import read_search
from db.release.build import build_database
from tests.conftest import WORLD


def test_a_record_brings_its_own_words(world, tmp_path, open_reader):
    (world / "synonyms.yaml").write_text("things:\n- [lamp, candles]\n", encoding="utf-8")
    target = tmp_path / "build" / "parley.db"
    build_database(world, target)
    reader = open_reader(target.resolve())
    [(found,)] = reader.query(
        "select count(*) from _search where _search match :words",
        {"words": read_search("lamps", reader.synonyms).all_of},
    )
    assert found == 3


def test_synonyms_are_part_of_what_a_release_is(world, tmp_path):
    without = build_database(world, tmp_path / "one" / "parley.db")
    (world / "synonyms.yaml").write_text("things:\n- [lamp, candles]\n", encoding="utf-8")
    assert build_database(world, tmp_path / "two" / "parley.db")["digest"] != without["digest"]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("things:\n- [lamp, candles]\n- [candles, light]\n", 3, "another group"),
        ("things:\n- [lamp]\n", 2, "two or more"),
        ("things:\n- lamp\n", 2, "two or more"),
        ("things: lamp\n", 1, "Not a list"),
        ("things:\n- [cease-fire, ceasefire]\n", 2, "Says nothing"),
        ("things:\n- [a b c d e f g h i j k l m, n]\n", 2, "more than 12 words"),
    ],
)
def test_what_is_wrong_with_them_is_said_by_line(world, text, line, message):
    (world / "synonyms.yaml").write_text(text, encoding="utf-8")
    errors = load_records(world).errors
    assert [(error.file, error.line) for error in errors] == [("synonyms.yaml", line)]
    assert message in errors[0].message


def test_a_record_may_have_none():
    assert load_records(WORLD).synonyms == []
