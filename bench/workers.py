"""Workers: which of gunicorn's settings serves Parley best here, and which still serves beside slow clients."""

import argparse
import json
import random
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from api.server.settings import load_settings
from bench.contestants import ROOM
from bench.document import write_section
from bench.environments import SCRATCH, own_environment
from bench.load import CONNECTIONS, BadRun, Load, NoWrk, Sample, measure, require_wrk, run_wrk
from bench.machine import kind_of_machine
from bench.report import table
from bench.rounds import cpu, median_of, paired_ratio, rate, take_rounds
from bench.servers import HOST, NotStarted, Program, Server, end_on_sigterm, free_port, running
from bench.siege import HALF_OPEN, Besieged, besiege
from db.query.root import ROOT

SETTINGS: dict[str, dict[str, object]] = {
    "gthread 2×4": {"worker_class": "gthread", "workers": 2, "threads": 4},
    "gthread 2×4, reuse_port": {"worker_class": "gthread", "workers": 2, "threads": 4, "reuse_port": True},
    "gthread 2×4, no preload": {"worker_class": "gthread", "workers": 2, "threads": 4, "preload_app": False},
    "gthread 2×8": {"worker_class": "gthread", "workers": 2, "threads": 8},
    "gthread 2×8, reuse_port": {"worker_class": "gthread", "workers": 2, "threads": 8, "reuse_port": True},
    "gevent 2": {"worker_class": "gevent", "workers": 2},
    "gevent 2, reuse_port": {"worker_class": "gevent", "workers": 2, "reuse_port": True},
    "gevent 2, no preload": {"worker_class": "gevent", "workers": 2, "preload_app": False},
    "gevent 3": {"worker_class": "gevent", "workers": 3},
    "gevent 3, reuse_port": {"worker_class": "gevent", "workers": 3, "reuse_port": True},
}
"""What is compared: settings that come instead of those in gunicorn.conf.py. The first is what ratios refer to."""
WORKLOADS: dict[str, tuple[str, tuple[str, ...]]] = {
    "uncached": ("0", ()),
    "cached": (str(ROOM), ()),
    "uncached, a connection for each request": ("0", ("Connection: close",)),
}
"""Room for replies, and further headers. Without keep-alive each request opens a connection of its own."""


@contextmanager
def gunicorn(name: str, settings: Mapping[str, object], database: Path, max_bytes: str) -> Iterator[Server]:
    """Serve a database with gunicorn.conf.py and other settings. Raises NotStarted."""
    port = free_port()
    folder = SCRATCH / "workers" / f"{name}-{max_bytes}".replace(" ", "-").replace(",", "")
    folder.mkdir(parents=True, exist_ok=True)
    conf = folder / "gunicorn.conf.py"
    lines = ["from runpy import run_path", f"globals().update(run_path({str(ROOT / 'gunicorn.conf.py')!r}))"]
    conf.write_text("\n".join([*lines, *(f"{key} = {value!r}" for key, value in settings.items())]) + "\n")
    command = (own_environment() / "gunicorn", "--config", conf)
    variables = {"PORT": str(port), "PARLEY_DATABASE": str(database), "PARLEY_CACHE_BYTES": max_bytes}
    variables |= {"PARLEY_HOST": HOST, "PARLEY_PUBLIC_URL": "", "PARLEY_HOSTS": "", "PARLEY_ACCESS_LOG": "off"}
    with running(Program(name, command, port, "/v1/events?limit=1", folder / "log", variables)) as server:
        yield server


def addresses_of(server: Server, number: int = 200) -> list[str]:
    """Return addresses of events, drawn once and for all from the list."""
    page = json.loads(server.ask("/v1/events?limit=100&fields=url").body)
    found = [event["url"] for event in page["data"]]
    return random.Random(1).choices(found, k=number)  # noqa: S311 (Nothing here is secret.)


