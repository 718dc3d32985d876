"""Lost nodes: workers and nodes killed, stopped, cut off, one at a time and all at once."""

import os
import signal
import time

from tests.cluster.layout import NODES
from tests.cluster.results import Result, clean, told
from tests.cluster.site import Site


def kill_workers(site: Site) -> list[Result]:
    """Kill a worker of some node every 0.3 s, 60 times."""
    load, kills = site.load("--seconds", "20", "--requests", "30000", "--at-most", "150"), 0
    while load.runs() and kills < 60:
        node = list(NODES)[kills % 3]
        for worker in site.workers(node)[:1]:
            os.kill(worker, signal.SIGKILL)
            kills += 1
        time.sleep(0.3)
    account = load.account()
    held = clean(account) and kills == 60
    return [Result("1", "a worker SIGKILLed every 0.3 s, 60 times: 0 failed", f"{kills} kills: {told(account)}", held)]


def lose(site: Site, node: str, how: str) -> None:
    """Let a node go in one of the ways that nodes go."""
    if how == "link down":
        site.machines["client"].run("ip", "link", "set", f"to-{node}", "down")
    elif how == "SIGTERM":
        # The process is started by way of nsenter; its only child is the master.
        site.machines[node].run("sh", "-c", "kill -TERM $(pgrep -o gunicorn)")
    else:
        site.machines[node].signal_all(signal.Signals[how])


def bring_back(site: Site, node: str, how: str) -> None:
    """Undo what `lose` did."""
    if how == "link down":
        site.machines["client"].run("ip", "link", "set", f"to-{node}", "up")
    elif how == "SIGSTOP":
        site.machines[node].signal_all(signal.SIGCONT)
        # nsenter, by way of which the node was started, stops when its child is stopped, and does not go on by itself.
        site.masters[node].send_signal(signal.SIGCONT)
    else:
        site.masters[node].wait(20)
        site.start_node(node)


def lose_a_node(site: Site) -> list[Result]:
    """Lose one node in each of four ways, and give it back."""
    results = list[Result]()
    for node, how in zip([*NODES, "node1"], ("SIGKILL", "link down", "SIGSTOP", "SIGTERM"), strict=True):
        site.settle()
        load = site.load("--seconds", "12", "--requests", "10000", "--at-most", "90")
        time.sleep(3)
        lose(site, node, how)
        time.sleep(4)
        bring_back(site, node, how)
        account = load.account()
        held = clean(account) and account["slowest_ms"] <= 2500
        results.append(Result("2", f"node lost by {how}: 0 failed, slowest ≤ 2.5 s", told(account), held))
    return results


def lose_six_nodes(site: Site) -> list[Result]:
    """Lose a node six times in 40 s, by kills and by links."""
    site.settle()
    load = site.load("--seconds", "40", "--requests", "30000", "--at-most", "150")
    for number in range(6):
        node, how = list(NODES)[number % 3], ("SIGKILL", "link down")[number % 2]
        lose(site, node, how)
        time.sleep(3)
        bring_back(site, node, how)
        site.settle()
    account = load.account()
    return [Result("3", "six node losses: 0 failed", told(account), clean(account))]


def lose_all_nodes(site: Site) -> list[Result]:
    """Kill every node; what was asked for before stays readable past its time to live, the rest is refused fast."""
    known = site.load("--connections", "8", "--keys", "200", "--seconds", "5").account()
    for node in NODES:
        lose(site, node, "SIGKILL")
    time.sleep(65)
    kept = site.load("--connections", "8", "--keys", "200", "--seconds", "5").account()
    fresh = site.load("--connections", "1", "--pause", "0.005", "--seconds", "5").account()
    figure = (
        f"{told(kept)} of cached keys; others {fresh['unavailable']:,} × 503 in {fresh['refusal_p50_ms']:.1f} ms,"
        f" p99 {fresh['refusal_p99_ms']:.1f} ms"
    )
    held = clean(known) and clean(kept) and fresh["unavailable"] > 0 and not (fresh["good"] or fresh["failed"])
    held = held and fresh["refusal_p99_ms"] < 10
    for node in NODES:
        bring_back(site, node, "SIGKILL")
    site.settle()
    return [Result("4", "all nodes dead: cached keys 100 % 200, others 503 < 10 ms with Retry-After", figure, held)]
