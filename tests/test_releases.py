"""Releases: named by their digest, activated and taken back in one step, followed without a restart, refused if bad."""

import hashlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from http.client import HTTPConnection

import pytest

from api import create_app
from db import releases
from db.build import build_database
from db.connection import STEPS, NotBuilt, Reader, TooSlow
from db.follower import Follower
from db.release import SCHEMA_VERSION
from db.releases import BadRelease, activate, check_release, release_file, roll_back, served_releases, take_in
from tests.conftest import BASE, WORLD, checked_app
from tests.servers import gunicorn
from tests.test_cli import parley

LONG = int(os.environ.get("PARLEY_LONG", "1"))
ROOT = WORLD.parent.parent


@pytest.fixture
def pointer(tmp_path, database):
    """Return a pointer beside which a copy of the made-up world's release lies."""
    return copy_of(database, tmp_path / "build" / "current")


def copy_of(database, pointer):
    pointer.parent.mkdir()
    file = pointer.with_name("file")
    file.write_bytes(database.read_bytes())
    activate(pointer, take_in(file, pointer))
    return pointer


def another(pointer, number):
    """Take in a further release that differs by one row nobody asks for, and return its digest."""
    file = pointer.with_name("file")
    file.write_bytes(pointer.read_bytes())
    with sqlite3.connect(file) as connection:
        connection.execute("insert into word values (?)", [f"zzz{number}"])
    connection.close()
    return take_in(file, pointer)


def overwrite(pointer, change):
    """Change the file that a pointer leads to, although nobody may."""
    path = pointer.resolve()
    path.chmod(0o644)
    path.write_bytes(change(path.read_bytes()))


def flip(content, position=5000):
    return content[:position] + bytes([content[position] ^ 1]) + content[position + 1 :]


def empty(content):
    return content[:0]


def cut(content):
    return content[:-1]


def lengthen(content):
    return content + b"\0"


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
    with pytest.raises(BadRelease, match=f"has schema version 1; this program reads {SCHEMA_VERSION}"):
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


def checked_app_topic(pointer):
    return create_app(PARLEY_DATABASE=str(pointer)).test_client().get("/v1/topics/ceasefire").json["name"]


@pytest.fixture
def following(pointer, specification):
    return checked_app(pointer, specification).test_client()


def test_a_new_release_is_followed_without_a_restart(pointer, following):
    first, second = pointer.resolve().stem, another(pointer, 2)
    for digest in (first, second, first):
        activate(pointer, digest)
        assert following.get("/v1/events").headers["Parley-Release-Digest"] == digest
        assert following.get("/readyz").json["digest"] == digest


@pytest.mark.parametrize("change", [empty, flip, cut])
def test_a_bad_new_release_leaves_the_old_one_served(pointer, following, change):
    first, second = pointer.resolve().stem, another(pointer, 2)
    assert following.get("/v1/events").status_code == 200
    path = release_file(pointer, second)
    path.chmod(0o644)
    path.write_bytes(change(path.read_bytes()))
    pointer.unlink()
    pointer.symlink_to(path.name)
    for _ in range(3):
        assert following.get("/v1/events").headers["Parley-Release-Digest"] == first
    ready = following.get("/readyz")
    assert (ready.status_code, ready.json["digest"], ready.json["status"]) == (200, first, "refused")
    assert second in ready.json["refused"]


def test_a_pointer_that_goes_leaves_the_old_one_served(pointer, following):
    first = pointer.resolve().stem
    assert following.get("/v1/events").status_code == 200
    pointer.unlink()
    assert following.get("/v1/events").headers["Parley-Release-Digest"] == first
    assert following.get("/readyz").json["refused"] == "current is missing."
    pointer.symlink_to(f"{first}.db")
    assert "refused" not in following.get("/readyz").json


