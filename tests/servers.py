"""Servers: gunicorn as `parley serve` starts it, for tests that look at its workers, its log and its death."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from db.query.root import ROOT


@dataclass
class Server:
    """A running gunicorn: where it listens, and what it has written so far."""

    process: subprocess.Popen[bytes]
    port: int
    output: Path
    errors: Path

    def get(self, path: str, headers: dict[str, str] | None = None) -> tuple[int, dict[str, str], bytes]:
        """Return status, headers and body of one request on a connection of its own."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("GET", path, headers=headers or {})
            response = connection.getresponse()
            return response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
        finally:
            connection.close()

    def workers(self) -> list[int]:
        """Return the processes of the workers."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(child) for child in children.read_text().split()]

    def lines(self) -> list[str]:
        """Return the lines of the access log."""
        return self.output.read_text().splitlines()


@contextmanager
def gunicorn(
    database: Path,
    folder: Path,
    application: str = "api:create_app()",
    ready: tuple[int, ...] = (200,),
    prefix: tuple[str, ...] = (),
    **settings: str,
) -> Iterator[Server]:
    """Serve a database with gunicorn on a free port; it is up once it gives a status that is `ready`.

    `prefix` is a command that starts another in circumstances of its own.
    """
    command = [
        *prefix,
        str(Path(sys.executable).with_name("gunicorn")),
        "--config",
        str(ROOT / "gunicorn.conf.py"),
        application,
    ]
    with start(command, ROOT, folder, ready, PARLEY_DATABASE=str(database), **settings) as server:
        yield server


@contextmanager
def start(
    command: list[str], directory: Path, folder: Path, ready: tuple[int, ...] = (200,), **settings: str
) -> Iterator[Server]:
    """Run a command that serves on the port that it is told; what it writes goes into files of `folder`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"PORT": str(port)} | settings
    output, errors = folder / "output", folder / "errors"
    with output.open("wb") as out, errors.open("wb") as err:
        process = subprocess.Popen(command, cwd=directory, env=environment, stdout=out, stderr=err)
    server = Server(process, port, output, errors)
    try:
        _wait_for(server, ready)
        yield server
    finally:
        # Not SIGTERM: a worker then waits for the connections that a test has left open.
        process.send_signal(signal.SIGINT)
        process.wait(30)


def _wait_for(server: Server, ready: tuple[int, ...]) -> None:
    """Wait until a server answers; say what it wrote where it does not."""
    for _ in range(300):
        try:
            if server.get("/livez")[0] in ready:
                # A worker that is just beginning does not hear a signal yet.
                time.sleep(0.4)
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(server.errors.read_text())
