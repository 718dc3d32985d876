"""The load of a soak: readers of every kind, and clients that mean no good, at a rate that does not change."""

import json
import random
import socket
import threading
import time
from collections import Counter
from http.client import HTTPConnection, HTTPException
from urllib.parse import quote

from tests.hostile import framing, headers, hosts, lines, methods, paths, queries, reading
from tests.hostile.case import Case
from tests.hostile.wire import Garbled, talk

GROUPS = (methods, lines, framing, headers, hosts, paths, queries, reading)
CASES: list[Case] = [case for group in GROUPS for case in group.CASES if b"/v1/downloads/" not in case.raw]
"""What is wrong on purpose. Downloads are left out: the strict reader of these tests is too slow for whole records."""
CLIENTS = 4
"""Clients at once; each has its share of the rate, and a connection that stays open."""
MAX_WAITING = 20
"""Connections of clients that never finish their request."""
NOUNS = ("events", "claims", "statements", "agreements", "transfers", "documents", "actors", "places", "sources")
FORMATS = ("json", "txt", "md", "html", "csv", "ndjson", "geojson", "ics", "atom", "jsonld", "bib", "csl", "svg")
ADDRESSES = ("/", "/v1", "/v1/coverage", "/v1/vocabularies", "/v1/releases", "/v1/changes?limit=20", "/openapi.yaml")
SUMS = ("/v1/transfers/totals", "/v1/transfers/totals.svg", "/v1/actors.svg", "/v1/on-this-day", "/v1/places.png")
SEVERAL = b"GET /v1/topics HTTP/1.1\r\nHost: localhost\r\n\r\n"


class Load:
    """Clients that ask until they are told to end, each at its times; what they were answered and how long it took."""

    def __init__(self, address: tuple[str, int], rate: float) -> None:
        self.address, self.rate = address, rate
        self.statuses = Counter[str]()
        self.failures = list[str]()
        """What no client may get: a 5xx that is not the right answer, a broken reply, none at all."""
        self._milliseconds = list[float]()
        self._waiting = list[socket.socket]()
        self._lock, self._is_ended = threading.Lock(), threading.Event()
        self._ids = {noun: self._read_ids(noun) for noun in NOUNS}
        self._clients = [threading.Thread(target=self._run, args=(number,)) for number in range(CLIENTS)]

    def start(self) -> None:
        """Let all clients begin."""
        for client in self._clients:
            client.start()

    def end(self) -> None:
        """Let all clients end, and wait for them."""
        self._is_ended.set()
        for client in self._clients:
            client.join()
        while self._waiting:
            self._waiting.pop().close()

    def take_times(self) -> list[float]:
        """Return how many milliseconds each good request took since the last time."""
        with self._lock:
            times, self._milliseconds = self._milliseconds, []
        return times

    def _read_ids(self, noun: str) -> list[str]:
        connection = HTTPConnection(*self.address, timeout=60)
        connection.request("GET", f"/v1/{noun}.ndjson?fields=id", headers={"Host": "localhost"})
        text = connection.getresponse().read().decode()
        connection.close()
        return [json.loads(line)["id"] for line in text.splitlines()]

    def _run(self, number: int) -> None:
        chance = random.Random(number)
        connection = HTTPConnection(*self.address, timeout=60)
        due = time.monotonic()
        while not self._is_ended.wait(max(0.0, due - time.monotonic())):
            # Nobody makes up for lost time: a machine that is busy gets fewer requests and no burst.
            due = max(due, time.monotonic() - 1) + CLIENTS / self.rate
            turn = chance.random()
            try:
                if turn < 0.8:
                    self._read(connection, chance)
                elif turn < 0.95:
                    self._harm(chance.choice(CASES))
                elif turn < 0.98:
                    self._hurry()
                else:
                    self._wait()
            except (OSError, HTTPException, Garbled) as error:
                self._fail(f"{error!r}")
                connection.close()

    def _fail(self, what: str) -> None:
        with self._lock:
            self.failures.append(what)

    def _read(self, connection: HTTPConnection, chance: random.Random) -> None:
        path, before = self._path(chance), time.perf_counter()
        connection.request("GET", path, headers={"Host": "localhost", "Accept-Encoding": chance.choice(("", "gzip"))})
        reply = connection.getresponse()
        etag, size = reply.headers.get("ETag"), len(reply.read())
        with self._lock:
            self._milliseconds.append((time.perf_counter() - before) * 1000)
            self.statuses[str(reply.status)] += 1
        if reply.status >= 500 or (reply.status == 200 and not size):
            self._fail(f"{reply.status} for {path}")
        if etag and chance.random() < 0.2:
            connection.request("GET", path, headers={"Host": "localhost", "If-None-Match": etag})
            reply = connection.getresponse()
            reply.read()
            with self._lock:
                self.statuses[str(reply.status)] += 1

    def _path(self, chance: random.Random) -> str:
        noun, turn = chance.choice(NOUNS), chance.random()
        if turn < 0.4:
            return f"/v1/{noun}/{quote(chance.choice(self._ids[noun]))}.{chance.choice(FORMATS)}"
        if turn < 0.7:
            return f"/v1/{noun}?limit={chance.randint(1, 60)}&q={chance.choice(('prisoners', 'grain', 'talks', 'x'))}"
        if turn < 0.85:
            return f"/v1/events.{chance.choice(FORMATS[:9])}?from={chance.randint(2014, 2026)}&limit=20"
        if turn < 0.97:
            return chance.choice(ADDRESSES)
        return chance.choice(SUMS)

    def _harm(self, case: Case) -> None:
        """Send what is wrong on purpose; the table of the hostile tests says what each must be answered."""
        for reply in talk(self.address, case.raw, case.replies, timeout=60).replies:
            with self._lock:
                self.statuses["wrong on purpose"] += 1
            if reply.status >= 500 and reply.status not in case.expected("app"):
                self._fail(f"{reply.status} for {case.name}")

    def _hurry(self) -> None:
        """Write fifty requests at once and read one reply."""
        with socket.create_connection(self.address, timeout=60) as connection:
            connection.sendall(SEVERAL * 50)
            connection.recv(100)
        with self._lock:
            self.statuses["fifty at once"] += 1

    def _wait(self) -> None:
        """Leave a request unfinished."""
        connection = socket.create_connection(self.address, timeout=60)
        connection.sendall(SEVERAL[:30])
        with self._lock:
            self.statuses["never finished"] += 1
            self._waiting.append(connection)
            gone = self._waiting.pop(0) if len(self._waiting) > MAX_WAITING else None
        if gone is not None:
            gone.close()