@pytest.mark.parametrize("change", [empty, flip, None])
def test_a_served_release_that_goes_bad_is_no_longer_served(pointer, following, change):
    assert following.get("/v1/events").status_code == 200
    overwrite(pointer, change) if change else pointer.resolve().unlink()
    reply = following.get("/v1/events")
    assert (reply.status_code, reply.headers["Retry-After"]) == (503, "5")
    assert following.get("/livez").status_code == 200
    ready = following.get("/readyz")
    assert ready.status_code == 503
    assert ready.json["detail"].startswith("No release can be served: ")


def test_a_server_that_begins_with_a_bad_release_serves_nothing(pointer, specification):
    overwrite(pointer, flip)
    client = checked_app(pointer, specification).test_client()
    assert client.get("/v1/events").status_code == 503
    assert "altered or cut off" in client.get("/readyz").json["detail"]


def test_only_files_named_by_their_digest_are_opened(pointer, specification):
    plain = pointer.with_name("parley.db")
    plain.write_bytes(pointer.read_bytes())
    client = checked_app(plain, specification).test_client()
    assert client.get("/v1/events").status_code == 503
    assert "not named by its digest" in client.get("/readyz").json["detail"]


@pytest.mark.parametrize("room", ["0", "1000000"])
def test_a_proxy_may_name_the_release(pointer, room):
    client = create_app(PARLEY_DATABASE=str(pointer), PARLEY_CACHE_BYTES=room).test_client()
    first, second = pointer.resolve().stem, another(pointer, 2)
    for digest in (first, second, first):
        reply = client.get("/v1/events", headers={"Parley-Release-Digest": digest})
        assert (reply.status_code, reply.headers["Parley-Release-Digest"]) == (200, digest)
    assert client.get("/v1/events").headers["Parley-Release-Digest"] == first
    lacking = client.get("/v1/events", headers={"Parley-Release-Digest": "0" * 64})
    assert (lacking.status_code, lacking.headers["Retry-After"]) == (503, "5")
    for wrong in ("", "1234", "../current", "A" * 64, f"{first}\x00"):
        assert client.get("/v1/events", headers={"Parley-Release-Digest": wrong}).status_code == 400


def test_checks_are_not_repeated(pointer, monkeypatch):
    first, second = pointer.resolve().stem, another(pointer, 2)
    read = list[str]()

    def noting(path):
        read.append(path.stem)
        return check_release(path)

    monkeypatch.setattr("db.follower.check_release", noting)
    follower = Follower(pointer)
    for digest in (first, second) * 20:
        releases._point(pointer, [digest])
        assert follower.current().digest == digest
    assert sorted(read) == sorted([first, second])


def test_four_hundred_swaps_under_load(world, tmp_path):
    """Readers must see whole replies, each of one release: what the body says is what the header says."""
    pointer = tmp_path / "current"
    digests = [build_database(world, pointer)["file_digest"]]
    path = world / "topics/ceasefire.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("name: ", "name: New ", 1), encoding="utf-8")
    digests.append(build_database(world, pointer)["file_digest"])
    app = create_app(PARLEY_DATABASE=str(pointer), PARLEY_PUBLIC_URL=BASE)
    versions = {
        digest: app.test_client().get("/v1/topics", headers={"Parley-Release-Digest": digest}).json["meta"]["release"]
        for digest in digests
    }
    assert len(set(versions.values())) == 2
    ended, failed, seen = threading.Event(), list[str](), list[str]()

    def read(number):
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        while not ended.is_set():
            number += 1
            # Every request has another address, so that not all of them are answered from the cache.
            connection.request("GET", f"/v1/topics?limit={number % 100 + 1}")
            reply = connection.getresponse()
            body, digest = reply.read(), reply.getheader("Parley-Release-Digest")
            if reply.status != 200 or json.loads(body)["meta"]["release"] != versions[digest]:
                failed.append(f"{reply.status} {digest}")
            seen.append(digest)
        connection.close()

    with gunicorn(pointer, tmp_path, PARLEY_ACCESS_LOG="off") as server:
        port = server.port
        readers = [threading.Thread(target=read, args=(number * 7,)) for number in range(4)]
        for reader in readers:
            reader.start()
        for number in range(400):
            releases._point(pointer, [digests[number % 2]])
            time.sleep(0.005)
        ended.set()
        for reader in readers:
            reader.join()
    assert failed == []
    assert set(seen) == set(digests)
    assert len(seen) > 1000


