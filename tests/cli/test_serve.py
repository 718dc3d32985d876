"""`make` and `parley serve` as somebody new meets them: what they say, in which order, and how they end."""

import errno
import os
import pty
import re
import select
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from api.cli import inputs
from api.cli.inputs import active_inputs, inputs_digest, note_inputs
from api.cli.port import MAX_TRIES, PortUnavailable, check_port, try_port
from api.cli.serve import _say_address
from db.query.root import ROOT
from tests.conftest import WORLD
from tests.hostile.tiers import free_port

pytestmark = pytest.mark.slow

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
PROGRAM = "import sys; from api.cli.main import main; sys.argv[0] = 'parley'; main()"
TIMEOUT = 60.0
OUTSIDE = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS", "PYTHON"))}
"""The environment without what `make test` leaves in it for a make inside make."""


class Terminal:
    """A command at a terminal of its own, in which Ctrl-C can be pressed."""

    def __init__(self, *command: str | Path, **environment: str) -> None:
        self.said = ""
        self.process, self.screen = pty.fork()
        if not self.process:
            os.chdir(ROOT)
            os.execvpe(command[0], [str(word) for word in command], os.environ | environment)

    def read_until(self, words: str) -> str:
        """Return all that was said, once it has the words in it, or the command has ended."""
        until = time.monotonic() + TIMEOUT
        while words not in self.said and time.monotonic() < until:
            if select.select([self.screen], [], [], 0.1)[0]:
                try:
                    self.said += os.read(self.screen, 65536).decode().replace("\r\n", "\n")
                except OSError:
                    break
        return self.said

    def interrupt(self) -> int:
        """Press Ctrl-C and return the status with which the command ends."""
        os.write(self.screen, b"\x03")
        self.read_until("\0")
        status = os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])
        os.close(self.screen)
        return status


@pytest.fixture
def settings(tmp_path):
    port = str(free_port())
    folder = {"PARLEY_RECORDS": str(WORLD), "PARLEY_DATABASE": str(tmp_path / "build" / "current")}
    return folder | {"PORT": port, "WEB_CONCURRENCY": "1", "PARLEY_ACCESS_LOG": "", "PARLEY_PUBLIC_URL": ""}


def status_of(port: str, path: str) -> bytes:
    with socket.create_connection(("127.0.0.1", int(port)), timeout=20) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        return connection.makefile("rb").read().split(b" ", 2)[1]


def test_at_a_terminal_the_address_comes_last_and_ctrl_c_ends_it(settings):
    terminal = Terminal(sys.executable, "-c", PROGRAM, "serve", **settings)
    address = f"open http://localhost:{settings['PORT']}/\n"
    said = terminal.read_until(address)
    assert status_of(settings["PORT"], "/v1/events") == b"200"
    assert terminal.interrupt() == 0
    assert said.startswith("Building the record from ")
    assert re.search(r"\nBuilt \w+\.db: .*\n.*\nStarting the server; Ctrl-C ends it\.\n", said)
    # Nothing came after the address: no line for each request, no traceback for Ctrl-C.
    assert terminal.said.replace("^C", "").rstrip() == said.rstrip()
    assert said.endswith(address)


