"""The worker: gunicorn's, but no client holds it up, and in a crowd whoever has waited too long is refused at once."""

import socket
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gevent.server import StreamServer
from gevent.socket import wait
from gunicorn.http import RequestParser
from gunicorn.workers.ggevent import GeventWorker

from api.server.turns import TURNS

TCP_INFO_UNACKED = 24
"""Where the answer of Linux about a listening socket has the number of connections that wait to be accepted."""
MAX_UNSEEN = 1.0
"""Seconds for which a client may be refused without gunicorn, which lets none be idle for ten."""
_now = time.monotonic
Refusal = tuple[bytes, bool]
"""A whole reply, and whether the connection is closed after it."""


@dataclass
class LateRequest:
    """A request that came to its turn too late, with the reply to it."""

    reply: bytes
    closes: bool
    proxy_protocol_info: Any = None
    """gunicorn reads and sets it in every request."""


class Parser(RequestParser):  # type: ignore[misc]
    """Reads requests as gunicorn does, but for those that are refused: reading them would take most of the work."""

    turn_away: Callable[[bytes, str, float], Refusal | None]
    """Gives the refusal of a request, by its bytes, the client's address and how long it has waited.

    None where the request has to be read first to know that it is one.
    """

    def __init__(self, cfg: Any, source: Any, source_addr: Any) -> None:
        super().__init__(cfg, source, source_addr)
        self.arrival = TURNS.accepted.pop(source.fileno(), None)

    def __next__(self) -> Any:
        """Return the next request. Raises what gunicorn raises.

        Those that come too late are refused here, one after the other, because what gunicorn does between two requests
        is more work than a refusal. Now and then it gets one all the same: it looks whether the worker has to end, and
        begins anew to count the seconds in which the client sends nothing.
        """
        unreader = self.unreader
        if unreader.buf.tell() or (self.mesg and self.mesg.should_close()):
            return super().__next__()
        sock, began = unreader.sock, 0.0
        while True:
            data = sock.recv(unreader.mxchunk)
            waited, self.arrival = TURNS.waited(self.arrival), None
            refusal = type(self).turn_away(data, str(self.source_addr[0]), waited) if waited else None
            if not refusal:
                unreader.unread(data)
                return super().__next__()
            began = began or _now()
            if refusal[1] or _now() - began > MAX_UNSEEN:
                return LateRequest(*refusal)
            sock.sendall(refusal[0])
            TURNS.note_turn()
            # The next request is not there yet: to find that out by trying to read it would take a tenth of the work.
            wait(sock._read_event)


class Worker(GeventWorker):  # type: ignore[misc]
    """Answers requests one after the other, each client in its turn."""

    def handle_request(self, listener_name: Any, req: Any, sock: Any, addr: Any) -> None:
        """Answer a request, and let others have their turn."""
        if type(req) is LateRequest:
            sock.sendall(req.reply)
        else:
            super().handle_request(listener_name, req, sock, addr)
        TURNS.give_way()
        if type(req) is LateRequest and (req.closes or not self.alive):
            raise StopIteration


class Server(StreamServer):  # type: ignore[misc]
    """gevent's server, which takes its share of all connections that wait, and notes when it did.

    gunicorn lets a worker accept one connection a round, so that its others get some too. When rounds are long, those
    who wait would not even be told that they do so in vain.
    """

    @property
    def max_accept(self) -> int:
        """How many connections are accepted in this round."""
        return max(1, waiting_connections(self.socket) // TURNS.workers) if hasattr(self, "socket") else 1

    @max_accept.setter
    def max_accept(self, _number: int) -> None:
        """Pass over what gunicorn sets."""

    def do_handle(self, *args: Any) -> None:
        """Begin to handle a connection."""
        TURNS.accept(args[0].fileno())
        super().do_handle(*args)


def waiting_connections(listener: Any) -> int:
    """Return how many connections wait to be accepted; 0 where only Linux could tell."""
    try:
        info = listener.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, TCP_INFO_UNACKED + 4)
        return int(struct.unpack_from("I", info, TCP_INFO_UNACKED)[0])
    except (AttributeError, OSError, struct.error):
        return 0
