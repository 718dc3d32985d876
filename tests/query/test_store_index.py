"""The store's index: only manifests of releases that this code can serve count, whatever else lies beside them."""

import json
import os
import time

import pytest

from db.query.store_index import StoreIndex
from tests.damage import another


def test_what_lies_beside_the_manifests_hides_none(pointer):
    digest = pointer.resolve().stem
    version = json.loads(pointer.resolve().with_suffix(".json").read_bytes())["version"]
    for number in range(30):
        pointer.with_name(f"notes-{number}.json").write_text("{}", encoding="utf-8")
        # A manifest without its file, and so without a release.
        pointer.with_name(f"{number:064x}.json").write_text("{}", encoding="utf-8")
    assert {name: one.digest for name, one in StoreIndex(pointer).stored().items()} == {version: digest}


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b'{"version": "1"}', b"null"])
def test_a_manifest_that_says_nothing_is_passed_over(pointer, content):
    digest, other = pointer.resolve().stem, another(pointer, 2)
    manifest = pointer.with_name(f"{other}.json")
    manifest.chmod(0o644)
    manifest.write_bytes(content)
    assert [one.digest for one in StoreIndex(pointer).stored().values()] == [digest]


def test_what_other_code_built_is_left_out_and_of_a_version_the_last_built_counts(pointer):
    digest, other = pointer.resolve().stem, another(pointer, 2)
    first, second = (pointer.with_name(f"{name}.json") for name in (digest, other))
    description = json.loads(first.read_bytes())
    for path in (first, second):
        path.chmod(0o644)
        path.write_text(json.dumps(description), encoding="utf-8")
    for newest, older in ((digest, other), (other, digest)):
        os.utime(pointer.with_name(f"{older}.db"), ns=(10**18, 10**18))
        os.utime(pointer.with_name(f"{newest}.db"), ns=(10**18 + 1, 10**18 + 1))
        assert [one.digest for one in StoreIndex(pointer).stored().values()] == [newest]
    second.write_text(json.dumps(description | {"schema_version": "0" * 16}), encoding="utf-8")
    assert [one.digest for one in StoreIndex(pointer).stored().values()] == [digest]


@pytest.mark.parametrize("is_settled", [True, False])
def test_a_folder_that_has_just_changed_is_read_again(pointer, is_settled):
    """Two changes within one tick of the clock leave the same time; after a second nothing can come under it."""
    digest, other = pointer.resolve().stem, another(pointer, 2)
    hidden = pointer.with_name(f"{other}.json").rename(pointer.parent.parent / "hidden.json")
    changed = time.time_ns() - (60 * 10**9 if is_settled else 0)
    os.utime(pointer.parent, ns=(changed, changed))
    index = StoreIndex(pointer)
    assert [one.digest for one in index.stored().values()] == [digest]
    hidden.rename(pointer.with_name(f"{other}.json"))
    os.utime(pointer.parent, ns=(changed, changed))
    assert (other in {one.digest for one in index.stored().values()}) is not is_settled


def test_a_folder_that_is_gone_holds_none(tmp_path):
    assert StoreIndex(tmp_path / "nowhere" / "current").stored() == {}


def test_what_is_remembered_of_the_files_has_a_bound(pointer, monkeypatch):
    monkeypatch.setattr("db.query.store_index.MAX_REMEMBERED", 2)
    monkeypatch.setattr("db.query.store_index.SETTLING_TIME", -(10**12))
    index = StoreIndex(pointer)
    for number, kept in enumerate([1, 2, 3, 1]):
        remembered = index.remembered()
        remembered["version", str(number)] = number
        assert len(remembered) == kept
