"""Samples of a soak: what a server takes of memory and descriptors while it runs, and whether that grows."""

from dataclasses import dataclass
from pathlib import Path
from statistics import median

MAX_GROWTH = 0.05
"""By what part memory may be more in the last quarter than it was in the first, warm-up not counted."""
MAX_MORE_DESCRIPTORS = 2
"""How many more descriptors may be open: a release is read through one for each request at once."""


@dataclass(frozen=True)
class Sample:
    """How things stood at one moment."""

    seconds: float
    """Since the beginning."""
    megabytes: float
    """Memory of master and workers together, shared pages counted once."""
    descriptors: int
    """Open files and connections of all workers."""
    failures: int
    """So far."""
    median_ms: float
    slow_ms: float
    """What 99 of 100 requests since the last sample took at most."""


def memory_of(processes: list[int]) -> float:
    """Return the megabytes that processes take together."""
    kilobytes = 0
    for process in processes:
        for line in Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines():
            kilobytes += int(line.split()[1]) if line.startswith("Pss_Anon:") else 0
    return kilobytes / 1024


def descriptors_of(processes: list[int]) -> int:
    """Return how many descriptors processes have open together."""
    return sum(len(list(Path(f"/proc/{process}/fd").iterdir())) for process in processes)


def take_sample(seconds: float, master: int, workers: list[int], failures: int, times: list[float]) -> Sample:
    """Return how things stand now."""
    ordered = sorted(times) or [0.0]
    slow = ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)]
    return Sample(
        seconds, memory_of([master, *workers]), descriptors_of(workers), failures, ordered[len(ordered) // 2], slow
    )


def judge(samples: list[Sample], warm_up: float) -> tuple[str, list[str]]:
    """Return the figures in a sentence, and what did not hold; `warm_up` seconds at the beginning are not counted."""
    warm = [sample for sample in samples if sample.seconds >= warm_up] or samples[-1:]
    quarter = max(1, len(warm) // 4)
    first, last = warm[:quarter], warm[-quarter:]
    before, after = median(one.megabytes for one in first), median(one.megabytes for one in last)
    open_before, open_after = median(one.descriptors for one in first), median(one.descriptors for one in last)
    failures = samples[-1].failures
    growth = after / before - 1
    figures = (
        f"memory {before:.1f} to {after:.1f} MB ({growth:+.1%}), descriptors {open_before:g} to {open_after:g},"
        f" {failures} failures; median {median(one.median_ms for one in warm):.1f} ms,"
        f" 99 of 100 within {median(one.slow_ms for one in warm):.0f} ms"
    )
    wrong = []
    if growth > MAX_GROWTH:
        wrong.append(f"memory grew by {growth:.1%}, allowed are {MAX_GROWTH:.0%}")
    if open_after > open_before + MAX_MORE_DESCRIPTORS:
        wrong.append(f"descriptors went from {open_before:g} to {open_after:g}")
    if failures:
        wrong.append(f"{failures} requests failed")
    return figures, wrong
