"""Load: one run of wrk against one server, what it cost there, and whether anybody else disturbed it."""

import json
import resource
import shutil
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench.machine import QUIET, busy_seconds, wait_until_quiet
from bench.servers import HOST, Server

SCRIPT = Path(__file__).with_name("requests.lua")
CONNECTIONS = 16
LOPSIDED = 0.8
"""The share of the work that one of two workers may have done before a sample counts as disturbed."""
TRIES = 2
FEW = 30
"""Requests that are too few for a figure."""


class NoWrk(Exception):
    """The load generator is not installed."""


class BadRun(Exception):
    """wrk ended without its figures."""


@dataclass(frozen=True)
class Load:
    """What a server is loaded with: a file of requests and the line to begin at, connections, and further headers."""

    requests: Path
    first: int = 0
    connections: int = CONNECTIONS
    headers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Counted:
    """What wrk counted: requests, seconds, bytes received, errors by any name, and latency in milliseconds."""

    requests: int
    seconds: float
    bytes: int
    errors: int
    p50: float
    p99: float

    @property
    def rate(self) -> float:
        """Requests per second."""
        return self.requests / self.seconds if self.seconds else 0.0


@dataclass(frozen=True)
class Sample:
    """One run: what was counted, the server's processor time (µs a request), and the cores that others used meanwhile.

    `share` is how much of the work the busier of two workers did.
    """

    counted: Counted
    cpu: float
    others: float
    share: float

    @property
    def disturbed(self) -> bool:
        """Whether others used the processors, or one worker had nearly all connections."""
        return self.others > QUIET or self.share > LOPSIDED


def require_wrk() -> None:
    """Raise NoWrk, which says how to get it, where there is no wrk."""
    if shutil.which("wrk") is None:
        raise NoWrk(
            "The load comes from wrk, which is not installed: `apt-get install wrk`, or https://github.com/wg/wrk."
        )


def parse(output: str) -> Counted:
    """Read what wrk printed. Raises BadRun."""
    lines = [line.removeprefix("MEASURED ") for line in output.splitlines() if line.startswith("MEASURED ")]
    if not lines:
        raise BadRun(output.strip()[-300:] or "wrk printed nothing.")
    found = json.loads(lines[-1])
    errors = found["refused"] + found["broken"] + found["late"]
    milliseconds = {name: found[name] / 1000 for name in ("p50", "p99")}
    return Counted(found["requests"], found["microseconds"] / 1e6, found["bytes"], errors, **milliseconds)


def run_wrk(port: int, load: Load, seconds: int) -> Counted:
    """Load a port for some seconds. Raises BadRun."""
    command = ["wrk", "--threads=1", f"--connections={load.connections}", f"--duration={seconds}s", "--timeout=10s"]
    command += [f"--script={SCRIPT}", *(f"--header={header}" for header in load.headers)]
    command += [f"http://{HOST}:{port}", "--", str(load.requests), str(load.first)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 30, check=False)
    except subprocess.TimeoutExpired as late:
        raise BadRun(f"wrk did not end within {seconds + 30} s.") from late
    return parse(done.stdout + done.stderr)


def measure(server: Server, load: Load) -> Sample:
    """Return a sample of a second; a disturbed one is taken again, and the least disturbed counts.

    Where a second is too short for so slow a server, the sample is of four.
    """
    samples, seconds = list[Sample](), 1
    while len(samples) < TRIES:
        wait_until_quiet(1)
        sample = _measure(server, partial(run_wrk, server.port, load, seconds))
        if sample.counted.requests < FEW and seconds == 1:
            seconds = 4
            continue
        samples.append(sample)
        if not sample.disturbed or seconds > 1:
            break
    return min(samples, key=lambda one: (one.disturbed, one.others))


def _measure(server: Server, load: Callable[[], Counted]) -> Sample:
    """Return one sample as it comes."""
    busy, workers, own, spent = busy_seconds(), server.cpu_of_workers(), server.cpu(), _children_seconds()
    began = time.monotonic()
    counted = load()
    took = time.monotonic() - began
    used = server.cpu() - own
    others = busy_seconds() - busy - used - (_children_seconds() - spent)
    shares = [after - workers.get(pid, 0) for pid, after in server.cpu_of_workers().items()]
    share = max(shares) / sum(shares) if len(shares) == 2 and sum(shares) > 0.2 * took else 0.5
    return Sample(counted, used * 1e6 / max(1, counted.requests), max(0.0, others / took), share)


def _children_seconds() -> float:
    """Return the processor time of the programs that this one has run to their end."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
