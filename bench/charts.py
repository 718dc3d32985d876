"""Charts: throughput by server, and latency by the size of the record, as SVG; runs where matplotlib is, on its own.

python charts.py RESULTS.json FOLDER
"""

import json
import statistics
import sys
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

Data = dict[str, Any]

OURS, THEIRS, LIMIT, GRID = "#1b5e8c", "#7a868e", "#9a6a00", "#e6e6e6"
INK, FAINT = "#222222", "#666666"
LIMITS = ("bare-wsgi", "bare-flask")
STYLE = {
    "svg.hashsalt": "parley",
    "svg.fonttype": "none",
    "font.family": ["DejaVu Sans", "sans-serif"],
    "font.size": 11,
    "text.color": INK,
    "axes.edgecolor": FAINT,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
}


def main() -> None:
    """Draw both charts of the results given on the command line."""
    results = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    folder = Path(sys.argv[2])
    with mpl.rc_context(STYLE):
        save(throughput(results), folder / "throughput.svg")
        if results["by_size"]:
            save(growth(results), folder / "latency.svg")


def save(figure: Figure, path: Path) -> None:
    """Write a chart, the same bytes for the same figures, on white so that it can be read on any page."""
    figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None}, facecolor="white")
    # Matplotlib ends lines with blanks.
    path.write_text(
        "".join(f"{line.rstrip()}\n" for line in path.read_text(encoding="utf-8").splitlines()), encoding="utf-8"
    )


def middle(samples: list[Data | None], figure: str) -> float | None:
    """Return the median of what wrk counted; `rate` is requests per second."""
    counted = [one["counted"] for one in samples if one]
    values = [one["requests"] / one["seconds"] if figure == "rate" else one[figure] for one in counted]
    return statistics.median(values) if values else None


def throughput(results: Data) -> Figure:
    """Draw requests per second of mixed work by server, as points: a bar has no beginning on such a scale."""
    rates = {one["name"]: middle(one["samples"].get("mixed", []), "rate") for one in results["servers"]}
    order = sorted((rate, name) for name, rate in rates.items() if rate)
    figure = Figure(figsize=(8, 1.3 + 0.38 * len(order)), layout="constrained")
    axes = figure.subplots()
    for row, (rate, name) in enumerate(order):
        colour = OURS if name.startswith("parley") else LIMIT if name in LIMITS else THEIRS
        axes.plot(rate, row, "o", color=colour, markersize=9, markerfacecolor="white" if name in LIMITS else colour)
        axes.annotate(f"{rate:,.0f}", (rate, row), xytext=(10, 0), textcoords="offset points", va="center")
    axes.set_yticks(range(len(order)), [name for _, name in order])
    axes.set_ylim(-0.6, len(order) - 0.4)
    axes.set_xscale("log")
    axes.set_xlim(order[0][0] / 2, order[-1][0] * 2.5)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axes.grid(axis="both", color=GRID)
    axes.set_axisbelow(True)
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel("requests per second, logarithmic (hollow: constant bytes, nothing read)")
    axes.set_title(f"Mixed work over {results['events']:,} events", loc="left")
    return figure


def growth(results: Data) -> Figure:
    """Draw the latency of a record and of a first page by the size of the record."""
    sizes = sorted(int(size) for size in results["by_size"])
    figure = Figure(figsize=(8, 3.6), layout="constrained")
    axes = figure.subplots()
    highest = 0.0
    for workload, colour, label in (("list", LIMIT, "first page of 20"), ("detail", OURS, "one record")):
        values = [middle(results["by_size"][str(size)].get(workload, []), "p50") or 0.0 for size in sizes]
        highest = max(highest, *values)
        axes.plot(sizes, values, color=colour, marker="o", markersize=7)
        for size, value in zip(sizes, values, strict=True):
            axes.annotate(f"{value:.2f}", (size, value), xytext=(0, 8), textcoords="offset points", ha="center")
        axes.annotate(
            label, (sizes[-1], values[-1]), xytext=(24, 0), textcoords="offset points", va="center", color=colour
        )
    axes.set_xscale("log")
    axes.set_xlim(sizes[0] / 2, sizes[-1] * 5)
    axes.set_ylim(0, highest * 1.3)
    axes.set_xticks(sizes, [f"{size:,}" for size in sizes])
    axes.xaxis.minorticks_off()
    axes.grid(axis="y", color=GRID)
    axes.set_axisbelow(True)
    axes.set_xlabel("events in the record, logarithmic")
    axes.set_ylabel("milliseconds, median")
    axes.set_title("Latency by the size of the record, without the cache", loc="left")
    return figure


if __name__ == "__main__":
    main()
