"""Goals: what goals.toml asks for, and whether a run reached it."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from bench.results import Results
from bench.rounds import median_of

GOALS = Path(__file__).with_name("goals.toml")


@dataclass(frozen=True)
class Verdict:
    """One goal: what it asks for in words, the bound, and what was measured; None where it could not be."""

    goal: str
    bound: float
    measured: float | None
    least: bool
    thrift: float | None = None
    """The same ratio by processor time, which is not judged."""

    @property
    def reached(self) -> bool | None:
        """Whether it was reached; None where it was not measured."""
        if self.measured is None:
            return None
        return self.measured >= self.bound if self.least else self.measured <= self.bound


def judge(results: Results, goals: Path = GOALS) -> list[Verdict]:
    """Return the verdict on every goal."""
    asked = tomllib.loads(goals.read_text(encoding="utf-8"))
    verdicts = [
        Verdict(
            f"{one['workload']}: {one['server']} to {one['over']}",
            one["at_least"],
            results.ratio(one["server"], one["over"], one["workload"]),
            least=True,
            thrift=results.thrift(one["server"], one["over"], one["workload"]),
        )
        for one in asked["ratio"]
    ]
    verdicts += [
        Verdict(
            f"memory of a worker's own: {one['server']}, MB",
            one["at_most"],
            _memory(results, one["server"]),
            least=False,
        )
        for one in asked["memory"]
    ]
    return verdicts + [_of_size(results, one["workload"], one["at_most"]) for one in asked["size"]]


def _memory(results: Results, name: str) -> float | None:
    """Return a server's memory of a worker in MB."""
    server = results.server(name)
    return server.memory.anonymous / 1e6 if server and server.memory else None


def _of_size(results: Results, workload: str, bound: float) -> Verdict:
    """Return the verdict on how latency grows with the record."""
    sizes = sorted(results.by_size)
    goal = f"{workload}: latency"
    if len(sizes) < 2:
        return Verdict(f"{goal} by size of the record", bound, None, least=False)
    figures = [
        median_of(results.by_size[size].get(workload, []), lambda sample: sample.counted.p50)
        for size in (sizes[0], sizes[-1])
    ]
    small, large = figures
    goal += f" at {sizes[-1]:,} events to that at {sizes[0]:,}"
    return Verdict(goal, bound, large / small if small and large else None, least=False)
