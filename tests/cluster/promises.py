"""Promises: what the cluster has to bear, in the order in which it is broken, and the table of what held."""

import shutil
import subprocess
import sys
from collections.abc import Callable

from tests.cluster.crowds import creep, limit_one_client, spike, stampede
from tests.cluster.layout import FOLDER
from tests.cluster.lost_nodes import kill_workers, lose_a_node, lose_all_nodes, lose_six_nodes
from tests.cluster.lost_proxies import lose_the_proxy, lose_varnish
from tests.cluster.new_releases import roll_out, swap_releases
from tests.cluster.overload import overload, overload_alone
from tests.cluster.results import Result
from tests.cluster.site import Site, standing

PROMISES: dict[Callable[[Site], list[Result]], tuple[str, ...]] = {
    kill_workers: ("1",),
    lose_a_node: ("2",),
    lose_six_nodes: ("3",),
    lose_the_proxy: ("5",),
    lose_varnish: ("varnish",),
    roll_out: ("7", "9"),
    swap_releases: ("6",),
    stampede: ("31",),
    spike: ("30",),
    limit_one_client: ("limit",),
    creep: ("16",),
    overload: ("32",),
    overload_alone: ("alone",),
    lose_all_nodes: ("4",),
}
"""Every promise with the names by which the command line asks for it."""


def keep_promises(rows: list[str]) -> int:
    """Build the cluster, try the promises (all, or those of the rows) and print a table; 1 where one was broken."""
    known = {name for names in PROMISES.values() for name in names}
    if set(rows) - known:
        raise RuntimeError(f"There are the rows {', '.join(sorted(known))}.")
    results = list[Result]()
    with standing() as site:
        for promise, names in PROMISES.items():
            if rows and not set(rows) & set(names):
                continue
            try:
                site.settle()
                found = promise(site)
            except (RuntimeError, subprocess.SubprocessError) as error:
                text, reason = (promise.__doc__ or "").splitlines()[0], " ".join(str(error).split())
                found = [Result("/".join(names), text, f"could not be tried: {reason}", kept=False)]
            for result in found:
                print(_line(result), file=sys.stderr, flush=True)
            results += found
    print("| row | promise | last figure | held |\n|---|---|---|---|")
    for result in results:
        print(_line(result))
    if all(result.kept for result in results):
        shutil.rmtree(FOLDER)
        return 0
    print(f"A promise was broken; the logs are in {FOLDER}.", file=sys.stderr)
    return 1


def _line(result: Result) -> str:
    return f"| {result.row} | {result.promise} | {result.figure} | {'yes' if result.kept else '**no**'} |"
