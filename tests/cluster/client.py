"""Clients: keep-alive connections that check every reply to the last byte, and the account of what came."""

import asyncio
import gzip
import itertools
import json
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


class BadReply(Exception):
    """A reply is not what it has to be."""


@dataclass
class Plan:
    """What to ask, of whom, and what counts as right."""

    host: str
    port: int
    name: str
    connections: int
    seconds: float
    requests: int
    at_most: float
    tries: int
    timeout: float
    urls: Iterator[str]
    releases: dict[str, dict[str, Any]]
    headers: str = ""
    pause: float = 0.0


@dataclass
class Account:
    """What came of it. `slow` are seconds of each good request, retries included."""

    good: int = 0
    failed: int = 0
    unavailable: int = 0
    retried: int = 0
    mixed: int = 0
    back: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    releases: Counter[str] = field(default_factory=Counter)
    caches: Counter[str] = field(default_factory=Counter)
    slow: list[float] = field(default_factory=list)
    refusals: list[float] = field(default_factory=list)

    def summary(self, seconds: float) -> dict[str, Any]:
        """Return the account as JSON takes it; times are milliseconds."""
        times, refused = sorted(self.slow), sorted(self.refusals)
        return {
            **{name: getattr(self, name) for name in ("good", "failed", "unavailable", "retried", "mixed", "back")},
            "kinds": dict(self.kinds.most_common(8)),
            "releases": dict(self.releases),
            "caches": dict(self.caches),
            "seconds": round(seconds, 2),
            "rate": round(self.good / seconds, 1),
            "p50_ms": _at(times, 0.5),
            "p99_ms": _at(times, 0.99),
            "slowest_ms": _at(times, 1.0),
            "refusal_p50_ms": _at(refused, 0.5),
            "refusal_p99_ms": _at(refused, 0.99),
        }


def _at(ordered: list[float], share: float) -> float:
    """Return what that share of the times stays below, in milliseconds; 0 where there are none."""
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000, 1) if ordered else 0.0


class Client:
    """One keep-alive connection, opened anew where it broke, and the order of the releases seen on it."""

    def __init__(self, plan: Plan, account: Account) -> None:
        self.plan, self.account = plan, account
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self.newest = -1

    async def ask(self, url: str) -> None:
        """Ask for a URL, again where the plan allows, and write down what came."""
        begun = time.monotonic()
        for attempt in itertools.count(1):
            try:
                self._judge(await asyncio.wait_for(self._exchange(url), self.plan.timeout))
            except (BadReply, OSError, EOFError, asyncio.LimitOverrunError, ValueError) as error:
                self.close()
                if attempt < self.plan.tries:
                    self.account.retried += 1
                    await asyncio.sleep(min(0.1 * 2**attempt, 1.0))
                    continue
                self.account.failed += 1
                self.account.kinds[f"{type(error).__name__}: {str(error)[:80]}"] += 1
            except Refused:
                self.account.unavailable += 1
                self.account.refusals.append(time.monotonic() - begun)
            else:
                self.account.good += 1
                self.account.slow.append(time.monotonic() - begun)
            return

    async def _exchange(self, url: str) -> tuple[int, dict[str, str], bytes]:
        """Send a request and return status, headers and body of the reply."""
        if self.streams is None:
            self.streams = await asyncio.open_connection(self.plan.host, self.plan.port, limit=1 << 17)
        reader, writer = self.streams
        writer.write(f"GET {url} HTTP/1.1\r\nHost: {self.plan.name}\r\n{self.plan.headers}\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        status = int(head[0].split(" ")[1])
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])}
        if "content-length" not in headers:
            raise BadReply("no Content-Length")
        body = await reader.readexactly(int(headers["content-length"]))
        if headers.get("connection", "").lower() == "close":
            self.close()
        return status, headers, body

    def _judge(self, reply: tuple[int, dict[str, str], bytes]) -> None:
        """Check one reply. Raises BadReply, or Refused for an honest 503."""
        status, headers, body = reply
        if status == 503 and headers.get("retry-after") and headers.get("content-type") == "application/problem+json":
            json.loads(body)
            self.account.kinds["503 with Retry-After"] += 1
            raise Refused
        if status != 200:
            raise BadReply(f"status {status}")
        text = gzip.decompress(body) if headers.get("content-encoding") == "gzip" else body
        found = json.loads(text) if headers.get("content-type", "").startswith("application/json") else {}
        self.account.caches[headers.get("cache-status", "none").removeprefix("parley; ")] += 1
        self._note_release(headers, found.get("meta", {}).get("release") if isinstance(found, dict) else None)

    def _note_release(self, headers: dict[str, str], within: str | None) -> None:
        """Count a reply whose parts are of two releases, and one of an older release than the one before."""
        digest, version = headers.get("parley-release-digest", ""), headers.get("parley-release", "")
        known = self.plan.releases.get(digest)
        self.account.releases[digest[:12]] += 1
        if (self.plan.releases and (known is None or known["version"] != version)) or within not in (None, version):
            self.account.mixed += 1
        if known:
            self.account.back += known["order"] < self.newest
            self.newest = known["order"]

    def close(self) -> None:
        """Drop the connection; the next request opens another."""
        if self.streams:
            self.streams[1].transport.abort()
            self.streams = None


class Refused(Exception):
    """The answer is 503, says so in JSON and says when to ask again."""
