"""Parallel work: what several processes make is what one makes, and none of them outlives who reads from it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from db.release.build import build_database
from tests.conftest import WORLD

pytestmark = pytest.mark.slow


def run(program, *arguments, **options):
    """Run a program in a process without threads, as a command is: a fork beside others would be a warning."""
    return subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)], capture_output=True, text=True, check=False, **options
    )


def test_several_processes_make_the_same_file(tmp_path):
    program = """if True:
        import sys
        from pathlib import Path
        from db.release import build, rows
        rows.RECORDS_AT_ONCE = 7
        made = build.build_release(Path(sys.argv[1]), Path(sys.argv[2]), processes=3)
        print(made["file_digest"])
    """
    done = run(program, WORLD, tmp_path / "several" / "current")
    alone = build_database(WORLD, tmp_path / "one" / "current")
    assert done.stderr == ""
    assert done.stdout.strip() == alone["file_digest"]


def test_an_error_is_raised_where_the_values_are_read():
    program = """if True:
        from db.release.parallel import in_own_process
        def fail():
            yield 1
            raise LookupError("no such thing")
        values = in_own_process(fail)
        print(next(values))
        try:
            next(values)
        except LookupError as error:
            print(error)
        print(list(in_own_process(lambda: range(3))))
    """
    done = run(program)
    assert (done.stdout, done.stderr) == ("1\nno such thing\n[0, 1, 2]\n", "")


def test_one_that_is_killed_is_an_error():
    program = """if True:
        import os, signal
        from db.release.parallel import in_own_process
        def kill():
            yield 1
            os.kill(os.getpid(), signal.SIGKILL)
        try:
            print(list(in_own_process(kill)))
        except ChildProcessError as error:
            print(error)
    """
    done = run(program)
    assert (done.stdout, done.stderr) == ("A process that the build started was ended from outside.\n", "")


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT])
def test_none_outlives_its_reader(end):
    """Two write without end, the second one having inherited what the first one's reader reads from."""
    program = """if True:
        import os, itertools
        from db.release.parallel import in_own_process
        def write():
            yield os.getpid()
            yield from itertools.repeat(b"x" * 100_000)
        streams = [in_own_process(write) for _ in range(2)]
        print(*map(next, streams), flush=True)
        while True:
            for stream in streams:
                next(stream)
    """
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as reader:
        writers = [int(pid) for pid in reader.stdout.readline().split()]
        assert len(writers) == 2
        reader.send_signal(end)
        reader.wait(timeout=30)
    until = time.monotonic() + 30
    while any(map(is_running, writers)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(is_running, writers))


def is_running(pid):
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False
