"""Following: a server answers from the release that the pointer leads to or a proxy names, and from no bad one."""

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from http.client import HTTPConnection

import pytest

from api import create_app
from api.formats.exports import export_release
from db.query.connection import ReleaseUnavailable
from db.query.follower import Check, Follower, file_identity
from db.query.release_file import BadRelease, check_release, release_file
from db.query.root import ROOT
from db.release import store as releases
from db.release.build import build_database
from db.release.store import activate
from tests.checked_client import BASE, checked_app
from tests.damage import another, cut, empty, flip, overwrite
from tests.servers import gunicorn

pytestmark = pytest.mark.slow


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


def test_only_a_regular_file_has_an_identity(tmp_path):
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "file").touch()
    assert file_identity(tmp_path / "file")[2] == 0
    for name in ("folder", "fifo", "nothing"):
        with pytest.raises(ReleaseUnavailable, match=name):
            file_identity(tmp_path / name)


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


def folder(path):
    path.mkdir()


def dangling(path):
    path.symlink_to("nothing")


def circle(path):
    path.symlink_to(path.name)


def device(path):
    path.symlink_to("/dev/zero")


ODD_FILES = [folder, os.mkfifo, dangling, circle, device]


@pytest.mark.parametrize("put", ODD_FILES)
@pytest.mark.parametrize("begins", [True, False])
def test_only_regular_files_are_opened(pointer, specification, following, put, begins):
    """Whatever else has the name of a release is refused at once, whether it is served, new, or the first."""
    if not begins:
        assert following.get("/v1/events").status_code == 200
    path = pointer.resolve()
    path.unlink()
    put(path)
    if begins:
        following = checked_app(pointer, specification).test_client()
    for _ in range(2):
        assert following.get("/v1/events").status_code == 503
        assert following.get("/readyz").status_code == 503
    assert following.get("/livez").status_code == 200
    assert following.get("/v1/events", headers={"Parley-Release-Digest": path.stem}).status_code == 503


@pytest.mark.parametrize("put", ODD_FILES)
def test_an_odd_file_that_the_pointer_leads_to_leaves_the_old_release(pointer, following, put):
    first, odd = pointer.resolve().stem, release_file(pointer, "0" * 64)
    assert following.get("/v1/events").status_code == 200
    put(odd)
    pointer.unlink()
    pointer.symlink_to(odd.name)
    assert following.get("/v1/events").headers["Parley-Release-Digest"] == first
    ready = following.get("/readyz").json
    assert (ready["status"], ready["digest"]) == ("refused", first)
    with pytest.raises(BadRelease, match=r"cannot be read|is missing"):
        activate(pointer, odd.stem)


@pytest.mark.parametrize("put", [folder, os.mkfifo])
def test_downloads_that_are_no_files_hold_up_nobody(pointer, following, put):
    exports = export_release(pointer.resolve(), BASE)
    for name, addresses in (("parley.ndjson", ["/v1/downloads/parley.ndjson"]), ("manifest.json", ["/v1/downloads"])):
        (exports / name).unlink()
        put(exports / name)
        assert [following.get(address).status_code for address in addresses] == [503]


SLOW_DISK = """
import gevent.monkey, sys, time
really_sleep = time.sleep
import db.query.follower as following
gevent.monkey.patch_all()
import gevent
from pathlib import Path

def check(path):
    really_sleep(0.5)
    return path.stem

following.check_release = check
ticks = 0

def tick():
    global ticks
    while True:
        ticks += 1
        gevent.sleep(0.01)

gevent.spawn(tick)
follower = following.Follower(Path(sys.argv[1]))
assert follower.current().digest == Path(sys.argv[1]).resolve().stem
print(ticks)
"""


def test_a_slow_disk_holds_up_the_check_and_nobody_else(pointer):
    command = [sys.executable, "-c", SLOW_DISK, str(pointer)]
    assert int(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout) > 5


UNREADABLE = ("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all")
"""Starts a program that may not read what the mode of a file forbids, even as root."""


@pytest.mark.skipif(os.getuid() == 0 and not shutil.which("setpriv"), reason="root reads every file")
def test_a_file_that_may_no_longer_be_read_has_one_answer(pointer, tmp_path):
    prefix = UNREADABLE if os.getuid() == 0 else ()
    with gunicorn(pointer, tmp_path, prefix=prefix, PARLEY_ACCESS_LOG="off") as server:
        paths = [f"/v1/events?limit={number}" for number in range(1, 21)] + ["/readyz"] * 5
        assert {server.get(path)[0] for path in paths} == {200}
        pointer.resolve().chmod(0)
        assert {server.get(path)[0] for path in paths} == {503}
        pointer.resolve().chmod(0o444)
        assert {server.get(path)[0] for path in paths} == {200}


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