def test_what_did_not_change_is_not_built_again(settings, world):
    settings |= {"PARLEY_RECORDS": str(world)}
    pointer = Path(settings["PARLEY_DATABASE"])

    def start(**more: str) -> tuple[str, float, float]:
        terminal = Terminal(sys.executable, "-c", PROGRAM, "serve", **(settings | more))
        said = terminal.read_until("open http")
        assert terminal.interrupt() == 0
        return said, pointer.resolve().stat().st_ctime_ns, pointer.with_suffix("").lstat().st_mtime_ns

    first, second = start(), start()
    assert "Building" in first[0]
    assert second[0].startswith("The release is up to date.\nStarting")
    assert first[1:] == second[1:]
    # Only the downloads have the address of the server in them; those for another one, which may run, stay.
    exports = pointer.resolve().with_suffix(".downloads")
    for_first = {path: path.read_bytes() for path in exports.iterdir()}
    moved = start(PARLEY_PUBLIC_URL="https://moved.example")
    assert "Building" not in moved[0]
    assert "its downloads are written for https://moved.example.\n" in moved[0]
    assert moved[1:] == second[1:]
    assert {path: path.read_bytes() for path in exports.iterdir()} == for_first
    [exports] = set(exports.parent.glob("*.downloads")) - {exports}
    assert any(b'"https://moved.example/v1/' in file.read_bytes() for file in exports.iterdir())
    assert start()[0].startswith("The release is up to date.\nStarting")
    assert start(PARLEY_PUBLIC_URL="https://moved.example")[0].startswith("The release is up to date.\nStarting")
    path = world / "topics/ceasefire.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("name: ", "name: New ", 1), encoding="utf-8")
    assert "Building" in start()[0]


def test_the_inputs_are_the_records_and_the_code(settings, world, tmp_path, monkeypatch):
    first = inputs_digest(world)
    assert first == inputs_digest(world)
    path = world / "topics/ceasefire.yaml"
    before = path.read_text(encoding="utf-8")
    path.write_text(before + "\n", encoding="utf-8")
    assert inputs_digest(world) != first
    path.write_text(before, encoding="utf-8")
    assert inputs_digest(world) == first
    path.rename(path.with_name("truce.yaml"))
    assert inputs_digest(world) != first
    path.with_name("truce.yaml").rename(path)
    for name in inputs.INPUTS:
        target = tmp_path / "code" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    monkeypatch.setattr(inputs, "ROOT", tmp_path / "code")
    same = inputs_digest(world)
    module = tmp_path / "code" / "schemas" / "events.py"
    module.write_text(module.read_text(encoding="utf-8") + "\n# Another line.\n", encoding="utf-8")
    assert inputs_digest(world) != same
    assert active_inputs(Path(settings["PARLEY_DATABASE"]), "https://x.example") == ("", "", "")


def test_what_a_release_was_built_from_counts_only_while_it_is_there(pointer):
    digest = pointer.resolve().stem
    note_inputs(pointer, digest, "inputs", "https://x.example")
    assert active_inputs(pointer, "https://x.example") == (digest, "inputs", "inputs")
    assert active_inputs(pointer, "https://y.example") == (digest, "inputs", "")
    note_inputs(pointer, digest, "later", "https://y.example")
    assert active_inputs(pointer, "https://x.example") == (digest, "later", "inputs")
    assert active_inputs(pointer, "https://y.example") == (digest, "later", "later")
    note = pointer.resolve().with_suffix(".inputs")
    for text in ("", "[]", '{"inputs": "inputs", "public_url": "https://x.example"}'):
        note.write_text(text, encoding="utf-8")
        assert active_inputs(pointer, "https://x.example") == ("", "", "")
    note_inputs(pointer, digest, "inputs", "https://x.example")
    pointer.resolve().unlink()
    assert active_inputs(pointer, "https://x.example") == ("", "", "")


def test_ctrl_c_while_building_is_no_traceback(settings, tmp_path):
    terminal = Terminal(sys.executable, "-c", PROGRAM, "serve", **settings)
    terminal.read_until("Building")
    time.sleep(0.3)
    assert terminal.interrupt() == 130
    assert "Traceback" not in terminal.said
    assert terminal.said.endswith("Stopped; what was served before stays.\n")
    assert not (tmp_path / "build" / "current").exists()


def test_ctrl_c_before_the_server_is_ready_is_no_traceback(settings):
    terminal = Terminal(sys.executable, "-c", PROGRAM, "serve", **settings)
    terminal.read_until("Starting")
    # Before gunicorn takes over it is the command that is interrupted, which shells report as 130.
    assert terminal.interrupt() in (0, 130)
    assert "Traceback" not in terminal.said


