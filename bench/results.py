"""Results: the figures of one run, as they are written to a file and read by the document and the charts."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from bench.load import Counted, Sample
from bench.machine import Memory
from bench.rounds import cpu, paired_ratio

Samples = Sequence[Sample | None]


@dataclass
class Server:
    """What was found of one server: samples by workload in the order of the rounds, sizes, memory, or why it is absent.

    `sizes` are bytes of a body by what it is of, plain and with gzip; `memory` is of the largest worker.
    """

    name: str
    what: str
    versions: str = ""
    absent: str = ""
    samples: dict[str, list[Sample | None]] = field(default_factory=dict)
    sizes: dict[str, tuple[int, int | None]] = field(default_factory=dict)
    memory: Memory | None = None
    workers: int = 0


@dataclass
class Results:
    """One run: when and where, over how many events, what the build took, and what was found."""

    date: str
    machine: str
    versions: str
    events: int
    build_seconds: float
    servers: list[Server] = field(default_factory=list)
    by_size: dict[int, dict[str, list[Sample | None]]] = field(default_factory=dict)

    def server(self, name: str) -> Server | None:
        """Return what was found of a server; None where it took no part."""
        return next((server for server in self.servers if server.name == name), None)

    def samples(self, name: str, workload: str) -> Samples:
        """Return the samples of a server; none where it took no part."""
        server = self.server(name)
        return server.samples.get(workload, []) if server else []

    def ratio(self, name: str, other: str, workload: str) -> float | None:
        """Return how many times the requests per second of another a server answers; None where one is absent."""
        return paired_ratio(self.samples(name, workload), self.samples(other, workload))

    def thrift(self, name: str, other: str, workload: str) -> float | None:
        """Return how many times as much processor time another takes for a request; None where one is absent.

        Others on the machine change this less than they change requests per second.
        """
        return paired_ratio(self.samples(other, workload), self.samples(name, workload), cpu)


def save(results: Results, path: Path) -> None:
    """Write the results as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(asdict(results), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def load(path: Path) -> Results:
    """Read results that `save` wrote."""
    given = json.loads(path.read_text(encoding="utf-8"))
    servers = [
        Server(
            **one
            | {"samples": {workload: _samples(taken) for workload, taken in one["samples"].items()}}
            | {"sizes": {kind: (plain, packed) for kind, (plain, packed) in one["sizes"].items()}}
            | {"memory": Memory(**one["memory"]) if one["memory"] else None}
        )
        for one in given["servers"]
    ]
    by_size = {
        int(size): {workload: _samples(taken) for workload, taken in workloads.items()}
        for size, workloads in given["by_size"].items()
    }
    return Results(**given | {"servers": servers, "by_size": by_size})


def _samples(given: list[dict[str, object] | None]) -> list[Sample | None]:
    return [Sample(**one | {"counted": Counted(**one["counted"])}) if one else None for one in given]  # type: ignore[arg-type]
