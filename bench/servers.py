"""Servers: starting one on a free port of this machine, asking it, and ending it and no other process."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import FrameType

from bench.machine import Memory, children_of, cpu_seconds, family_of, memory_of
from db.query.root import ROOT

HOST = "127.0.0.1"
PATIENCE = 240
"""Seconds that a server may take to start: a release is read to its end first, and one of 27 GB takes 90."""


class NotStarted(Exception):
    """A server that ended at its start, or that did not answer in time."""


@dataclass(frozen=True)
class Program:
    """What is started as a server: its command, its port, an address that it answers when it is ready, and its log."""

    name: str
    command: Sequence[str | Path | int]
    port: int
    probe: str
    log: Path
    variables: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Content:
    """What a server answered to one request; header names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Server:
    """A server that runs here."""

    name: str
    port: int
    pid: int

    def cpu(self) -> float:
        """Return the seconds of processor time that its processes have used."""
        return cpu_seconds(family_of(self.pid))

    def cpu_of_workers(self) -> dict[int, float]:
        """Return the same for each process that the first one started."""
        return {child: cpu_seconds(family_of(child)) for child in children_of(self.pid)}

    def memory(self) -> Memory:
        """Return the memory that its processes take together."""
        return memory_of(family_of(self.pid))

    def memory_of_workers(self) -> list[Memory]:
        """Return the memory of each worker; of the one process where it has no workers."""
        return [memory_of([pid]) for pid in children_of(self.pid) or [self.pid]]

    def ask(self, address: str, headers: Mapping[str, str] | None = None, timeout: float = 60) -> Content:
        """Return the answer to one request. Raises OSError or HTTPException."""
        connection = HTTPConnection(HOST, self.port, timeout=timeout)
        try:
            connection.request("GET", address, headers=dict(headers or {}))
            response = connection.getresponse()
            body = response.read()
            return Content(response.status, {name.lower(): value for name, value in response.getheaders()}, body)
        finally:
            connection.close()


def end_on_sigterm() -> None:
    """Let the signal that ends this program end the servers that it started first."""

    def end(number: int, frame: FrameType | None) -> None:
        del frame
        raise SystemExit(128 + number)

    signal.signal(signal.SIGTERM, end)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def running(program: Program) -> Iterator[Server]:
    """Start a server, give it when it answers its probe, and end it. Raises NotStarted, with the end of its log."""
    program.log.parent.mkdir(parents=True, exist_ok=True)
    with program.log.open("wb") as output:
        # A session of its own: what stops this program from the keyboard reaches the server by `_stop` alone.
        process = subprocess.Popen(
            [str(part) for part in program.command],
            env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"} | dict(program.variables),
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        server = Server(program.name, program.port, process.pid)
        _wait_for(server, process, program)
        yield server
    finally:
        _stop(process)


def _wait_for(server: Server, process: subprocess.Popen[bytes], program: Program) -> None:
    """Return when the server answers. Raises NotStarted."""
    end = time.monotonic() + PATIENCE
    answered = "nothing"
    while time.monotonic() < end:
        if process.poll() is not None:
            raise NotStarted(f"It ended at its start: {_end_of(program.log)}")
        with suppress(OSError, HTTPException):
            answer = server.ask(program.probe, timeout=20)
            if answer.status < 400:
                return
            answered = f"{answer.status} {answer.body[:200].decode('utf-8', 'replace')}"
        time.sleep(0.1)
    raise NotStarted(f"After {PATIENCE} s it answered {program.probe} with {answered}: {_end_of(program.log)}")


def _end_of(log: Path) -> str:
    """Return the last line of a log that has words."""
    lines = [line for line in log.read_text(errors="replace").splitlines() if any(map(str.isalpha, line))]
    return lines[-1][-300:] if lines else "it wrote nothing"


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Ask a server to end, and after a while make it and its workers."""
    family = family_of(process.pid)
    if process.poll() is None:
        # Quickly: on SIGTERM gunicorn waits for connections that are still open.
        process.send_signal(signal.SIGINT)
    try:
        process.wait(8)
    except subprocess.TimeoutExpired:
        for pid in family:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.wait(5)