def test_the_address_is_said_of_a_server_that_answers_and_of_none_that_ended(site, monkeypatch, capsys):
    port = int(site.rpartition(":")[2])
    _say_address("127.0.0.1", port, os.getpid())
    assert capsys.readouterr().out == "", "The parent is another by now, and what answers is somebody else's."
    monkeypatch.setattr("api.cli.serve.START_TIMEOUT", 0.2)
    _say_address("127.0.0.1", free_port(), os.getppid())
    assert capsys.readouterr().out == ""
    _say_address("127.0.0.1", port, os.getppid())
    assert capsys.readouterr().out == f"open http://localhost:{port}/\n"


def test_without_a_terminal_it_logs_as_gunicorn_does(settings, tmp_path):
    with (tmp_path / "said").open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, "serve"], cwd=ROOT, env=os.environ | settings, stdout=said, stderr=said
        )
    until = time.monotonic() + TIMEOUT
    while b"open http" not in (tmp_path / "said").read_bytes() and time.monotonic() < until:
        time.sleep(0.1)
    assert status_of(settings["PORT"], "/v1/topics") == b"200"
    # One process from beginning to end: who started it can end it.
    process.send_signal(signal.SIGTERM)
    assert process.wait(TIMEOUT) == 0
    lines = (tmp_path / "said").read_text(encoding="utf-8").splitlines()
    assert any('"/v1/topics"' in line for line in lines[lines.index(f"open http://localhost:{settings['PORT']}/") :])


def sentence_of(*command: str | Path, **environment: str) -> str:
    """Return the one sentence with which a command refuses; make adds a line of its own."""
    done = subprocess.run(
        command, cwd=ROOT, env=OUTSIDE | environment, capture_output=True, text=True, check=False, timeout=TIMEOUT
    )
    assert done.returncode != 0
    lines = [line for line in (done.stdout + done.stderr).splitlines() if not line.startswith("make: ***")]
    assert len(lines) == 1, lines
    return lines[0].removeprefix("Error: ")


@pytest.mark.parametrize("port", ["0", "80000", "abc", "-1", "8_0"])
def test_a_port_that_cannot_be_is_named(port):
    with pytest.raises(PortUnavailable, match=f"^PORT is '{port}'; it must be a whole number from 1 to 65535.$"):
        check_port("127.0.0.1", port)


def test_a_busy_port_is_named_with_a_free_one():
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        with pytest.raises(PortUnavailable, match=rf"^Port {port} is busy; try PORT=\d+ make serve\.$") as caught:
            check_port("127.0.0.1", str(port))
        check_port("127.0.0.1", re.search(r"=(\d+)", str(caught.value))[1])
        said = sentence_of(sys.executable, "-c", PROGRAM, "serve", PORT=str(port))
        assert said.startswith(f"Port {port} is busy; ")
    check_port("127.0.0.1", str(port))


def test_an_address_that_is_not_here_is_named():
    with pytest.raises(PortUnavailable, match=r"^Nothing can listen on 192\.0\.2\.1:8000 \(PARLEY_HOST, PORT\): "):
        check_port("192.0.2.1", "8000")


@pytest.mark.parametrize("host", ["no-such-host.invalid", "127.0.0.1 "])
def test_a_name_that_leads_nowhere_is_named(host):
    with pytest.raises(PortUnavailable, match=rf"^Nothing can listen on {host}:8000 \(PARLEY_HOST, PORT\): Cannot"):
        check_port(host, "8000")


@pytest.fixture
def listening(monkeypatch):
    """Let listening end with the errors given, by port, and note which ports were tried."""
    errors, tried = dict[int, int](), list[int]()

    def error_of(_host, port):
        tried.append(port)
        return errors.get(port, 0)

    monkeypatch.setattr("api.cli.port._error_of", error_of)
    return errors, tried


