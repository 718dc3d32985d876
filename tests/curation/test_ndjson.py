"""NDJSON: the same database as from YAML, the same strictness, and errors that name file and line."""

import json

import pytest

from db.curation.checks import check_records
from db.curation.load import load_records
from db.curation.ndjson import LineError, parse_line
from db.curation.yaml import parse
from db.release.build import build_database
from tests.conftest import WORLD

REFUSED = {
    "not JSON": (b"{'id': 1}\n", "Not a line of JSON"),
    "not utf-8": (b'{"id": "\xff"}\n', "Not a line of JSON"),
    "list": (b"[]\n", "Not a mapping"),
    "text": (b'"x"\n', "Not a mapping"),
    "nothing": (b"\n", "Not a line of JSON"),
    "duplicate key": (b'{"id": "a", "id": "b"}\n', "twice"),
    "duplicate inner key": (b'{"id":"a","claims":{"x":{},"x":{}}}\n', "twice"),
    "not a number": (b'{"id": NaN}\n', "Not a line of JSON"),
}


def into_ndjson(world, noun):
    """Write the YAML files of a noun as one file of lines instead."""
    lines = []
    for path in sorted((world / noun).glob("*.yaml")):
        lines.append(json.dumps({"id": path.stem} | parse(path.read_bytes()).data, ensure_ascii=False))
        path.unlink()
    (world / f"{noun}.ndjson").write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.mark.parametrize(("line", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_a_strict_line_is_refused(line, message):
    with pytest.raises(LineError) as error:
        parse_line(line)
    assert message in str(error.value)


def test_the_same_records_make_the_same_database(world, tmp_path):
    expected = build_database(WORLD, tmp_path / "yaml.db")
    for noun in ("events", "actors", "places", "sources"):
        into_ndjson(world, noun)
    assert build_database(world, tmp_path / "ndjson.db") == expected
    assert (tmp_path / "ndjson.db").read_bytes() == (tmp_path / "yaml.db").read_bytes()


@pytest.mark.parametrize(
    ("old", "new", "field", "message"),
    [
        ('"kind": "talks-round"', '"kind": "talk-round"', "kind", "talks-round"),
        ('"round": "1"', '"round": 1', "round", "in digits alone"),
        ('"actor": "joss-tarn"', '"actor": "joss-torn"', "participants[1].actor", "did you mean joss-tarn"),
        ('"id": "2031-04-12-harbour-round-1"', '"id": "Round 1"', "id", "Not an id"),
        ('"id": "2031-04-12-harbour-round-1", ', "", "id", "Field may not be null"),
        ('"level": ', '"levle": ', "levle", "no such field"),
        ('"level": "delegations"', '"level": "delegations", "level": "leaders"', "file", "twice"),
        ('{"id": "2031-04-12', '{{"id": "2031-04-12', "file", "Not a line of JSON"),
    ],
)
def test_an_error_names_file_line_and_field(world, old, new, field, message):
    into_ndjson(world, "events")
    path = world / "events.ndjson"
    text = path.read_text(encoding="utf-8")
    line = next(number for number, one in enumerate(text.splitlines(), 1) if old in one)
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    found = [error for error in check_records(load_records(world)) if error.field == field and message in error.message]
    assert [(error.file, error.line) for error in found] == [("events.ndjson", line)]


def test_an_id_in_both_is_taken(world):
    text = json.dumps({"id": "ceasefire", "name": "Ceasefire", "definition": "A halt."})
    (world / "topics.ndjson").write_text(text + "\n", encoding="utf-8")
    (error,) = load_records(world).errors
    assert (error.file, error.line) == ("topics.ndjson", 1)
    assert "taken by topics/ceasefire.yaml:1" in error.message
