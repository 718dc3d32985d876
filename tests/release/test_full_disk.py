"""A full disk, and commands that are killed at any step: what is served stays, and the next command succeeds."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from db.query.release_file import check_release
from db.query.root import ROOT
from db.release.store import activate, roll_back, served_releases
from tests.cli.test_cli import parley
from tests.conftest import LONG
from tests.damage import another
from tests.servers import gunicorn

pytestmark = pytest.mark.slow

MAY_MOUNT = os.getuid() == 0 and subprocess.run(["unshare", "--mount", "true"], check=False).returncode == 0
NEEDS_MOUNT = pytest.mark.skipif(not MAY_MOUNT, reason="needs root, and a kernel that lets it mount")


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[None]:
    """Let a folder be a disk of its own, of so many bytes."""
    folder.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(folder: Path) -> Path:
    """Write until nothing more can be written, and return the file."""
    file = folder / f"full-{len(list(folder.iterdir()))}"
    with file.open("wb", buffering=0) as out:
        for size in (1 << 16, 1 << 10, 1):
            try:
                while out.write(b"\0" * size):
                    pass
            except OSError:
                pass
    return file


@NEEDS_MOUNT
def test_a_full_disk_is_said_and_what_is_served_stays(world, tmp_path):
    """The server goes on, its log on that disk too; a build says why it failed, and succeeds when there is room."""
    disk = tmp_path / "disk"
    with small_disk(disk, 40_000_000):
        pointer, logs = disk / "build" / "current", disk / "logs"
        logs.mkdir()
        settings = {"PARLEY_RECORDS": str(world), "PARLEY_DATABASE": str(pointer)}
        assert parley("build", **settings).returncode == 0
        first = pointer.resolve()
        path = world / "topics/ceasefire.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace("name: ", "name: New ", 1), encoding="utf-8")
        with gunicorn(pointer, logs, PARLEY_ACCESS_LOG="on", PARLEY_CACHE_BYTES="0") as server:
            full = fill(disk)
            for address in ("/v1/events", "/v1/topics/ceasefire", "/readyz", "/v1/downloads", "/v1/events/nothing"):
                assert server.get(address)[0] == (404 if address.endswith("nothing") else 200)
            # Caches, the release, its manifest, its downloads: one after the other finds no room.
            for free in (0, 30_000, 900_000):
                os.truncate(full, full.stat().st_size - free)
                done = parley("build", **settings)
                assert (done.returncode, done.stderr[:23]) == (1, "Error: There is no room")
                assert pointer.resolve() == first
                assert check_release(first) == first.stem
                fill(disk)
            for file in disk.glob("full*"):
                file.unlink()
            assert parley("build", **settings).returncode == 0
            second = pointer.resolve()
            assert check_release(second) == second.stem != first.stem
            assert list(pointer.parent.glob(".*.tmp*")) == []
            assert server.get("/v1/events")[1]["parley-release-digest"] == second.stem


KILLED = """
import os, random, signal, sys
from pathlib import Path
import db.release.store as store

pointer, digests, number = Path(sys.argv[1]), sys.argv[2].split(","), int(sys.argv[3])
chance = random.Random(number)
calls = [0]

def dies(original):
    def call(*arguments, **named):
        calls[0] += 1
        if calls[0] > step:
            os.kill(os.getpid(), signal.SIGKILL)
        return original(*arguments, **named)
    return call

killed = 0
for turn in range(number):
    step, digest = chance.randrange(12), digests[turn % len(digests)]
    if not (child := os.fork()):
        # Every call of the system that changes something is a moment at which one may be killed.
        for name in ("replace", "symlink_to", "unlink", "write_text"):
            setattr(Path, name, dies(getattr(Path, name)))
        os.fsync = dies(os.fsync)
        store.roll_back(pointer) if turn % 5 == 4 else store.activate(pointer, digest)
        os._exit(0)
    killed += os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    store.check_release(pointer.resolve())
    served = store.served_releases(pointer)
    assert served[-1] == pointer.resolve().stem
    assert sorted(served) == sorted(digests), "None is forgotten, and none counted twice."
print(killed)
"""


def test_commands_that_are_killed_leave_a_pointer_to_a_whole_release(pointer):
    """SIGKILL before one of the calls by which `activate` and `rollback` change something; the lock goes with them."""
    number = 40 * min(LONG, 5)
    digests = [pointer.resolve().stem, another(pointer, 2), another(pointer, 3)]
    for digest in digests:
        activate(pointer, digest)
    command = [sys.executable, "-c", KILLED, str(pointer), ",".join(digests), str(number)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > number // 2
    before = served_releases(pointer)
    assert roll_back(pointer) == before[-2]
    assert list(pointer.parent.glob(".*.tmp*")) == []