def test_builds_killed_at_many_moments(world, tmp_path):
    """The old release stays as it was whenever a build is killed, and the next build removes what was left."""
    pointer = tmp_path / "build" / "current"
    first = build_database(world, pointer)["file_digest"]
    path = world / "topics/ceasefire.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("name: ", "name: New ", 1), encoding="utf-8")
    call = f"b.build_database(p.Path({str(world)!r}), p.Path({str(pointer)!r}))"
    program = f"import pathlib as p; import db.build as b; {call}"
    began = time.monotonic()
    subprocess.run([sys.executable, "-c", program.replace(str(pointer), str(tmp_path / "x"))], cwd=ROOT, check=True)
    took, chance = time.monotonic() - began, random.Random(6)
    for _ in range(5 * min(LONG, 10)):
        process = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT)
        time.sleep(chance.uniform(took * 0.4, took))
        process.send_signal(signal.SIGKILL)
        process.wait()
        now = served_releases(pointer)[-1]
        assert check_release(release_file(pointer, now)) == now == pointer.resolve().stem
        if now != first:
            activate(pointer, first)
    build_database(world, pointer)
    assert list(pointer.parent.glob(".*")) == []


@pytest.mark.parametrize("room", [1, 20_000, 90_000, 300_000])
def test_a_full_disk_leaves_the_old_release(world, tmp_path, room):
    pointer = tmp_path / "build" / "current"
    first = build_database(world, pointer)["file_digest"]
    path = world / "topics/ceasefire.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("name: ", "name: New ", 1), encoding="utf-8")
    program = (
        "import resource as r, signal as s, pathlib as p; import db.build as b; s.signal(s.SIGXFSZ, s.SIG_IGN);"
        f"r.setrlimit(r.RLIMIT_FSIZE, ({room}, {room}));"
        f"b.build_database(p.Path({str(world)!r}), p.Path({str(pointer)!r}))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode != 0
    assert pointer.resolve().stem == first
    assert check_release(pointer.resolve()) == first
    assert list(pointer.parent.glob(".*")) == []


COUNTING = (
    "with recursive one(n) as (select 1 union all select n + 1 from one where n < 10000000) select count(*) from one"
)


def test_a_statement_that_takes_too_long_is_stopped(database):
    reader = Reader(database.resolve())
    reader.allow(0.05)
    began = time.monotonic()
    with pytest.raises(TooSlow):
        reader.query(COUNTING, {})
    assert time.monotonic() - began < 1
    reader.allow(5)
    assert reader.query("select 1", {}) == [(1,)]


def test_a_request_that_takes_too_long_is_an_honest_503(pointer, monkeypatch, specification):
    monkeypatch.setattr("db.connection.STEPS", 1)
    client = checked_app(pointer, specification, PARLEY_QUERY_SECONDS="0.0000001").test_client()
    reply = client.get("/v1/search?q=bodies")
    assert (reply.status_code, reply.headers["Retry-After"]) == (503, "5")
    assert reply.json["type"].endswith("/errors/too-slow")
    assert client.get("/errors/too-slow").status_code == 200
    assert STEPS > 1


def test_a_file_that_is_damaged_behind_our_back_is_no_500(pointer):
    reader = Reader(pointer.resolve())
    path = pointer.resolve()
    size = path.stat().st_size
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:4096] + b"\xff" * (size - 4096))
    with pytest.raises(NotBuilt):
        reader.query("select count(full) from record", {})
