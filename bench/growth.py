"""Growth: how long a record and a first page take as the whole record grows, without the cache and one at a time."""

import random
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial

from bench.contest import request_file
from bench.contestants import parley
from bench.data import Data
from bench.load import Load, Sample, measure
from bench.rounds import take_rounds
from bench.servers import Server

WORKLOADS = ("detail", "list")
DIFFERENT = 20_000
"""Different records that are asked for, each as often as any other, so that few are at hand from before."""


def grow(
    sizes: Sequence[Data], rounds: int, deadline: float, say: Callable[[str], None]
) -> dict[int, dict[str, list[Sample | None]]]:
    """Return samples by size and workload."""
    with ExitStack() as stack:
        measures: dict[tuple[int, str], Callable[[int], Sample]] = {}
        for data in sizes:
            name = f"parley-{data.events}"
            server = stack.enter_context(parley(data.database, 0, name))
            chance = random.Random(1)  # noqa: S311 (Nothing here is secret.)
            ids = chance.choices(data.ids(), k=DIFFERENT)
            for workload, addresses in (("detail", [f"/v1/events/{one}" for one in ids]), ("list", ["/v1/events"])):
                request_file(name, workload).write_text("\n".join(addresses) + "\n", encoding="utf-8")
                measures[data.events, workload] = partial(_measure_round, server, workload)
        taken = take_rounds(measures, rounds, deadline, say)
    return {data.events: {workload: taken[data.events, workload] for workload in WORKLOADS} for data in sizes}


def _measure_round(server: Server, workload: str, number: int) -> Sample:
    load = Load(request_file(server.name, workload), number * DIFFERENT // 7, connections=1)
    return measure(server, load)
