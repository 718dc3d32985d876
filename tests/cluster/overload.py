"""Overload: several times as many requests as can be answered, what is served of them, and who works for that.

The nodes have processor cores of their own, as machines of their own would have them, and so have the proxies and the
clients: what a refusal costs these is nothing that it takes from the nodes.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.cluster.flood import BESIDE, EDGE, Flood, Flooding
from tests.cluster.layout import FOLDER, NODES, VIP, one_machine_mounts
from tests.cluster.results import Result, clean
from tests.cluster.site import Site

TIMES = 5
"""How many times what can be answered is asked."""
MARGIN = 1.05
"""How many times that, so that it is not less in the end."""
MIN_SHARE = 0.9
"""The share of the peak that has to be answered meanwhile."""
FEW = (32, 64)
"""Connections that keep the nodes busy and that there is room for."""
CROWD = 400
ROUNDS = 3
"""How often each load has its turn, so that whatever else the machine does meets all of them alike."""
SECONDS = 5
"""How long a turn is."""


@contextmanager
def cores_apart(site: Site) -> Iterator[None]:
    """Let the nodes have half of the processor cores, and the proxies and the client the others.

    Where there is one core only, all share it.
    """
    cores = sorted(os.sched_getaffinity(0))
    half = len(cores) // 2
    try:
        for name, machine in site.machines.items():
            machine.keep_to(set(cores[:half] if name in NODES else cores[half:]) or set(cores))
        yield
    finally:
        for machine in site.machines.values():
            machine.keep_to(set(cores))
            machine.cores = set()


def overload(site: Site) -> list[Result]:
    """Ask the cluster for what no cache has five times as often as the nodes can answer."""
    return [_overload(site, "32", "overload on misses", f"{VIP}:80")]


def overload_alone(site: Site) -> list[Result]:
    """Do the same to one node, alone and as on one machine, where nginx runs beside it on the same cores."""
    name, address = next(iter(NODES.items()))
    alone = _overload(site, "alone", "one node alone", f"{address}:8000")
    node = site.machines[name]
    node.run("sh", "-ec", one_machine_mounts(FOLDER / name, address))
    node.start("nginx.log", "nginx", "-g", "daemon off;")
    try:
        site.wait_until(lambda: site.status("/v1", address) == 200, "nginx beside the node to answer")
        return [alone, _overload(site, "alone", "one machine, nginx before the node", f"{address}:80")]
    finally:
        node.run("nginx", "-s", "stop")


def _overload(site: Site, row: str, what: str, address: str) -> Result:
    """Ask an address for what no cache has, as much as there is room for and five times as much, in turns."""
    peaks: dict[int, list[Flood]] = {connections: [] for connections in FEW}
    crowds, checks, pause = list[Flood](), list[dict[str, Any]](), 0.1
    with cores_apart(site):
        for number in range(ROUNDS + 1):
            for connections, floods in peaks.items():
                floods.append(Flooding(site, address, connections, SECONDS).account())
            flooding = Flooding(site, address, CROWD, SECONDS, pause)
            checked = ("--connections", "4", "--pause", "0.02", "--seconds", str(SECONDS - 2 * EDGE))
            check, crowd = site.load(*checked, address=address).account(), flooding.account()
            # Until the next turn of the crowd, of which the first only finds out how long a pause makes it so large.
            served = max(mean_of(floods).served for floods in peaks.values())
            pause = max(0, pause + CROWD / (MARGIN * TIMES * served) - CROWD / crowd.offered)
            if number:
                crowds.append(crowd)
                checks.append(check)
        calm = site.wait_until(lambda: site.healthy() == len(NODES), "all nodes to be well", 30)
        after = site.load("--connections", "16", "--seconds", "3", address=address).account()
    peak, crowd = max(map(mean_of, peaks.values()), key=lambda one: one.served), mean_of(crowds)
    share, times = crowd.served / peak.served, crowd.offered / peak.served
    failed, refused = (sum(check[kind] for check in checks) for kind in ("failed", "unavailable"))
    p50, p99 = (max(check[f"refusal_{name}_ms"] for check in checks) for name in ("p50", "p99"))
    held = share >= MIN_SHARE and times >= TIMES and crowd.honest and clean(after) and calm <= 5
    figure = (
        f"{share:.0%} of {peak.served:.0f} req/s served at {times:.1f} times as many, an answer for"
        f" {_work(crowd) / _work(peak):.0%} of the nodes' work; of those who check {failed} failed, {refused} × 503 in"
        f" {p50:.0f} ms, p99 {p99:.0f} ms; well again after {calm:.1f} s; cores at work at the peak:"
        f" {_told_cores(peak)}; in the crowd: {_told_cores(crowd)}"
    )
    promise = f"{what}, five times: ≥ 90 % of peak, the rest 503 < 100 ms, recovers ≤ 5 s"
    return Result(row, promise, figure, held and not failed and refused > 0 and p99 < 100)


def mean_of(floods: list[Flood]) -> Flood:
    """Return the mean of what came of loads that were alike."""
    number = len(floods)
    statuses = {status for flood in floods for status in flood.statuses}
    return Flood(
        {status: sum(flood.statuses.get(status, 0) for flood in floods) / number for status in statuses},
        sum(flood.broken for flood in floods),
        {group: sum(flood.cores[group] for flood in floods) / number for group in floods[0].cores},
    )


def _work(flood: Flood) -> float:
    """Return the seconds of processor time that an answer takes on the cores of the nodes, refusals there and all."""
    return (flood.cores["nodes"] + flood.cores[BESIDE]) / flood.served


def _told_cores(flood: Flood) -> str:
    return ", ".join(f"{group} {cores:.2f}" for group, cores in flood.cores.items() if cores >= 0.005)
