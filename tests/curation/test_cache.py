"""The cache of validated records: it is never seen, save in the time that it saves."""

import pytest

from db.curation import cache, load
from db.curation.checks import check_records
from db.curation.load import load_records

TOPIC = "topics/ceasefire.yaml"


@pytest.fixture
def store(tmp_path):
    return tmp_path / "build" / "loaded.json"


def loaded(records):
    return [(entry.noun, entry.id, entry.data, entry.file, entry.line) for entry in records]


def test_records_from_the_cache_are_the_same(world, store, monkeypatch):
    cold = load_records(world, store)
    monkeypatch.setattr(load, "_SCHEMAS", {})
    warm = load_records(world, store)
    assert loaded(warm) == loaded(cold) == loaded(warm)
    assert check_records(warm) == []


def test_a_file_that_changed_is_validated_again(world, store):
    load_records(world, store)
    path = world / TOPIC
    path.write_text(path.read_text(encoding="utf-8") + "colour: red\n", encoding="utf-8")
    for _ in range(2):
        (error,) = load_records(world, store).errors
        assert (error.file, error.field) == (TOPIC, "colour")


def test_a_file_under_another_name_is_validated_again(world, store):
    load_records(world, store)
    (world / TOPIC).rename(world / "topics" / "Cease Fire.yaml")
    assert [error.field for error in load_records(world, store).errors] == ["id"]


def test_errors_name_the_line_in_a_file_from_the_cache(world, store):
    path = world / "actors" / "ana-belo.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("country: 'NO'", "country: XX"), encoding="utf-8")
    cold, warm = (check_records(load_records(world, store)) for _ in range(2))
    assert cold == warm
    assert "country" in path.read_text(encoding="utf-8").splitlines()[warm[0].line - 1]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"code": "x"}', b"\xff"])
def test_a_damaged_cache_is_nothing(world, store, content):
    store.parent.mkdir()
    store.write_bytes(content)
    assert loaded(load_records(world, store)) == loaded(load_records(world))


def test_other_code_has_another_cache(world, store, monkeypatch):
    load_records(world, store)
    monkeypatch.setattr(cache, "_code_digest", lambda: "another")
    monkeypatch.setattr(load, "_SCHEMAS", {})
    with pytest.raises(KeyError):
        load_records(world, store)


def test_what_is_gone_from_the_record_goes_from_the_cache(world, store):
    load_records(world, store)
    size = store.stat().st_size
    (world / TOPIC).unlink()
    load_records(world, store)
    assert store.stat().st_size < size


def test_where_nothing_can_be_written_nothing_is_remembered(world, store):
    store.parent.write_text("a file where the folder should be", encoding="utf-8")
    assert loaded(load_records(world, store)) == loaded(load_records(world))
