"""The caches of a build: whatever lies in them, a build is the same; what other code left is removed."""

import shutil

import pytest

from db.curation.load import load_records
from db.history.restoring import RestoreError, Restorer
from db.history.state import pack, state_of
from db.query.schema_version import SCHEMA_VERSION
from db.release import texts
from db.release.build import HISTORY_CACHE, TEXT_CACHE, build_database
from db.release.history_cache import HistoryCache
from db.release.texts import texts_of
from tests.conftest import WORLD
from tests.history.worlds import edit_record, release_world


@pytest.fixture(scope="module")
def history(tmp_path_factory):
    """Return a world with three releases."""
    folder = tmp_path_factory.mktemp("cached") / "records"
    shutil.copytree(WORLD, folder)
    for day, text in (("2026-08-02", "One."), ("2026-08-03", "Two."), ("2026-08-04", "Three.")):
        edit_record(folder, "topics/ceasefire", lambda data, text=text: data.update(definition=text))
        release_world(folder, day)
    return folder


def files_of(pointer, kind):
    """Return the files of the cache of history beside a pointer."""
    return sorted(pointer.with_name(HISTORY_CACHE).glob(f"{SCHEMA_VERSION}-{kind}-*.json"))


@pytest.mark.parametrize(
    ("kind", "damage"),
    [
        *(("rows", text) for text in (b"", b"{", b"[]", b"{}", b'{"rows": [{}]}', b'{"rows": [{"document": 1}]}')),
        *(("served", text) for text in (b"", b"[]", b'{"served": 1}', b'{"served": [{}]}', b'{"served": [["a"]]}')),
    ],
)
def test_a_damaged_cache_changes_nothing(history, tmp_path, kind, damage):
    pointer = tmp_path / "build" / "current"
    digest = build_database(history, pointer)["file_digest"]
    stood = {path: path.read_bytes() for path in files_of(pointer, kind)}
    assert len(stood) == {"rows": 1, "served": 2}[kind]
    for path in stood:
        path.write_bytes(damage)
    for path in files_of(pointer, "rows") if kind == "served" else ():
        path.unlink()
    assert build_database(history, pointer)["file_digest"] == digest
    assert {path: path.read_bytes() for path in files_of(pointer, kind)} == stood


def test_what_other_code_left_is_removed_and_what_is_used_stays(history, tmp_path):
    pointer = tmp_path / "build" / "current"
    build_database(history, pointer)
    [step] = files_of(pointer, "rows")
    foreign = step.with_name("0" * 16 + "-1.json")
    foreign.write_bytes(b"{}")
    HistoryCache(step.parent).put_rows([], [{"document": None}, {"document": b"\x00\xff"}])
    assert not foreign.exists()
    assert step.exists()
    assert HistoryCache(step.parent).rows([]) == [{"document": None}, {"document": b"\x00\xff"}]


def test_where_nothing_can_be_written_nothing_is_remembered(tmp_path):
    folder = tmp_path / "file"
    folder.write_bytes(b"")
    HistoryCache(folder).put_rows([], [{"document": None}])
    assert HistoryCache(folder).rows([]) is None


def test_an_edit_is_built_from_what_is_known_as_if_nothing_were(history, tmp_path, monkeypatch):
    """Of all documents only those are read for words that an edit changed, and the file is the same."""
    folder, pointer = shutil.copytree(history, tmp_path / "records"), tmp_path / "build" / "current"
    build_database(folder, pointer)
    edit_record(folder, "topics/ceasefire", lambda data: data.update(definition="Four."))
    read = []

    def note(index, noun, title, document):
        read.append(document["id"])
        return texts_of(index, noun, title, document)

    monkeypatch.setattr(texts, "texts_of", note)
    digest = build_database(folder, pointer)["file_digest"]
    assert read == ["ceasefire"]
    assert build_database(folder, tmp_path / "new" / "current")["file_digest"] == digest
    assert len(read) > 20


def test_a_name_changes_the_texts_of_all_who_name_it(history, tmp_path):
    folder, pointer = shutil.copytree(history, tmp_path / "records"), tmp_path / "build" / "current"
    build_database(folder, pointer)
    edit_record(folder, "actors/ana-belo", lambda data: data.update(aliases=["Quizzaciously Known"]))
    digest = build_database(folder, pointer)["file_digest"]
    assert build_database(folder, tmp_path / "new" / "current")["file_digest"] == digest


@pytest.mark.parametrize("damage", [b"", b"\n", b"{}\n{}", b"cut", None])
def test_damaged_texts_change_nothing(history, tmp_path, damage):
    pointer = tmp_path / "build" / "current"
    digest = build_database(history, pointer)["file_digest"]
    kept = pointer.with_name(TEXT_CACHE)
    good = kept.read_bytes()
    kept.write_bytes(damage if damage is not None else good[:-7])
    assert build_database(history, pointer)["file_digest"] == digest
    assert kept.read_bytes() == good


def test_texts_that_cannot_be_written_are_made_anew(history, tmp_path):
    pointer = tmp_path / "build" / "current"
    digest = build_database(history, pointer)["file_digest"]
    kept = pointer.with_name(TEXT_CACHE)
    kept.unlink()
    kept.mkdir()
    assert build_database(history, pointer)["file_digest"] == digest
    assert list(pointer.parent.glob(".*")) == []


def test_a_record_that_is_none_by_the_schemas_of_today_is_named(world):
    """A field may come to be required, or a value go, between two releases."""
    records = load_records(world)
    present = state_of(records)
    former = present | {("topics", "ceasefire"): pack({"name": "Ceasefire", "colour": "red"})}
    with pytest.raises(RestoreError, match=r"ceasefire of topics, as it was: .*colour: There is no such field"):
        Restorer(records, present).records(former)
