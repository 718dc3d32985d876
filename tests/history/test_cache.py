"""The history cache: whatever lies in it, a build is the same; what other code left is removed."""

import shutil

import pytest

from db.curation.load import load_records
from db.history.restoring import RestoreError, Restorer
from db.history.state import pack, state_of
from db.query.schema_version import SCHEMA_VERSION
from db.release.build import build_database
from db.release.history_cache import HistoryCache
from tests.conftest import WORLD
from tests.history.worlds import edit_record, release_world


@pytest.fixture(scope="module")
def history(tmp_path_factory):
    """Return a world with two releases."""
    folder = tmp_path_factory.mktemp("cached") / "records"
    shutil.copytree(WORLD, folder)
    for day, text in (("2026-08-02", "One."), ("2026-08-03", "Two.")):
        edit_record(folder, "topics/ceasefire", lambda data, text=text: data.update(definition=text))
        release_world(folder, day)
    return folder


def steps_of(pointer):
    """Return the files of the cache beside a pointer."""
    return [path for path in pointer.parent.rglob(f"{SCHEMA_VERSION}-*.json") if path.parent != pointer.parent]


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"{}", b'{"rows": [{}]}', b'{"rows": [{"document": 1}]}'])
def test_a_damaged_cache_changes_nothing(history, tmp_path, damage):
    pointer = tmp_path / "build" / "current"
    digest = build_database(history, pointer)["file_digest"]
    [step] = steps_of(pointer)
    good = step.read_bytes()
    step.write_bytes(damage)
    assert build_database(history, pointer)["file_digest"] == digest
    assert step.read_bytes() == good


def test_what_other_code_left_is_removed_and_what_is_used_stays(history, tmp_path):
    pointer = tmp_path / "build" / "current"
    build_database(history, pointer)
    [step] = steps_of(pointer)
    foreign = step.with_name("0" * 16 + "-1.json")
    foreign.write_bytes(b"{}")
    HistoryCache(step.parent).put([], [{"document": None}, {"document": b"\x00\xff"}])
    assert not foreign.exists()
    assert step.exists()
    assert HistoryCache(step.parent).get([]) == [{"document": None}, {"document": b"\x00\xff"}]


def test_where_nothing_can_be_written_nothing_is_remembered(tmp_path):
    folder = tmp_path / "file"
    folder.write_bytes(b"")
    HistoryCache(folder).put([], [{"document": None}])
    assert HistoryCache(folder).get([]) is None


def test_a_record_that_is_none_by_the_schemas_of_today_is_named(world):
    """A field may come to be required, or a value go, between two releases."""
    records = load_records(world)
    present = state_of(records)
    former = present | {("topics", "ceasefire"): pack({"name": "Ceasefire", "colour": "red"})}
    with pytest.raises(RestoreError, match=r"ceasefire of topics, as it was: .*colour: There is no such field"):
        Restorer(records, present).records(former)
