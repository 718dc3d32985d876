"""Load: many clients at once, busy, all for one address, or slow. Run on the client's machine of the cluster."""

import argparse
import asyncio
import itertools
import json
import random
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.cluster.client import Account, Client, Plan

NOUNS = ("events", "claims", "statements", "proposals", "agreements", "transfers", "documents")
WORDS = ("talks", "ceasefire", "exchange", "bodies", "istanbul", "energy", "grain", "letter", "truce", "prisoners")
FIRST_DAY = date(2022, 2, 24)
DAYS = 1_500


def fresh_urls(seed: int) -> Iterator[str]:
    """Yield addresses of lists and searches that nobody asked for before, so that no cache can answer."""
    chance = random.Random(seed)
    for number in itertools.count():
        begin, end = sorted(chance.sample(range(DAYS), 2))
        limit = chance.randint(1, 10)
        if number % 50 == 0:
            yield f"/v1/search?q={chance.choice(WORDS)}%20-x{seed:x}x{number:x}&limit={limit}"
        else:
            period = f"from={FIRST_DAY + timedelta(begin)}&to={FIRST_DAY + timedelta(end)}"
            yield f"/v1/{chance.choice(NOUNS)}?{period}&limit={limit}"


def hot_urls(keys: int) -> Iterator[str]:
    """Yield the same few addresses over and over."""
    pairs = [f"/v1/{noun}?limit={limit}" for limit in range(1, 101) for noun in NOUNS][:keys]
    return itertools.cycle(pairs)


async def drive(plan: Plan) -> dict[str, Any]:
    """Keep all connections busy for the plan's time and until its number of requests is reached; return the account."""
    account, begun = Account(), time.monotonic()

    def over() -> bool:
        passed, asked = time.monotonic() - begun, account.good + account.failed + account.unavailable
        return passed >= plan.at_most or (passed >= plan.seconds and asked >= plan.requests)

    async def work() -> None:
        client = Client(plan, account)
        while not over():
            await client.ask(next(plan.urls))
            await asyncio.sleep(plan.pause)
        client.close()

    await asyncio.gather(*(work() for _ in range(plan.connections)))
    return account.summary(time.monotonic() - begun)


async def stampede(plan: Plan) -> dict[str, Any]:
    """Let every connection ask for one and the same address at the same moment; return the account."""
    account, begun, url = Account(), time.monotonic(), next(plan.urls)
    clients = [Client(plan, account) for _ in range(plan.connections)]
    for client in clients:
        client.streams = await asyncio.open_connection(plan.host, plan.port, limit=1 << 17)
    await asyncio.gather(*(client.ask(url) for client in clients))
    for client in clients:
        client.close()
    return account.summary(time.monotonic() - begun)


async def creep(plan: Plan) -> dict[str, Any]:
    """Open connections that send a header a byte at a time, and tell how long the server bears each, in seconds."""
    lasted = list[float]()
    end = time.monotonic() + plan.seconds

    async def one() -> None:
        while time.monotonic() < end:
            begun = time.monotonic()
            with suppress(OSError):
                reader, writer = await asyncio.open_connection(plan.host, plan.port)
                writer.write(f"GET /v1 HTTP/1.1\r\nHost: {plan.name}\r\nX-Slow: ".encode())
                closed = asyncio.create_task(reader.read(1))
                while not closed.done() and time.monotonic() - begun < 60:
                    writer.write(b"a")
                    await asyncio.wait([closed], timeout=1)
                writer.transport.abort()
                await closed
            lasted.append(time.monotonic() - begun)
            await asyncio.sleep(0.1)

    await asyncio.gather(*(one() for _ in range(plan.connections)))
    return {"closed": len(lasted), "longest_s": round(max(lasted), 1)}


MODES = {"drive": drive, "stampede": stampede, "creep": creep}


def main() -> None:
    """Read the plan from the command line, carry it out and print the account as one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address", help="HOST:PORT to connect to")
    parser.add_argument("--name", default="parley.example", help="what to write in Host")
    parser.add_argument("--mode", choices=MODES, default="drive")
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--requests", type=int, default=0, help="go on until as many were asked")
    parser.add_argument("--at-most", type=float, default=0, help="seconds after which to stop in any case")
    parser.add_argument("--tries", type=int, default=1)
    parser.add_argument("--timeout", type=float, default=10, help="seconds for one try")
    parser.add_argument("--keys", type=int, default=0, help="ask for so many addresses again and again; 0: each once")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--pause", type=float, default=0, help="seconds between a reply and the next request")
    parser.add_argument("--gzip", action="store_true")
    parser.add_argument("--releases", type=Path, help="JSON: digest to {version, order}")
    given = parser.parse_args()
    host, _, port = given.address.rpartition(":")
    seed = given.seed if given.seed is not None else time.time_ns() & 0xFFFFFFFF
    plan = Plan(
        host=host,
        port=int(port),
        name=given.name,
        connections=given.connections,
        seconds=given.seconds,
        requests=given.requests,
        at_most=given.at_most or max(given.seconds, 3600 if given.requests else 0),
        tries=given.tries,
        timeout=given.timeout,
        urls=hot_urls(given.keys) if given.keys else fresh_urls(seed),
        releases=json.loads(given.releases.read_text()) if given.releases else {},
        headers="Accept-Encoding: gzip\r\n" if given.gzip else "",
        pause=given.pause,
    )
    json.dump(asyncio.run(MODES[given.mode](plan)), sys.stdout)


if __name__ == "__main__":
    main()
