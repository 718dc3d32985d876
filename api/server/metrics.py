"""Metrics: the counts of all requests, exact across workers, as Prometheus reads them.

There are at most 200 series, whatever clients ask for: the nouns share a route, and what is not in SERIES is counted
under `_OTHER`. The access log names the route itself.

The numbers stand in memory that the workers share because the server made it before they were forked. Each worker
writes in a row of its own, so nothing has to be locked between them; the one that takes the place of a dead worker
goes on in its row, so nothing is lost, and nothing is left behind on a disk.
"""

import mmap
import threading
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, count

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from schemas.nouns import SCHEMAS

OTHER = "_OTHER"
METHODS = ("GET", "HEAD", "OPTIONS")
SECONDS = (0.001, 0.01, 0.1, 0.5)
"""Bounds of the buckets: a reply from memory, a record, a search, and the time that the database is given at most."""
LIST, RECORD, DATE = "/v1/{noun}", "/v1/{noun}/{id}", "/v1/{noun}/{date}"
QUESTION, DOWNLOAD, PAGE = "/v1/{question}", "/v1/downloads", "/{page}"
SERIES = (
    *(("GET", route, status) for route in (LIST, RECORD, DATE, QUESTION, DOWNLOAD, PAGE) for status in ("200", "304")),
    ("GET", DOWNLOAD, "206"),
    *(("GET", OTHER, status) for status in ("400", "404", "406", "410", "414", "416", "500", "503")),
    *(("HEAD", OTHER, status) for status in ("200", "304", OTHER)),
    ("OPTIONS", OTHER, "200"),
    (OTHER, OTHER, "405"),
    (OTHER, OTHER, OTHER),
)

CACHE_STATUSES = ("hit", "miss", "pass")
ROWS = 128
"""How many workers can count at a time, those that are just ending included."""

# In a row: for each series the buckets of each CACHE_STATUSES and a cell for the seconds, then the single counters.
# A request is one step in one cell, so that a worker that is killed at any moment leaves no metric ahead of another.
_BUCKETS = len(SECONDS) + 1
_SECONDS_AT = _BUCKETS * len(CACHE_STATUSES)
_AT = {series: number * (_SECONDS_AT + 1) for number, series in enumerate(SERIES)}
_BY_CACHE = {cached: number * _BUCKETS for number, cached in enumerate(CACHE_STATUSES)}
_TOO_SLOW, _UNREAD = (len(SERIES) * (_SECONDS_AT + 1) + number for number in range(2))
_CELLS = _UNREAD + 1


class Counts:
    """The counts of all workers, in shared memory; this process writes in a row of its own."""

    def __init__(self) -> None:
        self.cells = memoryview(mmap.mmap(-1, ROWS * _CELLS * 8)).cast("d")
        self.lock = threading.Lock()
        self.cell_by_key = dict[tuple[str, str | None, str], int]()
        self.write_in(0)

    def write_in(self, row: int) -> None:
        """Let this process write in a row, in which no other may."""
        self.row = self.cells[row * _CELLS : (row + 1) * _CELLS]

    def count_request(self, key: tuple[str, str | None, str], cached: str, seconds: float) -> None:
        """Count a request of a method, a route of Flask (None where there is none) and a status.

        `method` is one of METHODS or OTHER, `cached` one of CACHE_STATUSES.
        """
        at = self.cell_by_key.get(key)
        if at is None:
            at = self.cell_by_key[key] = _AT[series_of(*key)]
        bucket = at + _BY_CACHE[cached] + bisect_left(SECONDS, seconds)
        row = self.row
        with self.lock:
            row[bucket] += 1
            row[at + _SECONDS_AT] += seconds

    def count_too_slow(self) -> None:
        """Count a request that was ended because the database took too long."""
        with self.lock:
            self.row[_TOO_SLOW] += 1

    def count_unread(self) -> None:
        """Count a request that the server refused before the application saw it."""
        with self.lock:
            self.row[_UNREAD] += 1

    def sums(self) -> list[float]:
        """Return the sum of all rows."""
        return [sum(self.cells[cell::_CELLS]) for cell in range(_CELLS)]


COUNTS = Counts()
"""The numbers of this server: there are one server's in a process, as there is one process to a row."""


def free_row(rows_in_use: Iterable[int]) -> int:
    """Return the first row that no living worker writes in. If there are too many workers, some share the last."""
    rows = set(rows_in_use)
    return min(next(row for row in count() if row not in rows), ROWS - 1)


@dataclass(frozen=True)
class Exposition(Collector):
    """The metrics at one moment: the counts, the release that is served, and whether one was refused."""

    version: str | None
    digest: str | None
    refused: bool

    def collect(self) -> Iterator[Metric]:
        """Give every metric."""
        yield from _counted(COUNTS.sums())
        info = GaugeMetricFamily("parley_release_info", "The release that is served.", labels=("release", "digest"))
        if self.version is not None and self.digest is not None:
            info.add_metric((self.version, self.digest), 1)
        yield info
        text = "1 where the release that should be served is missing or was refused."
        yield GaugeMetricFamily("parley_release_refused", text, value=float(self.refused))


def series_of(method: str, route: str | None, status: str) -> tuple[str, str, str]:
    """Return the series that a request is counted in."""
    group = group_of(route) if route else OTHER
    for series in ((method, group, status), (method, OTHER, status), (method, OTHER, OTHER)):
        if series in _AT:
            return series
    return OTHER, OTHER, OTHER


def group_of(route: str) -> str:
    """Return the route of the metrics that a route of Flask belongs to."""
    version, _, rest = route.lstrip("/").partition("/")
    if version != "v1" or not rest:
        return PAGE
    first, _, more = rest.partition("/")
    if first == "downloads":
        return DOWNLOAD
    if first not in SCHEMAS:
        return QUESTION
    if more == "latest" or more.endswith(":date>"):
        return DATE
    return {"": LIST, "<identifier>": RECORD}.get(more, QUESTION)


def _counted(sums: list[float]) -> Iterator[Metric]:
    """Give the metrics that are sums over all workers."""
    text = "Time until the reply was ready to be sent, by method, route and status."
    labels = ("method", "route", "status")
    durations = HistogramMetricFamily("http_server_request_duration_seconds", text, labels=labels)
    bounds = [*map(str, SECONDS), "+Inf"]
    by_cache = dict.fromkeys(CACHE_STATUSES, 0.0)
    for series, at in _AT.items():
        buckets = [0.0] * _BUCKETS
        for cached, shift in _BY_CACHE.items():
            counts = sums[at + shift : at + shift + _BUCKETS]
            by_cache[cached] += sum(counts)
            buckets = [total + more for total, more in zip(buckets, counts, strict=True)]
        durations.add_metric(series, list(zip(bounds, accumulate(buckets), strict=True)), sums[at + _SECONDS_AT])
    yield durations
    requests = CounterMetricFamily("parley_requests", "Requests, by whether a kept reply was given.", labels=("cache",))
    for cached, value in by_cache.items():
        requests.add_metric((cached,), value)
    yield requests
    text = "Requests ended because the database took too long."
    yield CounterMetricFamily("parley_query_budget_exceeded", text, value=sums[_TOO_SLOW])
    text = "Requests that gunicorn refused before reading them."
    yield CounterMetricFamily("parley_unread_requests", text, value=sums[_UNREAD])


def exposition(state: Exposition) -> bytes:
    """Return all metrics of all workers as Prometheus reads them."""
    registry = CollectorRegistry()
    registry.register(state)
    return generate_latest(registry)
