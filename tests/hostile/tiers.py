"""Tiers: the real servers that the hostile suite talks to, started for it on free ports of this machine."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from db.query.root import ROOT
from tests.hostile.wire import Address

HERE = Path(__file__).parent
VARNISH = {
    "http_req_hdr_len": "8k",
    "http_req_size": "32k",
    "http_max_hdr": "256",
    "http_range_support": "off",
    "http_gzip_support": "off",
}
"""Varnish's settings: limits near gunicorn's, and ranges and compression left to the application, as ETags need."""
START_TIMEOUT = 30.0
"""Seconds within which a server must take connections."""


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


@contextmanager
def running(
    command: list[str], port: int, log: Path, environment: Mapping[str, str] | None = None
) -> Iterator[Address]:
    """Run a server until it is no longer needed, and give its address when it takes connections."""
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=output, env=environment)
    try:
        wait_for(process, port, log)
        yield ("127.0.0.1", port)
    finally:
        # gunicorn ends at once; on SIGTERM it waits for the connections that a case has left open.
        process.send_signal(signal.SIGINT if "gunicorn" in command[0] else signal.SIGTERM)
        process.wait(START_TIMEOUT)


def wait_for(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Wait until a server takes connections. Raises RuntimeError with what it wrote."""
    until = time.monotonic() + START_TIMEOUT
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    process.terminate()
    raise RuntimeError(log.read_text(encoding="utf-8", errors="replace")[-4000:])


@contextmanager
def gunicorn(database: Path, folder: Path) -> Iterator[Address]:
    """Run the application as `parley serve` does."""
    port = free_port()
    environment = os.environ | {
        "PORT": str(port),
        "PARLEY_HOST": "127.0.0.1",
        "PARLEY_DATABASE": str(database),
        "PARLEY_PUBLIC_URL": "http://localhost:8000",
        "PARLEY_HOSTS": "",
    }
    command = [sys.executable, "-m", "gunicorn", "--config", str(ROOT / "gunicorn.conf.py")]
    with running(command, port, folder / "gunicorn.log", environment) as address:
        yield address


@contextmanager
def varnish(behind: Address, folder: Path) -> Iterator[Address]:
    """Run Varnish in front of a server."""
    port, home = free_port(), folder / "varnish"
    home.mkdir()
    written = _filled("varnish.vcl", folder, {"host": behind[0], "port": behind[1]})
    options = ["-F", "-j", "none", "-n", str(home), "-a", f"127.0.0.1:{port}", "-f", str(written), "-s", "malloc,32m"]
    limits = [word for name, value in VARNISH.items() for word in ("-p", f"{name}={value}")]
    with running([_program("varnishd"), *options, *limits], port, folder / "varnish.log") as address:
        yield address


@contextmanager
def nginx(behind: Address, folder: Path) -> Iterator[Address]:
    """Run nginx in front of a server."""
    port = free_port()
    blanks = {"host": behind[0], "port": behind[1], "listen": port, "folder": folder}
    _filled("problems.conf", folder, {})
    written = _filled("nginx.conf", folder, blanks)
    with running([_program("nginx"), "-c", str(written)], port, folder / "nginx.log") as address:
        yield address


def _program(name: str) -> str:
    """Return the path of a program that may be where only an administrator looks."""
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
    if found is None:
        raise FileNotFoundError(name)
    return found


def installed(name: str) -> bool:
    """Tell whether a program is there."""
    try:
        return bool(_program(name))
    except FileNotFoundError:
        return False


def _filled(name: str, folder: Path, blanks: dict[str, object]) -> Path:
    """Write a configuration with its blanks, such as @port@, filled in, and return where."""
    text = (HERE / name).read_text(encoding="utf-8")
    for blank, value in blanks.items():
        text = text.replace(f"@{blank}@", str(value))
    target = folder / name
    target.write_text(text, encoding="utf-8")
    return target
