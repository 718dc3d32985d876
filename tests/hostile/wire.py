"""The wire: bytes sent to a server as they are, and what comes back, read strictly. No HTTP library stands between."""

import re
import select
import socket
from dataclasses import dataclass, field

Address = tuple[str, int]
PROBE = b"GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
"""What is asked last on a connection that is still open: whether the server is in step with its client."""
BARE = 9
"""The status of a reply without a status line."""
STATUS_LINE = re.compile(rb"HTTP/1\.[0-9] ([1-5]\d\d)(?: [\x20-\x7e]*)?")
FIELD = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+): ?([\x20-\x7e]*)")


class Garbled(Exception):
    """The server said what is no HTTP reply."""


@dataclass(frozen=True)
class Response:
    """One reply, with its headers as they came, names in small letters."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def get(self, name: str) -> str | None:
        """Return the value of a header, all of its lines joined; None where it is missing."""
        values = [value for known, value in self.headers if known == name.lower()]
        return ", ".join(values) if values else None


@dataclass
class Talk:
    """What was said on one connection until its end.

    `more` are the replies that came after those expected; the last of them may be that to the probe. `closed` says
    that the server closed the connection before it answered the probe.
    """

    replies: list[Response] = field(default_factory=list)
    more: list[Response] = field(default_factory=list)
    closed: bool = False

    @property
    def in_step(self) -> bool:
        """Tell whether what came next was the answer to the probe, or a refusal to read on, or nothing."""
        if not self.more:
            return self.closed
        last = self.more[-1]
        answered = (last.status, last.body) == (200, b"ok\n") and not self.closed
        return len(self.more) == 1 and (answered or (self.closed and last.status == 400))


class Connection:
    """One connection, with what has come and was not yet read. Times are in seconds."""

    def __init__(self, address: Address, timeout: float = 10.0) -> None:
        self.socket = socket.create_connection(address, timeout)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.waiting = b""
        self.ended = False

    def __enter__(self) -> "Connection":
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def send(self, data: bytes) -> None:
        """Send bytes; a server that has already refused the request may not take them all."""
        try:
            self.socket.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            self.ended = True

    @property
    def is_silent(self) -> bool:
        """Whether nothing has come that was not read, and the server has not closed it."""
        return not self.waiting and not select.select([self.socket], [], [], 0)[0]

    def _more(self) -> bool:
        """Wait for more bytes; False at the end. Raises TimeoutError."""
        try:
            data = self.socket.recv(65536)
        except ConnectionResetError:
            data = b""
        self.waiting += data
        return bool(data)

    def read_reply(self, method: bytes = b"GET") -> Response | None:
        """Return the next final reply, interim ones left out; None at the end. Raises Garbled, TimeoutError."""
        while True:
            while b"\r\n\r\n" not in self.waiting:
                if not self._more():
                    return self._read_bare()
            head, _, self.waiting = self.waiting.partition(b"\r\n\r\n")
            status, headers = _read_head(head)
            if status >= 200:
                return Response(status, headers, self._read_body(status, headers, method))

    def _read_bare(self) -> Response | None:
        """Return what HTTP/0.9 would call a reply, a body alone, with its own number for a status."""
        body, self.waiting = self.waiting, b""
        if body.startswith(b"HTTP/"):
            raise Garbled(body[:200])
        return Response(BARE, [], body) if body else None

    def _read_body(self, status: int, headers: list[tuple[str, str]], method: bytes) -> bytes:
        if method == b"HEAD" or status in (204, 304):
            return b""
        named = dict(headers)
        if named.get("transfer-encoding") == "chunked":
            return self._read_chunks()
        if "content-length" in named:
            return self._take(int(named["content-length"]))
        while self._more():
            pass
        body, self.waiting = self.waiting, b""
        return body

    def _take(self, size: int) -> bytes:
        while len(self.waiting) < size:
            if not self._more():
                raise Garbled(b"cut after %d of %d bytes" % (len(self.waiting), size))
        body, self.waiting = self.waiting[:size], self.waiting[size:]
        return body

    def _read_chunks(self) -> bytes:
        body = b""
        while True:
            while b"\r\n" not in self.waiting:
                if not self._more():
                    raise Garbled(b"cut within chunks")
            line, _, self.waiting = self.waiting.partition(b"\r\n")
            size = int(line, 16)
            body += self._take(size)
            if self._take(2) != b"\r\n":
                raise Garbled(b"a chunk without an end")
            if not size:
                return body


def _read_head(head: bytes) -> tuple[int, list[tuple[str, str]]]:
    first, *lines = head.split(b"\r\n")
    found = STATUS_LINE.fullmatch(first)
    if not found:
        raise Garbled(first[:200])
    headers = []
    for line in lines:
        named = FIELD.fullmatch(line)
        if not named:
            raise Garbled(line[:200])
        headers.append((named[1].decode().lower(), named[2].decode()))
    return int(found[1]), headers


def talk(address: Address, raw: bytes, replies: int = 1, timeout: float = 30.0) -> Talk:
    """Send bytes on a new connection, read the replies, and ask whether the server is in step if it is still there.

    The time is one in which a server that hangs is told from a machine that is busy. Raises Garbled, TimeoutError.
    """
    said = Talk()
    method = raw.lstrip(b"\r\n").partition(b" ")[0]
    with Connection(address, timeout) as connection:
        connection.send(raw)
        while len(said.replies) < replies and (reply := connection.read_reply(method)):
            said.replies.append(reply)
        if not said.replies or (said.replies[-1].get("connection") or "").lower() != "close":
            connection.send(PROBE)
        while reply := connection.read_reply():
            said.more.append(reply)
        said.closed = not said.more or said.more[-1].body != b"ok\n"
    return said
