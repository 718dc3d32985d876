"""Arithmetic with estimates: numbers of which the best, or the lowest and the highest, are known.

An estimate is a mapping with `best`, `low` and `high`, of which a record leaves out, and a document has as null, what
is not known.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Numbers = Mapping[str, Any]


@dataclass(frozen=True)
class Total:
    """The sum of some estimates: of the lowest and of the highest numbers, and of the best where each has one."""

    low: int
    best: int | None
    high: int
    unknown: int
    """How many there were without any number; the sums are of the others."""


def lowest(estimate: Numbers) -> int | None:
    """Return the lowest number that an estimate allows, or None if it has no number."""
    low: int | None = estimate.get("low")
    return estimate.get("best") if low is None else low


def highest(estimate: Numbers) -> int | None:
    """Return the highest number that an estimate allows, or None if it has no number."""
    high: int | None = estimate.get("high")
    return estimate.get("best") if high is None else high


def total(estimates: Iterable[Numbers | None]) -> Total:
    """Add up estimates, such as the counts of the transfers under one term; None stands for a number not known."""
    low = high = best = unknown = 0
    best_known = True
    for estimate in estimates:
        least, most = (lowest(estimate), highest(estimate)) if estimate else (None, None)
        if estimate is None or least is None or most is None:
            unknown += 1
            continue
        low += least
        high += most
        best += estimate.get("best") or 0
        best_known = best_known and estimate.get("best") is not None
    return Total(low, best if best_known and not unknown else None, high, unknown)
