"""Flood: addresses that no cache has, asked by a generator that takes hardly any work, and who works meanwhile."""

import json
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from tests.cluster.layout import NAME, NODES
from tests.cluster.site import Site

EDGE = 1
"""Seconds of the beginning and the end of a load in which nobody's work is measured."""
BESIDE = "nginx beside the node"
GROUPS = {"cache-main": "Varnish", "nginx": "nginx", "wrk": "wrk"}
"""The programs that matter besides those of the nodes, by the names that the kernel knows them by."""


@dataclass
class Flood:
    """What came of a load: replies a second by status, requests without a reply, and cores at work by group."""

    statuses: dict[int, float]
    broken: int
    cores: dict[str, float]

    @property
    def served(self) -> float:
        """Answers a second."""
        return self.statuses.get(200, 0)

    @property
    def offered(self) -> float:
        """Requests a second, refused ones and all."""
        return sum(self.statuses.values())

    @property
    def honest(self) -> bool:
        """Whether everything was answered, or refused with 503."""
        return not self.broken and set(self.statuses) <= {200, 503}


class Flooding:
    """A load that has begun: clients that ask for what no cache has, each again after a pause."""

    def __init__(self, site: Site, address: str, connections: int, seconds: int, pause: float = 0) -> None:
        self.site, self.seconds = site, seconds
        script = str(Path(__file__).with_name("misses.lua"))
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s", script]
        seed, milliseconds = time.time_ns() & 0xFFFFFF, round(pause * 1000)
        command += ["-H", f"Host: {NAME}", f"http://{address}", "--", str(seed), str(milliseconds)]
        self.process = subprocess.Popen(
            site.machines["client"].command(command), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self.began = time.monotonic()
        time.sleep(EDGE)
        self.looked, self.spent = time.monotonic(), seconds_by_group(site)

    def account(self) -> Flood:
        """Wait for the end and return what came of it. Raises RuntimeError where wrk failed."""
        time.sleep(max(0, self.began + self.seconds - EDGE - time.monotonic()))
        spent, passed = seconds_by_group(self.site), time.monotonic() - self.looked
        text, _ = self.process.communicate(timeout=60)
        return read_flood(text, {group: (spent[group] - self.spent[group]) / passed for group in spent})


def read_flood(text: str, cores: dict[str, float]) -> Flood:
    """Return what wrk printed with misses.lua. Raises RuntimeError where it did not."""
    _, measured, rest = text.partition("MEASURED ")
    if not measured:
        raise RuntimeError(f"wrk failed: {text[-300:]}")
    found = json.loads(rest)
    rates = {int(status): number / found["seconds"] for status, number in found["statuses"].items()}
    return Flood(rates, found["broken"] + found["late"], cores)


def seconds_by_group(site: Site) -> dict[str, float]:
    """Return the processor time that the nodes have had, and the programs of the others that matter."""
    spent = dict.fromkeys(("nodes", BESIDE, *GROUPS.values()), 0.0)
    for name, machine in site.machines.items():
        for program, seconds in machine.seconds_by_program().items():
            group = GROUPS.get(program, "")
            if name in NODES:
                group = BESIDE if group else "nodes"
            if group:
                spent[group] += seconds
    return spent
