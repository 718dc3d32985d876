"""The contest: all servers started over the same data, asked the same questions in turn, and what that showed."""

import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial
from http.client import HTTPException
from pathlib import Path

from bench.addresses import Addresses
from bench.contestants import Contestant, Files
from bench.data import Data
from bench.environments import SCRATCH, NotInstalled, version_in
from bench.load import BadRun, Load, Sample, measure, run_wrk
from bench.questions import WORKLOADS, Line, Questions, draw_questions, lines_of
from bench.results import Server as Lookup
from bench.rounds import take_rounds
from bench.servers import NotStarted, Server

REQUESTS = SCRATCH / "requests"
CONDITIONAL = 60
"""Different records that are asked for with their ETag."""
STRIDE = 7919
"""Requests by which each round begins later than the one before, so that no cache sees the same ones every time."""


class Contest:
    """Servers that run over the same data, ready to be loaded."""

    def __init__(self, data: Data, stack: ExitStack, say: Callable[[str], None]) -> None:
        self.stack, self.say = stack, say
        self.files = Files(data.database, data.tables, data.folder / "replies")
        self.questions: Questions = draw_questions(data.tables)
        self.found = list[Lookup]()
        self.servers: dict[str, Server] = {}
        self.warming: dict[str, int] = {}

    def enter(self, contestant: Contestant) -> None:
        """Start a server, ask it everything once, and write its requests; one that cannot be started is only noted."""
        found = Lookup(contestant.name, contestant.what)
        self.found.append(found)
        try:
            server = self.stack.enter_context(contestant.start(self.files))
            addresses = contestant.ask(server, self.questions)
            found.sizes = {kind: sizes_of(server, typical(server, addresses[kind])) for kind in ("detail", "list")}
            write_requests(server, addresses)
        except (NotStarted, NotInstalled, OSError, HTTPException, ValueError, LookupError) as error:
            found.absent = f"{error}"
            self.say(f"{contestant.name} takes no part: {error}")
            return
        programs = contestant.programs()
        found.versions = ", ".join(f"{package} {version_in(programs, package)}" for package in contestant.packages)
        self.servers[contestant.name], self.warming[contestant.name] = server, contestant.warming
        self.say(f"{contestant.name} runs.")

    def keep_replies(self, name: str) -> None:
        """Keep a record and a list as a server gives them, for the peers that answer with constant bytes."""
        self.files.replies.mkdir(exist_ok=True)
        server, records = self.servers[name], [f"/v1/events/{identifier}" for identifier, _ in self.questions.events]
        for kind, address in (("detail", typical(server, records)), ("list", "/v1/events")):
            (self.files.replies / f"{kind}.json").write_bytes(server.ask(address).body)

    def run(self, workloads: Sequence[str], rounds: int, deadline: float) -> None:
        """Load every server with every workload in rounds, and note samples and memory."""
        for name, server in self.servers.items():
            self._warm(server, self.warming[name])
        measures = {
            (workload, name): partial(_measure_round, server, request_file(name, workload))
            for workload in workloads
            for name, server in self.servers.items()
        }
        taken = take_rounds(measures, rounds, deadline, self.say)
        for found in self.found:
            if found.name in self.servers:
                found.samples = {workload: taken[workload, found.name] for workload in workloads}
                memories = self.servers[found.name].memory_of_workers()
                found.memory, found.workers = max(memories, key=lambda memory: memory.anonymous), len(memories)

    def _warm(self, server: Server, seconds: int) -> None:
        """Load a server before it counts: its connections are open then, and its cache as full as it will be."""
        try:
            run_wrk(server.port, Load(request_file(server.name, "mixed")), seconds)
        except BadRun as bad:
            self.say(f"{server.name}: {bad}")


def _measure_round(server: Server, requests: Path, number: int) -> Sample:
    return measure(server, Load(requests, number * STRIDE))


def request_file(name: str, workload: str) -> Path:
    """Return where the requests of a workload to a server are."""
    return REQUESTS / f"{name}-{workload.replace(' ', '-')}.txt"


def write_requests(server: Server, addresses: Addresses) -> None:
    """Write the requests of every workload to a server. Raises ValueError where an answer is not good."""
    REQUESTS.mkdir(parents=True, exist_ok=True)
    for kind, found in addresses.items():
        answer = server.ask(found[0])
        if answer.status != 200:
            raise ValueError(f"{kind}: {found[0]} was answered with {answer.status}")
    tags = tags_of(server, list(dict.fromkeys(addresses["detail"]))[:CONDITIONAL])
    for workload in WORKLOADS:
        lines = lines_of(workload, addresses, tags)
        text = "".join(f"{address}\t{tag}\n" for address, tag in lines)
        request_file(server.name, workload).write_text(text, encoding="utf-8")


def tags_of(server: Server, addresses: Sequence[str]) -> list[Line]:
    """Return addresses with the ETags that a server gives them; without any it will answer in full."""
    return [(address, server.ask(address).headers.get("etag", "")) for address in addresses]


def typical(server: Server, addresses: Sequence[str]) -> str:
    """Return the address among some of these whose body is of the middle size."""
    some = list(dict.fromkeys(addresses))[:51]
    return sorted(some, key=lambda address: len(server.ask(address).body))[len(some) // 2]


def sizes_of(server: Server, address: str) -> tuple[int, int | None]:
    """Return the bytes of a body, plain and with gzip; None where the server does not compress."""
    plain, packed = server.ask(address), server.ask(address, {"Accept-Encoding": "gzip"})
    coded = packed.headers.get("content-encoding") == "gzip"
    return len(plain.body), len(packed.body) if coded else None


def hold(
    data: Data, contestants: Sequence[Contestant], rounds: int, deadline: float, say: Callable[[str], None]
) -> list[Lookup]:
    """Hold the contest and return what was found of each server, those absent included."""
    with ExitStack() as stack:
        contest = Contest(data, stack, say)
        began = time.monotonic()
        for contestant in contestants:
            contest.enter(contestant)
            if contestant.name == "parley" and "parley" in contest.servers:
                contest.keep_replies("parley")
        say(f"{len(contest.servers)} servers were ready after {time.monotonic() - began:.0f} s.")
        contest.run(WORKLOADS, rounds, deadline)
        return contest.found