def test_a_port_for_administrators_is_named_with_a_free_one(listening):
    errors, _ = listening
    errors |= {80: errno.EACCES, 8001: errno.EADDRINUSE}
    with pytest.raises(PortUnavailable, match=r"^Port 80 needs an administrator; try PORT=8002 make serve\.$"):
        check_port("127.0.0.1", "80")


@pytest.mark.parametrize(("port", "tries"), [(9000, MAX_TRIES), (65530, 5)])
def test_where_no_port_is_free_the_search_ends(listening, port, tries):
    errors, tried = listening
    errors |= dict.fromkeys(range(port, port + MAX_TRIES + 1), errno.EADDRINUSE)
    with pytest.raises(PortUnavailable, match=rf"^Port {port} is busy; another may be free, such as PORT=8765 make"):
        check_port("127.0.0.1", str(port))
    assert tried == list(range(port, port + tries + 1))


def test_the_port_is_that_of_the_environment(monkeypatch, listening):
    errors, tried = listening
    errors[8123] = errno.EADDRINUSE
    monkeypatch.setenv("PORT", "8123")
    with pytest.raises(SystemExit, match=r"^Port 8123 is busy; try PORT=8124 make serve\.$"):
        try_port()
    for port in ("", "8124"):
        monkeypatch.setenv("PORT", port)
        try_port()
    assert tried == [8123, 8124, 8000, 8124]


@pytest.mark.parametrize("command", ["build", "serve"])
def test_a_folder_that_cannot_be_written_is_named(settings, command):
    settings |= {"PARLEY_DATABASE": "/dev/null/build/current"}
    process = subprocess.run(
        [sys.executable, "-c", PROGRAM, command], cwd=ROOT, env=os.environ | settings, capture_output=True, check=False
    )
    assert process.returncode == 1
    assert process.stderr.decode() == (
        "Error: /dev/null/build cannot be written (Not a directory); "
        "PARLEY_DATABASE=FOLDER/current names another place.\n"
    )


needs_make = pytest.mark.skipif(not shutil.which("make"), reason="needs make")


@needs_make
@pytest.mark.parametrize("arguments", [[], ["help"]])
def test_make_lists_the_commands(arguments):
    said = subprocess.run(
        ["make", *arguments], cwd=ROOT, env=OUTSIDE, capture_output=True, text=True, check=True
    ).stdout
    commands = re.search(r"^\.PHONY: (help .+)$", MAKEFILE, re.MULTILINE)[1].split()
    assert sorted(line.split()[1] for line in said.splitlines()) == sorted(set(commands) - {"port"})
    assert all(re.match(r"make [\w-]+ +[A-Z].*\.$", line) for line in said.splitlines())


@needs_make
def test_make_serve_asks_for_the_port_before_anything_else():
    """The environment would be made anew here, for its lock is newer; nothing of that begins."""
    command = ["make", "-W", "deploy/requirements.txt", "serve"]
    assert sentence_of(*command, PORT="80000").startswith("PORT is '80000'; ")
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        assert " is busy; try PORT=" in sentence_of(*command, PORT=str(busy.getsockname()[1]))


@needs_make
def test_a_python_that_is_too_old_is_named(tmp_path):
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    said = sentence_of("make", "serve", f"PYTHON={old}")
    assert said == (f"Parley needs Python 3.11 or later, which {old} is not; name one: make serve PYTHON=python3.12")
    # An environment that is there already makes no difference.
    said = sentence_of("make", ".venv/ready", f"PYTHON={old}")
    assert said.startswith(f"Parley needs Python 3.11 or later, which {old} is not; name one: make .venv/ready")
    # The first on the path is too old, a later one will do.
    for name in ("python3.14", "python3.13", "python3.12", "python3.11"):
        (tmp_path / name).symlink_to(sys.executable if name == "python3.12" else old)
    path = {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    assert sentence_of("make", "serve", PORT="abc", **path).startswith("PORT is 'abc'")
    requires = re.search(r'requires-python = ">=3\.(\d+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"))[1]
    assert f"sys.version_info < (3, {requires})" in MAKEFILE
