"""Rounds: each server in turn, again and again, so that whatever the machine does meets all of them alike."""

import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from time import monotonic
from typing import TypeVar

from bench.load import BadRun, Sample

Key = TypeVar("Key")
Figure = Callable[[Sample], float]


def rate(sample: Sample) -> float:
    """Return a sample's requests per second."""
    return sample.counted.rate


def cpu(sample: Sample) -> float:
    """Return a sample's processor time of the server, µs a request."""
    return sample.cpu


def take_rounds(
    measures: Mapping[Key, Callable[[int], Sample]], rounds: int, deadline: float, say: Callable[[str], None]
) -> dict[Key, list[Sample | None]]:
    """Take a sample of everything in each round; every second round goes the other way round.

    A measure is given the number of its round. Nothing is begun after `deadline` (of time.monotonic), and no round
    that would not end before it. A sample that could not be taken is None, so that those of a round stay together.
    """
    taken: dict[Key, list[Sample | None]] = {key: [] for key in measures}
    longest = 0.0
    for number in range(rounds):
        began = monotonic()
        if began + longest > deadline:
            say(f"No time is left for round {number + 1} of {rounds}.")
            break
        for key in list(measures) if number % 2 == 0 else reversed(list(measures)):
            taken[key].append(_take(measures[key], number, say) if monotonic() < deadline else None)
        longest = max(longest, monotonic() - began)
        say(f"Round {number + 1} of {rounds} took {monotonic() - began:.0f} s.")
    return taken


def _take(measure: Callable[[int], Sample], number: int, say: Callable[[str], None]) -> Sample | None:
    """Return a sample; None, and say why, where the load generator failed."""
    try:
        return measure(number)
    except BadRun as bad:
        say(str(bad))
        return None


def median_of(samples: Iterable[Sample | None], figure: Figure) -> float | None:
    """Return the median of a figure over the samples that were taken; None without any."""
    figures = [figure(sample) for sample in samples if sample is not None]
    return statistics.median(figures) if figures else None


def paired_ratio(ours: Sequence[Sample | None], theirs: Sequence[Sample | None], figure: Figure = rate) -> float | None:
    """Return the median over the rounds of our figure divided by theirs of the same round; None without any."""
    pairs = [(figure(our), figure(their)) for our, their in zip(ours, theirs, strict=False) if our and their]
    ratios = [our / their for our, their in pairs if their]
    return statistics.median(ratios) if ratios else None
