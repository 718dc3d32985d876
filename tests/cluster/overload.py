"""Overload: several times as many requests as can be answered, what is served of them, and who works for that.

The nodes have processor cores of their own, as machines of their own would have them, and so have the proxies and the
clients: what a refusal costs these is nothing that it takes from the nodes.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from tests.cluster.flood import Flood, Flooding
from tests.cluster.layout import FOLDER, NODES, VIP, one_machine_mounts
from tests.cluster.results import Result, clean, told
from tests.cluster.site import Site

TIMES = 5
"""How many times what can be answered is asked."""
MIN_SHARE = 0.9
"""The share of the peak that has to be answered meanwhile."""
FEW = (32, 64)
"""Connections that keep the nodes busy and that there is room for."""
CROWD = 400
PEAK_SECONDS, CROWD_SECONDS = 6, 12


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
    """Ask an address for what no cache has five times as often as it can be answered."""
    with cores_apart(site):
        peaks = [Flooding(site, address, connections, PEAK_SECONDS).account() for connections in FEW]
        # A pause after which those who were refused come again, so that it is five times as much and not far more.
        pause = CROWD / (1.1 * TIMES * max(peak.served for peak in peaks))
        flooding = Flooding(site, address, CROWD, CROWD_SECONDS, pause)
        few = site.load("--connections", "4", "--pause", "0.02", "--seconds", "8", address=address).account()
        crowd = flooding.account()
        calm = site.wait_until(lambda: site.healthy() == len(NODES), "all nodes to be well", 30)
        after = site.load("--connections", "16", "--seconds", "3", address=address).account()
        peaks += [Flooding(site, address, connections, PEAK_SECONDS).account() for connections in FEW]
    peak = max(peaks, key=lambda one: one.served)
    share, times = crowd.served / peak.served, crowd.offered / peak.served
    held = share >= MIN_SHARE and times >= TIMES and crowd.honest and clean(after) and calm <= 5
    held = held and not few["failed"] and few["unavailable"] > 0 and few["refusal_p99_ms"] < 100
    figure = (
        f"{share:.0%} of {peak.served:.0f} req/s served at {times:.1f} times as many; {told(few)}; a 503 takes"
        f" {few['refusal_p50_ms']:.0f} ms, p99 {few['refusal_p99_ms']:.0f} ms; well again after {calm:.1f} s; cores at"
        f" work at the peak: {_told_cores(peak)}; in the crowd: {_told_cores(crowd)}"
    )
    promise = f"{what}, five times: ≥ 90 % of peak, the rest 503 < 100 ms, recovers ≤ 5 s"
    return Result(row, promise, figure, held)


def _told_cores(flood: Flood) -> str:
    return ", ".join(f"{group} {cores:.2f}" for group, cores in flood.cores.items() if cores >= 0.005)
