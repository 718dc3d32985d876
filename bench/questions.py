"""Questions: what is asked of every server alike, drawn once and for all from the record that they serve."""

import random
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, cycle
from pathlib import Path
from typing import TypeVar

Thing = TypeVar("Thing")
Line = tuple[str, str]
"""An address and the ETag to send with it, or nothing."""

DRAWS = 4_000
"""Requests of a workload before it begins anew."""
DIFFERENT = 300
"""Different filters, and different searches."""
PAGE = 20
MAX_DEPTH = 40_000
MIXED = ["detail"] * 12 + ["list"] * 5 + ["search"] * 2 + ["conditional"]
"""Twenty requests of mixed work: 60 % detail, 25 % list, 10 % search, 5 % conditional."""
LISTS = ("list", "filter", "list", "deep page")
"""Of the lists among them, half are the first page, the others filtered or deep."""
WORKLOADS = ("mixed", "detail", "list", "conditional", "filter", "search", "deep page")
"""In this order: should time run short, what most goals are about has been measured."""


@dataclass(frozen=True)
class Filter:
    """A question for the events of an actor between two days."""

    actor: str
    first: str
    last: str


@dataclass(frozen=True)
class Depth:
    """A page far down the list: its offset from the newest, and the last row before it counted from the oldest."""

    offset: int
    date: str
    n: int


@dataclass(frozen=True)
class Questions:
    """What is asked: ids and rows of events as often as they are asked for, filters, words and deep pages likewise."""

    events: list[tuple[str, int]]
    filters: list[Filter]
    searches: list[str]
    deep: list[Depth]


def zipf(things: Sequence[Thing], number: int, chance: random.Random) -> list[Thing]:
    """Draw with replacement: of the shuffled things, the one of rank r is drawn as often as 1/r says."""
    shuffled = chance.sample(things, len(things))
    weights = list(accumulate(1 / rank for rank in range(1, len(shuffled) + 1)))
    return chance.choices(shuffled, cum_weights=weights, k=number)


def draw_questions(tables: Path, seed: int = 1) -> Questions:
    """Draw the questions; the same for the same record and seed."""
    chance = random.Random(seed)  # noqa: S311 (Nothing here is secret.)
    db = sqlite3.connect(f"file:{tables}?mode=ro", uri=True)
    try:
        events = db.execute("select id, n, date from event order by date, n").fetchall()
        filters, searches = list[Filter](), list[str]()
        for _, n, day in chance.choices(events, k=DIFFERENT):
            actors = [row[0] for row in db.execute("select actor from event_actor where event = ? order by actor", [n])]
            year = int(day[:4])
            if actors:
                filters.append(Filter(chance.choice(actors), f"{year - 1}-01-01", f"{year + 1}-12-31"))
            words = db.execute("select summary from event where n = ?", [n]).fetchone()[0].replace(".", " ").split()
            long = [word.lower() for word in words if len(word) > 4 and word.isalpha()] or ["talks"]
            searches.append(" ".join(chance.sample(long, min(len(long), chance.choice((1, 2))))))
    finally:
        db.close()
    middle = min(MAX_DEPTH, len(events) // 2) // 100 * 100
    deep = [_depth(events, middle + page * PAGE) for page in range(min(20, (len(events) - middle) // PAGE))]
    return Questions(
        zipf([(identifier, n) for identifier, n, _ in events], DRAWS, chance),
        zipf(filters, DRAWS // 10, chance),
        zipf(searches, DRAWS // 10, chance),
        deep,
    )


def _depth(events: list[tuple[str, int, str]], offset: int) -> Depth:
    _, n, day = events[max(0, offset - 1)]
    return Depth(offset, day, n)


def lines_of(workload: str, addresses: dict[str, list[str]], tags: list[Line], seed: int = 1) -> list[Line]:
    """Return the requests of a workload in their order; `tags` are the conditional ones."""
    if workload == "conditional":
        return tags
    if workload != "mixed":
        return [(address, "") for address in addresses[workload]]
    chance = random.Random(seed)  # noqa: S311 (Nothing here is secret.)
    sources = {kind: [(address, "") for address in found] for kind, found in addresses.items()} | {"conditional": tags}
    endless = {kind: cycle(lines) for kind, lines in sources.items()}
    lists = cycle(LISTS)
    return [
        next(endless[next(lists) if kind == "list" else kind])
        for _ in range(DRAWS // len(MIXED))
        for kind in chance.sample(MIXED, len(MIXED))
    ]
