"""Port: whether a server can listen on one, asked before anything is installed or built.

`make serve` runs this file before there is an environment, so it needs nothing but the standard library.
"""

import errno
import os
import socket
import sys

MAX_PORT = 65535
MAX_TRIES = 100
"""How many ports after a busy one are tried, to suggest one that is free."""


class PortUnavailable(Exception):
    """Nothing can listen there; the message says why in one sentence, and what to do."""


def check_port(host: str, port: str) -> None:
    """Raise PortUnavailable unless a server can listen on a port, which may be any text."""
    if not port.isdecimal() or not 1 <= int(port) <= MAX_PORT:
        raise PortUnavailable(f"PORT is {port!r}; it must be a whole number from 1 to {MAX_PORT}.")
    error = _error_of(host, int(port))
    if error == errno.EADDRINUSE:
        raise PortUnavailable(f"Port {port} is busy; {_suggestion(host, int(port))}.")
    if error == errno.EACCES:
        raise PortUnavailable(f"Port {port} needs an administrator; {_suggestion(host, 8000)}.")
    if error:
        raise PortUnavailable(f"Nothing can listen on {host}:{port} (PARLEY_HOST, PORT): {os.strerror(error)}.")


def _suggestion(host: str, busy: int) -> str:
    """Return what to type instead: the next port that is free."""
    for port in range(busy + 1, min(busy + MAX_TRIES, MAX_PORT) + 1):
        if not _error_of(host, port):
            return f"try PORT={port} make serve"
    return "another may be free, such as PORT=8765 make serve"


def _error_of(host: str, port: int) -> int:
    """Return the number of the error that listening gives, 0 where it works."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            # As gunicorn does: connections that a server before left behind are no server.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except socket.gaierror:
        return errno.EADDRNOTAVAIL
    except OSError as error:
        return error.errno or errno.EIO
    return 0


def try_port() -> None:
    """Check the port that the environment names; end with 1 and a sentence where it cannot be had."""
    try:
        check_port(os.environ.get("PARLEY_HOST") or "127.0.0.1", os.environ.get("PORT") or "8000")
    except PortUnavailable as unavailable:
        sys.exit(str(unavailable))


# `make serve` runs this with a Python in which nothing else is installed, and so nothing that measures.
if __name__ == "__main__":  # pragma: no cover
    try_port()
