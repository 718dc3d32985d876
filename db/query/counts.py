"""Counts: totals of a release, which never changes, remembered so that each is counted once."""

from collections import OrderedDict
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from db.query.connection import MAX_RELEASES, Reader

MAX_COUNTS = 2_000
"""Numbers that are remembered of a release."""

CountKey = tuple[Any, ...]


class CountCache(OrderedDict[CountKey, int]):
    """Numbers that took counting, by the statement and the values that it was bound with."""

    def keep(self, key: CountKey, number: int) -> None:
        """Remember a number, and forget the one that was counted longest ago if there are too many."""
        self[key] = number
        if len(self) > MAX_COUNTS:
            with suppress(KeyError):
                self.popitem(last=False)


@lru_cache(maxsize=MAX_RELEASES)
def counts_of(_path: Path) -> CountCache:
    """Return the numbers that all readers of a release share."""
    return CountCache()


def cached_count(reader: Reader, statement: str, bound: dict[str, Any], names: list[str]) -> int:
    """Return what a statement counts; `names` are all of the values it is bound with that it depends on."""
    counts = counts_of(reader.path)
    key = (statement, *map(bound.get, names))
    total = counts.get(key)
    if total is None:
        total = int(reader.query(statement, bound)[0][0])
        counts.keep(key, total)
    return total
