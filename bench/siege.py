"""Siege: what comes through to well-behaved clients while slow ones hold connections and never finish asking."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path

from bench.load import Counted, Load, run_wrk
from bench.servers import HOST, Server

HALF_OPEN = 200
"""Slow clients."""


@dataclass(frozen=True)
class Besieged:
    """What came through to well-behaved clients while others held connections open and did not finish asking."""

    held: int
    counted: Counted
    recovered: float | None
    """Seconds until the first good answer after the slow clients had gone; None within ten."""


@contextmanager
def half_open(server: Server, number: int) -> Iterator[list[socket.socket]]:
    """Hold connections that never finish their request but send another byte of it every second."""
    held = list[socket.socket]()
    done = threading.Event()

    def drip() -> None:
        while not done.wait(1):
            for one in held:
                with suppress(OSError):
                    one.send(b"x")

    dripping = threading.Thread(target=drip)
    try:
        for _ in range(number):
            one = socket.create_connection((HOST, server.port), timeout=5)
            one.sendall(b"GET /v1/events HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
            one.setblocking(False)
            held.append(one)
        dripping.start()
        yield held
    finally:
        done.set()
        if dripping.ident:
            dripping.join()
        for one in held:
            one.close()


def besiege(server: Server, requests: Path, seconds: int = 5, number: int = HALF_OPEN) -> Besieged:
    """Load a server while slow clients hold connections, and see how soon it answers when they have gone."""
    with half_open(server, number) as held:
        time.sleep(0.5)
        counted = run_wrk(server.port, Load(requests), seconds)
        still = sum(_is_open(one) for one in held)
    began = time.monotonic()
    recovered = None
    while recovered is None and time.monotonic() - began < 10:
        with suppress(OSError, HTTPException):
            server.ask("/v1", timeout=2)
            recovered = time.monotonic() - began
    return Besieged(still, counted, recovered)


def _is_open(one: socket.socket) -> bool:
    """Tell whether the server still holds a connection, and has not answered it."""
    try:
        one.recv(1, socket.MSG_PEEK)
    except BlockingIOError:
        return True
    except OSError:
        pass
    return False
