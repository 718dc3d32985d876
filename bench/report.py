"""Report: the figures of a run as Markdown, which is both printed and written into docs/performance.md."""

from collections.abc import Callable, Iterable, Sequence

from bench.goals import Verdict
from bench.load import CONNECTIONS, Sample
from bench.questions import WORKLOADS
from bench.results import Results, Server
from bench.rounds import cpu, median_of, rate

NOTHING = "–"
REFERENCE = "bare-flask"
MARKS = {True: "reached", False: "**missed**", None: "not measured"}


def document(results: Results, verdicts: Iterable[Verdict]) -> str:
    """Return everything of a run that docs/performance.md has."""
    present = [server for server in results.servers if not server.absent]
    sections = [
        _heading(results),
        _disturbed(present),
        f"Requests per second, and in brackets how many times that of `{REFERENCE}`:",
        _rates(results, present),
        "Latency in milliseconds: half of the requests took at most the first figure, 99 of 100 at most the second.",
        _grid(present, lambda server, workload: _latency(server.samples.get(workload, []))),
        "Processor time of the server, µs a request:",
        _grid(present, lambda server, workload: _number(median_of(server.samples.get(workload, []), cpu))),
        "Bytes of a body, plain and with gzip; MB of the largest worker, with its share of what is shared and without:",
        _sizes(present),
        "Goals, and beside them the same ratio by processor time, which others on the machine disturb less:",
        _goals(verdicts),
        "Parley without its cache, one connection, by the size of the record:",
        _by_size(results),
        *_absent(results.servers),
    ]
    return "\n\n".join(section for section in sections if section)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; all columns but the first are figures."""
    lines = [head, ["---", *["--:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _heading(results: Results) -> str:
    rounds = max((len(taken) for server in results.servers for taken in server.samples.values()), default=0)
    return (
        f"Measured on {results.date} on {results.machine}; {results.versions}. {results.events:,} generated events,"
        f" which `parley build` built in {results.build_seconds:.0f} s ({results.events / results.build_seconds:,.0f} a"
        f" second). {CONNECTIONS} keep-alive connections; rounds: {rounds}."
    )


def _rates(results: Results, servers: Iterable[Server]) -> str:
    def cell(server: Server, workload: str) -> str:
        median, ratio = (
            median_of(server.samples.get(workload, []), rate),
            results.ratio(server.name, REFERENCE, workload),
        )
        if median is None:
            return NOTHING
        return f"{median:,.0f}" + (f" ({_ratio(ratio)})" if ratio is not None else "")

    return _grid(servers, cell, what=True)


def _grid(servers: Iterable[Server], cell: Callable[[Server, str], str], *, what: bool = False) -> str:
    """Return a table of servers by workloads."""
    rows = [
        [f"{server.name}: {server.what}" if what else server.name, *(cell(server, workload) for workload in WORKLOADS)]
        for server in servers
    ]
    return table(["", *WORKLOADS], rows)


def _latency(samples: Sequence[Sample | None]) -> str:
    half, most = (median_of(samples, figure) for figure in (lambda one: one.counted.p50, lambda one: one.counted.p99))
    return NOTHING if half is None or most is None else f"{_ratio(half)} / {_ratio(most)}"


def _number(figure: float | None) -> str:
    return NOTHING if figure is None else f"{figure:,.0f}"


def _ratio(figure: float | None) -> str:
    """Write a figure with two digits that say something."""
    if figure is None:
        return NOTHING
    return f"{figure:,.0f}" if figure >= 20 else f"{figure:.1f}" if figure >= 2 else f"{figure:.2f}"


def _sizes(servers: Iterable[Server]) -> str:
    def pair(server: Server, kind: str) -> str:
        plain, packed = server.sizes.get(kind, (None, None))
        return f"{_number(plain)} / {_number(packed)}"

    rows = [
        [
            server.name,
            server.versions,
            pair(server, "detail"),
            pair(server, "list"),
            _memory(server),
            str(server.workers),
        ]
        for server in servers
    ]
    return table(["", "made of", "detail", "list", "memory", "workers"], rows)


def _memory(server: Server) -> str:
    memory = server.memory
    return f"{memory.pss / 1e6:.0f} / {memory.anonymous / 1e6:.0f}" if memory else NOTHING


def _goals(verdicts: Iterable[Verdict]) -> str:
    rows = [
        [
            one.goal,
            f"{'≥' if one.least else '≤'} {one.bound:g}",
            _ratio(one.measured),
            _ratio(one.thrift),
            MARKS[one.reached],
        ]
        for one in verdicts
    ]
    return table(["", "goal", "measured", "by processor time", ""], rows)


def _by_size(results: Results) -> str:
    """Return latency and processor time of each size."""
    workloads = list(dict.fromkeys(workload for taken in results.by_size.values() for workload in taken))
    rows = [
        [f"{size:,} events"]
        + [
            f"{_latency(taken.get(workload, []))} ms, {_number(median_of(taken.get(workload, []), cpu))} µs"
            for workload in workloads
        ]
        for size, taken in sorted(results.by_size.items())
    ]
    return table(["", *workloads], rows) if rows else ""


def _absent(servers: Iterable[Server]) -> list[str]:
    """Return a line for each server that could not be started, and for answers that were not good."""
    lines = [f"Not measured: {server.name} ({server.absent})." for server in servers if server.absent]
    for server in servers:
        wrong = {
            workload: sum(sample.counted.errors for sample in taken if sample)
            for workload, taken in server.samples.items()
        }
        lines += [
            f"{server.name} failed {number} requests of {workload}." for workload, number in wrong.items() if number
        ]
    return lines


def _disturbed(servers: Iterable[Server]) -> str:
    """Say how many samples others disturbed even when they were repeated, and what that means."""
    samples = [sample for server in servers for taken in server.samples.values() for sample in taken if sample]
    disturbed = sum(sample.disturbed for sample in samples)
    text = (
        f"Of {len(samples)} samples, {disturbed} were disturbed by others' work or by an uneven share of connections."
    )
    if disturbed * 2 > len(samples):
        text = f"**{text} The machine was too busy for these figures to be relied on; measure again.**"
    return text
