"""The schema version: a release that other code made is refused, and the reason says what to do."""

import hashlib
import re
import shutil
import sqlite3

import pytest

from db.query.release_file import BadRelease, check_release, release_file
from db.query.schema_version import ROOT, SCHEMA_VERSION, SHAPING, source_digest
from db.release.store import activate, take_in
from tests.checked_client import checked_app


@pytest.fixture
def foreign(pointer):
    """Return a release beside the pointer, sound in itself, as code with another schema makes it."""
    file = pointer.with_name("file")
    file.write_bytes(pointer.read_bytes())
    with sqlite3.connect(file) as connection:
        connection.execute("update release set schema_version = 'another'")
    connection.close()
    target = release_file(pointer, hashlib.sha256(file.read_bytes()).hexdigest())
    return file.rename(target)


def test_a_release_of_other_code_is_neither_taken_in_nor_activated(pointer, foreign, tmp_path):
    own = pointer.resolve().stem
    with pytest.raises(BadRelease, match=r"schema version another, and this code has .*`parley build`"):
        check_release(foreign)
    with pytest.raises(BadRelease, match="`parley build`"):
        activate(pointer, foreign.stem)
    with pytest.raises(BadRelease, match="`parley build`"):
        take_in(shutil.copyfile(foreign, tmp_path / "copy"), pointer)
    assert pointer.resolve().stem == own


def test_a_server_stays_on_its_release_and_says_why(pointer, foreign, specification):
    own, client = pointer.resolve().stem, checked_app(pointer, specification).test_client()
    assert client.get("/v1/events").status_code == 200
    pointer.unlink()
    pointer.symlink_to(foreign.name)
    assert client.get("/v1/events").headers["Parley-Release-Digest"] == own
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json["digest"], ready.json["status"]) == (200, own, "refused")
    assert "schema version another" in ready.json["refused"]
    assert "`parley build`" in ready.json["refused"]
    # A proxy that pins the new release finds this node unwell, and asks those that have the new code.
    assert client.get("/readyz", headers={"Parley-Release-Digest": foreign.stem}).status_code == 503


def test_new_code_does_not_begin_with_an_old_release(pointer, foreign, specification):
    pointer.unlink()
    pointer.symlink_to(foreign.name)
    client = checked_app(pointer, specification).test_client()
    assert client.get("/v1/events").status_code == 503
    assert "`parley build`" in client.get("/readyz").json["detail"]
    assert client.get("/livez").status_code == 200


def test_another_word_in_what_shapes_a_release_gives_another_version(tmp_path):
    for folder in ("db", "schemas"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("records", "__pycache__"))
    assert source_digest(tmp_path)[:16] == SCHEMA_VERSION
    for name in ("schemas/events.py", "db/actors.py", "db/release/derivations/events.py", "db/curation/load.py"):
        with (tmp_path / name).open("a", encoding="utf-8") as file:
            file.write("# More.\n")
        assert source_digest(tmp_path)[:16] != SCHEMA_VERSION
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    with (tmp_path / "db/query/follower.py").open("a", encoding="utf-8") as file:
        file.write("# More.\n")
    assert source_digest(tmp_path)[:16] == SCHEMA_VERSION


def test_all_that_the_build_uses_is_part_of_the_version():
    """Of reading, the build may use a release file's name and this version; whatever else it uses shapes a release."""
    shaping = {path for pattern in SHAPING for path in ROOT.glob(pattern)}
    building = [path for path in shaping if path.is_relative_to(ROOT / "db/release")]
    building += [path for path in shaping if path.is_relative_to(ROOT / "db/curation")]
    assert len(building) > 30
    for path in building:
        for name in re.findall(r"^\s*from (db\.query\.\w+) import", path.read_text(encoding="utf-8"), re.MULTILINE):
            if name not in ("db.query.release_file", "db.query.schema_version"):
                assert ROOT / f"{name.replace('.', '/')}.py" in shaping, f"{path} imports {name}"
