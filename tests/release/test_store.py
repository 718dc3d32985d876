"""Releases: named by their digest, activated and taken back in one step, refused if bad."""

import hashlib
import json
import random
import sqlite3

import pytest

from api import create_app
from db.query.release_file import BadRelease, check_release, release_file
from db.query.schema_version import SCHEMA_VERSION
from db.release.store import activate, roll_back, served_releases, take_in
from tests.cli.test_cli import parley
from tests.damage import another, cut, empty, flip, lengthen, overwrite


def test_a_release_is_named_by_its_digest_and_described_by_its_manifest(pointer):
    path = pointer.resolve()
    content = path.read_bytes()
    assert path.stem == hashlib.sha256(content).hexdigest()
    assert path.stat().st_mode & 0o777 == 0o444
    assert content[18:20] == b"\x01\x01", "The file is not in the journal mode that needs no other file."
    manifest = json.loads(path.with_suffix(".json").read_bytes())
    assert manifest["digest"] == path.stem
    assert manifest["size"] == len(content)
    assert manifest["schema_version"] == SCHEMA_VERSION
    assert manifest["counts"]["events"] == 5
    assert manifest["version"] == f"{manifest['date']}.{manifest['records_digest'][:8]}"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (empty, "is empty"),
        (flip, "was altered or cut off"),
        (cut, "was altered or cut off"),
        (lengthen, "was altered or cut off"),
        (None, "cannot be read: No such file"),
    ],
)
def test_a_bad_release_is_not_activated(pointer, change, reason):
    good = pointer.resolve().stem
    bad = another(pointer, 1)
    path = release_file(pointer, bad)
    path.chmod(0o644)
    path.write_bytes(change(path.read_bytes())) if change else path.unlink()
    with pytest.raises(BadRelease, match=reason):
        activate(pointer, bad)
    assert pointer.resolve().stem == good


def test_what_is_no_release_is_not_taken_in(pointer, tmp_path):
    file = tmp_path / "file"
    file.write_bytes(b"no database" * 1000)
    with pytest.raises(BadRelease, match="no database of `parley build`"):
        take_in(file, pointer)
    with sqlite3.connect(file.with_name("old")) as connection:
        connection.execute("create table release (version, digest, date, counts, schema_version)")
        connection.execute("insert into release values ('v', 'd', '2031-01-01', '{}', '1')")
    connection.close()
    with pytest.raises(BadRelease, match=f"schema version 1, and this code has {SCHEMA_VERSION}.*parley build"):
        take_in(file.with_name("old"), pointer)


def test_a_thousand_corrupt_releases_are_refused(pointer):
    path, chance = pointer.resolve(), random.Random(6)
    content = path.read_bytes()
    path.chmod(0o644)
    for _ in range(1000):
        kind, position = chance.randrange(3), chance.randrange(len(content))
        damaged = (flip(content, position), content[:position], content[:position] + content[position + 1 :])[kind]
        path.write_bytes(damaged)
        with pytest.raises(BadRelease):
            check_release(path)
    path.write_bytes(content)
    assert check_release(path) == path.stem


def test_back_and_forth(pointer):
    first = pointer.resolve().stem
    second, third = another(pointer, 2), another(pointer, 3)
    with pytest.raises(BadRelease, match="No release was served before"):
        roll_back(pointer)
    activate(pointer, second)
    activate(pointer, third)
    assert served_releases(pointer) == [first, second, third]
    assert roll_back(pointer) == second == pointer.resolve().stem
    assert roll_back(pointer) == first == pointer.resolve().stem
    activate(pointer, third)
    assert served_releases(pointer) == [second, first, third]


def test_the_last_three_are_kept_and_those_never_served(pointer):
    waiting = another(pointer, 99)
    digests = [pointer.resolve().stem] + [another(pointer, number) for number in range(4)]
    (release_file(pointer, digests[0]).with_suffix(".downloads")).mkdir()
    for digest in digests[1:]:
        activate(pointer, digest)
    left = {path.name.partition(".")[0] for path in pointer.parent.glob("*.*")} - {"current"}
    assert left == {*digests[-3:], waiting}


def test_a_release_that_cannot_be_gone_back_to_is_not(pointer):
    second = another(pointer, 2)
    first = pointer.resolve()
    activate(pointer, second)
    first.chmod(0o644)
    first.write_bytes(flip(first.read_bytes()))
    with pytest.raises(BadRelease, match="altered"):
        roll_back(pointer)
    assert pointer.resolve().stem == second


def test_an_interrupted_activation_is_noticed(pointer):
    second = another(pointer, 2)
    pointer.unlink()
    pointer.symlink_to(f"{second}.db")
    assert served_releases(pointer)[-1] == second


def test_the_commands(world, tmp_path):
    settings = {"PARLEY_RECORDS": str(world), "PARLEY_DATABASE": str(tmp_path / "build" / "current")}
    pointer = tmp_path / "build" / "current"
    assert parley("build", **settings).returncode == 0
    first = pointer.resolve().stem
    path = world / "topics/ceasefire.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("name: ", "name: New ", 1), encoding="utf-8")
    done = parley("build", "--no-activate", **settings)
    second = done.stdout.split()[1].removesuffix(".db:")
    assert (pointer.resolve().stem, done.returncode) == (first, 0)
    assert f"leads to {second}.db" in parley("activate", second[:12], **settings).stdout
    assert parley("rollback", **settings).returncode == 0
    assert pointer.resolve().stem == first
    done = parley("activate", "zz", **settings)
    assert (done.returncode, "0 releases" in done.stderr) == (1, True)
    elsewhere = settings | {"PARLEY_DATABASE": str(tmp_path / "elsewhere" / "current")}
    assert parley("add", str(release_file(pointer, second)), **elsewhere).stdout.strip() == second
    assert parley("activate", f"{second}.db", **elsewhere).returncode == 0
    assert checked_app_topic(tmp_path / "elsewhere" / "current").startswith("New ")
    overwrite(pointer, flip)
    done = parley("add", str(release_file(pointer, first)), **elsewhere)
    assert (done.returncode, "altered" in done.stderr) == (1, True)
    assert not release_file(tmp_path / "elsewhere" / "current", first).exists()
    # A file that is not what its name says is refused, even if it is another good release: that one stays.
    misnamed = tmp_path / f"{'0' * 64}.db"
    misnamed.write_bytes(release_file(pointer, second).read_bytes())
    assert parley("add", str(misnamed), **elsewhere).returncode == 1
    assert checked_app_topic(tmp_path / "elsewhere" / "current").startswith("New ")


def checked_app_topic(pointer):
    return create_app(PARLEY_DATABASE=str(pointer)).test_client().get("/v1/topics/ceasefire").json["name"]