class Comparison:
    """What was found of each of gunicorn's settings."""

    def __init__(self, database: Path) -> None:
        self.database = database
        self.requests = SCRATCH / "workers" / "requests.txt"
        self.taken: dict[tuple[str, str], list[Sample | None]] = {}
        self.besieged: dict[str, Besieged] = {}
        self.memory: dict[str, float] = {}
        self.missing: dict[str, str] = {}

    def run(self, workload: str, rounds: int, deadline: float) -> None:
        """Measure a workload with all settings, in rounds; of the first workload also what slow clients do to it."""
        max_bytes, headers = WORKLOADS[workload]
        with ExitStack() as stack:
            servers = self._start(max_bytes, stack)
            load = Load(self.requests, headers=headers)
            for server in servers.values():
                with suppress(BadRun):
                    run_wrk(server.port, load, 1)
            measures = {(workload, name): partial(_measure_round, server, load) for name, server in servers.items()}
            self.taken |= take_rounds(measures, rounds, deadline, say)
            for name, server in servers.items():
                self.memory[name] = max(one.anonymous / 1e6 for one in server.memory_of_workers())
                if workload == next(iter(WORKLOADS)):
                    self.besieged[name] = besiege(server, self.requests)
                    say(f"{name}: {self.besieged[name]}")

    def _start(self, max_bytes: str, stack: ExitStack) -> dict[str, Server]:
        """Start a server for each of the settings, and write what all of them are asked."""
        servers = dict[str, Server]()
        for name, settings in SETTINGS.items():
            try:
                servers[name] = stack.enter_context(gunicorn(name, settings, self.database, max_bytes))
            except NotStarted as error:
                say(f"{name}: {error}")
                if not servers:
                    # The first is what the others are compared with; where it fails, so will most of them.
                    raise
                self.missing[name] = str(error)
        self.requests.write_text("\n".join(addresses_of(next(iter(servers.values())))) + "\n")
        return servers


def _measure_round(server: Server, load: Load, number: int) -> Sample:
    del number
    return measure(server, load)


def section(found: Comparison) -> str:
    """Return what docs/performance.md says of it."""
    heading = (
        f"Measured on {datetime.now(UTC):%Y-%m-%d} on {kind_of_machine()}: events of the real record in full,"
        f" {CONNECTIONS} connections, {len(next(iter(found.taken.values())))} rounds."
    )
    tables = [f"{workload[0].upper()}{workload[1:]}:\n\n{_speeds(workload, found.taken)}" for workload in WORKLOADS]
    absent = [f"Not measured: {name} ({reason})." for name, reason in found.missing.items()]
    siege = f"Beside {HALF_OPEN} connections that never finish their request, uncached:\n\n{_siege(found)}"
    return "\n\n".join([heading, *tables, siege, *absent])


def _speeds(workload: str, taken: Mapping[tuple[str, str], list[Sample | None]]) -> str:
    """Return the table of one workload; ratios are to the first of the settings."""
    first = taken.get((workload, next(iter(SETTINGS))), [])
    rows = []
    for (one, name), samples in taken.items():
        if one == workload:
            figures = [
                ("{:,.0f}", median_of(samples, rate)),
                ("{:.2f}", paired_ratio(samples, first)),
                ("{:.1f}", median_of(samples, lambda sample: sample.counted.p50)),
                ("{:.1f}", median_of(samples, lambda sample: sample.counted.p99)),
                ("{:.0f}", median_of(samples, cpu)),
            ]
            errors = sum(sample.counted.errors for sample in samples if sample)
            rows.append([name, *("–" if one is None else form.format(one) for form, one in figures), str(errors)])
    return table(["", "requests/s", "to the first", "p50 ms", "p99 ms", "CPU µs", "errors"], rows)


def _siege(found: Comparison) -> str:
    """Return the table of what each kept up beside slow clients, and the memory that a worker of it has alone."""
    rows = list[list[str]]()
    for name, one in found.besieged.items():
        good, slowest = f"{one.counted.rate:,.0f}", f"{one.counted.p99:.0f}" if one.counted.requests else "–"
        again = "no" if one.recovered is None else f"{one.recovered:.2f} s"
        rows.append([name, str(one.held), good, slowest, again, f"{found.memory[name]:.0f}"])
    head = ["", "still held", "good requests/s", "p99 ms", "answers again after", "MB a worker"]
    return table(head, rows)


def main() -> int:
    """Compare, print what was found, and write it into docs/performance.md; return 2 if nothing could be measured."""
    parser = argparse.ArgumentParser(prog="python -m bench.workers", description=__doc__)
    parser.add_argument(
        "--rounds", type=int, default=5, help="rounds of a second for each setting and workload, at most"
    )
    parser.add_argument("--minutes", type=float, default=8, help="minutes after which no round is begun")
    arguments = parser.parse_args()
    end_on_sigterm()
    began = time.monotonic()
    found = Comparison(Path(load_settings()["PARLEY_DATABASE"]))
    try:
        require_wrk()
        for number, workload in enumerate(WORKLOADS, 1):
            deadline = began + arguments.minutes * 60 * number / len(WORKLOADS)
            found.run(workload, arguments.rounds, deadline)
    except (NoWrk, NotStarted) as reason:
        say(str(reason))
        return 2
    text = section(found)
    print(text)
    write_section(ROOT / "docs" / "performance.md", "workers", text)
    return 0


def say(line: str) -> None:
    """Say how far it is."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
