"""Releases: named by their digest, activated and taken back in one step, refused if bad."""

import hashlib
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from contextlib import suppress

import pytest

from api import create_app
from db.query.release_file import BadRelease, check_release, release_file
from db.query.root import ROOT
from db.query.schema_version import SCHEMA_VERSION
from db.release.store import activate, forget_superseded, roll_back, served_releases, take_in
from tests.cli.test_cli import parley
from tests.conftest import LONG
from tests.damage import another, cut, empty, flip, lengthen, overwrite

pytestmark = pytest.mark.slow


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


@pytest.mark.parametrize("name", ["parley.db", "{}", "{}.sqlite", "{}.db.db"])
def test_a_release_that_is_not_named_by_its_digest_is_none(pointer, name):
    path = pointer.with_name(name.format(pointer.resolve().stem))
    path.write_bytes(pointer.read_bytes())
    with pytest.raises(BadRelease, match=rf"^{path.name} is not named by its digest; `parley add` takes a file in\."):
        check_release(path)


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


def killed_process():
    """Return the id of a process that is no more."""
    return subprocess.run(["/bin/sh", "-c", "echo $$"], capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.parametrize("command", ["add", "activate", "rollback", "build --no-activate"])
def test_whatever_starts_next_removes_what_a_killed_one_left(pointer, world, command):
    """On a node that does not build too; what a living process writes stays."""
    second = another(pointer, 2)
    activate(pointer, second)
    dead, alive, own = killed_process(), str(os.getppid()), pointer.parent
    left = [own / f".current.{dead}.tmp", own / f".current.{dead}.tmp.scattered", own / f".x.downloads.{dead}.tmp"]
    kept = own / f".current.{alive}.tmp"
    for path in [*left[:2], kept]:
        path.write_bytes(b"half a release")
    left[2].mkdir()
    (left[2] / "parley.ndjson").write_bytes(b"half")
    (own / f".current.history.{dead}.tmp").symlink_to("nothing")
    arguments = {"add": [str(release_file(pointer, second))], "activate": [second]}.get(command, [])
    done = parley(*command.split(), *arguments, PARLEY_DATABASE=str(pointer), PARLEY_RECORDS=str(world))
    assert done.returncode == 0, done.stderr
    assert [path.name for path in own.glob(".*.tmp*")] == [kept.name]


def test_what_cannot_be_read_is_not_taken_in(pointer, tmp_path):
    os.mkfifo(tmp_path / "fifo")
    done = parley("add", str(tmp_path / "fifo"), PARLEY_DATABASE=str(pointer))
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "could not be taken in" in done.stderr
    for name, content, said in (
        ("words", b"root:x:0:0\n", "is no database of `parley build`"),
        ("none", b"", "is empty"),
    ):
        (tmp_path / name).write_bytes(content)
        done = parley("add", str(tmp_path / name), PARLEY_DATABASE=str(pointer))
        assert done.returncode == 1
        assert done.stderr.startswith(f"Error: {tmp_path / name} {said}"), "It names the file, and not its copy."


def test_the_pointer_killed_between_its_two_steps(pointer):
    """The pointer moves first and the note of it follows; whoever is killed between them leaves both in step enough."""
    digests = [pointer.resolve().stem, another(pointer, 2), another(pointer, 3)]
    for digest in digests[1:]:
        activate(pointer, digest)
    chance = random.Random(7)
    for number in range(20 * min(LONG, 10)):
        digest, step = digests[number % 3], chance.randrange(4)
        before, reached = pointer.resolve().stem, list[str]()

        class Killed(BaseException):
            """The process was killed."""

        def dies(*_, step=step, reached=reached, **__):
            reached.append("one")
            if len(reached) > step:
                raise Killed

        with pytest.MonkeyPatch.context() as patch, suppress(Killed):
            patch.setattr("db.release.store.flush", dies)
            activate(pointer, digest)
        assert pointer.resolve().stem in (before, digest)
        assert check_release(pointer.resolve()) == pointer.resolve().stem
        served = served_releases(pointer)
        assert served[-1] == pointer.resolve().stem
        assert sorted(served) == sorted(digests), "None is forgotten, and none counted twice."
    assert roll_back(pointer) == served[-2]


def test_two_builds_at_once(world, tmp_path):
    """Each is whole, the pointer leads to one of them, and nothing is left lying about."""
    pointer, other = tmp_path / "build" / "current", tmp_path / "other"
    shutil.copytree(world, other)
    path = other / "topics/ceasefire.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("name: ", "name: New ", 1), encoding="utf-8")
    program = "from api.cli.main import main; main()"
    builds = [
        subprocess.Popen(
            [sys.executable, "-c", program, "build"],
            cwd=ROOT,
            env=os.environ | {"PARLEY_RECORDS": str(records), "PARLEY_DATABASE": str(pointer)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for records in (world, other, world)
    ]
    outcomes = [build.communicate(timeout=300) for build in builds]
    assert [build.returncode for build in builds] == [0, 0, 0], outcomes
    digests = {check_release(path) for path in pointer.parent.glob("*.db")}
    assert len(digests) == 2
    assert pointer.resolve().stem in digests
    assert set(served_releases(pointer)) == digests
    for digest in digests:
        assert (release_file(pointer, digest).with_suffix(".downloads") / "manifest.json").exists()
    assert list(pointer.parent.glob(".*.tmp*")) == []


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
    # It was built from a commit that nobody knows, for its manifest did not come with it.
    alone = tmp_path / "alone" / f"{second}.db"
    alone.parent.mkdir()
    shutil.copyfile(release_file(pointer, second), alone)
    third = settings | {"PARLEY_DATABASE": str(tmp_path / "third" / "current")}
    assert parley("add", str(alone), **third).stdout.strip() == second
    manifest = json.loads((tmp_path / "third" / f"{second}.json").read_bytes())
    assert (manifest["source_commit"], manifest["digest"]) == (None, second)
    overwrite(pointer, flip)
    done = parley("activate", first, **settings)
    assert done.returncode == 1
    assert done.stderr.endswith(f"it was altered or cut off. {pointer} is as it was.\n")
    done = parley("rollback", **elsewhere)
    assert done.returncode == 1
    message = f"No release was served before this one. {elsewhere['PARLEY_DATABASE']} is as it was."
    assert done.stderr == f"Error: {message}\n"
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


def test_the_history_names_three_though_a_file_of_a_release_stays(pointer):
    digests = [pointer.resolve().stem] + [another(pointer, number) for number in range(3)]
    described = release_file(pointer, digests[0]).with_suffix(".json")
    described.write_text(json.dumps(json.loads(described.read_bytes()) | {"release": 1}), encoding="utf-8")
    for digest in digests[1:]:
        activate(pointer, digest)
    assert release_file(pointer, digests[0]).exists()
    assert served_releases(pointer) == digests[1:]


def test_what_is_served_now_stays_where_all_else_is_forgotten(pointer):
    """The newest that was served, and not the first, although nothing tells of either as a release."""
    first, second = pointer.resolve().stem, another(pointer, 2)
    activate(pointer, second)
    assert forget_superseded(pointer) == [first]
    assert (served_releases(pointer), pointer.resolve().exists()) == ([second], True)


def test_where_nothing_is_served_nothing_is_forgotten(pointer):
    path = pointer.resolve()
    pointer.unlink()
    pointer.with_name("current.history").unlink()
    with pytest.raises(BadRelease, match="current leads to no release, and only what is served says"):
        forget_superseded(pointer)
    assert path.exists()