@pytest.mark.parametrize("max_bytes", ["0", "1000000"])
def test_a_proxy_may_name_the_release(pointer, max_bytes):
    client = create_app(PARLEY_DATABASE=str(pointer), PARLEY_CACHE_BYTES=max_bytes).test_client()
    first, second = pointer.resolve().stem, another(pointer, 2)
    for digest in (first, second, first):
        reply = client.get("/v1/events", headers={"Parley-Release-Digest": digest})
        assert (reply.status_code, reply.headers["Parley-Release-Digest"]) == (200, digest)
    assert client.get("/v1/events").headers["Parley-Release-Digest"] == first
    lacking = client.get("/v1/events", headers={"Parley-Release-Digest": "0" * 64})
    assert (lacking.status_code, lacking.headers["Retry-After"]) == (503, "5")
    for wrong in ("", "1234", "../current", "A" * 64, f"{first}\x00"):
        assert client.get("/v1/events", headers={"Parley-Release-Digest": wrong}).status_code == 400


def test_a_request_costs_one_look_at_the_pointer(pointer, monkeypatch):
    """While nothing changes, no link is followed and no file looked at again, whether a proxy names it or not."""
    follower = Follower(pointer)
    served = follower.current()
    looks = list[str]()

    def look(path):
        looks.append(path.name)
        return file_identity(path)

    monkeypatch.setattr("db.query.follower.file_identity", look)
    monkeypatch.setattr(Follower, "_target", lambda _: pytest.fail("The pointer was followed again."))
    monkeypatch.setattr(Follower, "_check", lambda *_: pytest.fail("The release was checked again."))
    assert [follower.current(), follower.current()] == [served, served]
    assert looks == [pointer.name, pointer.name]
    assert follower.pinned(served.digest) is served
    assert len(looks) == 2


def test_a_release_is_served_since_it_was_built_or_since_the_pointer_was_moved_to_it(pointer):
    """Who has its text from before the way back is told that it changed, though its file is as old as ever."""
    first, second = pointer.resolve().stem, another(pointer, 2)
    built = {digest: release_file(pointer, digest).stat().st_mtime_ns for digest in (first, second)}
    follower = Follower(pointer)
    for digest in (first, second, first):
        time.sleep(0.01)
        activate(pointer, digest)
        served = follower.current()
        assert (served.digest, served.since) == (digest, os.lstat(pointer).st_mtime_ns)
        assert served.since > max(built.values())
    # What a proxy names was never moved to, as far as this node knows.
    assert (follower.pinned(second).digest, follower.pinned(second).since) == (second, built[second])
    # The pointer may be moved on while the file that it led to is read.
    activate(pointer, second)
    path = release_file(pointer, first)
    assert follower._follow(path, file_identity(path)).since == built[first]


def test_checks_are_not_repeated(pointer, monkeypatch):
    first, second = pointer.resolve().stem, another(pointer, 2)
    read = list[str]()

    def noting(path):
        read.append(path.stem)
        return check_release(path)

    monkeypatch.setattr("db.query.follower.check_release", noting)
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
        number = 0
        while (number < 400 or len(seen) <= 1000) and all(reader.is_alive() for reader in readers):
            releases._point(pointer, [digests[number % 2]])
            number += 1
            time.sleep(0.005)
        ended.set()
        for reader in readers:
            reader.join()
    assert failed == []
    assert set(seen) == set(digests)
    assert len(seen) > 1000, "A reader ended before its time."


def test_who_asks_while_a_new_release_is_read_is_answered_from_the_old_one(pointer, monkeypatch):
    first, second = pointer.resolve().stem, another(pointer, 2)
    follower = Follower(pointer)
    assert follower.current().digest == first
    may_end = threading.Event()

    def read_slowly(path):
        assert may_end.wait(20)
        return check_release(path)

    monkeypatch.setattr("db.query.follower.check_release", read_slowly)
    monkeypatch.setattr("db.query.follower.SWITCH_TIMEOUT", 0.02)
    activate(pointer, second)
    assert [follower.current().digest for _ in range(3)] == [first] * 3
    assert follower.refused is None
    may_end.set()
    [check] = [check for (path, _), check in follower._checks.items() if path.stem == second]
    assert check.wait(20)
    assert follower.current().digest == second


@pytest.mark.parametrize("put", [None, dangling, circle])
def test_a_pointer_that_goes_while_its_release_is_read_moved_to_nothing(pointer, put):
    path, follower = pointer.resolve(), Follower(pointer)
    pointer.unlink()
    if put:
        put(pointer)
    assert follower._follow(path, file_identity(path)).since == path.stat().st_mtime_ns


def test_two_who_ask_at_once_have_a_file_read_once(pointer, monkeypatch):
    class Late(dict):
        """What another thread puts in between the look and the entry is not seen by the look."""

        def get(self, *_):
            return None

    begun = list[Check]()

    def begin(check):
        begun.append(check)

    monkeypatch.setattr(Check, "start", begin)
    follower = Follower(pointer)
    follower._checks = Late()
    path = pointer.resolve()
    checks = [follower._check(path, file_identity(path)) for _ in range(2)]
    assert checks[0] is checks[1]
    assert begun == checks[:1]


def test_the_checks_of_files_that_are_gone_are_forgotten(pointer):
    first, second = pointer.resolve(), release_file(pointer, another(pointer, 2))
    follower = Follower(pointer)
    for path in (first, second):
        follower.pinned(path.stem)
    assert [path for path, _ in follower._checks] == [first, second]
    third = another(pointer, 3)
    first.unlink()
    follower.pinned(third)
    assert [path for path, _ in follower._checks] == [second, release_file(pointer, third)]
