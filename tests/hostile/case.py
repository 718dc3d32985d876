"""A case: the bytes of a hostile request, and the status that each tier must answer it with."""

from dataclasses import dataclass, field

Statuses = tuple[int, ...]
R1 = "/v1/events/2031-04-12-harbour-round-1"
EVIL = "evil.example"
"""A name that no reply to any case may have in it."""


@dataclass(frozen=True)
class Case:
    """One request as bytes.

    `status` is what every tier answers, `tiers` what those answer that differ; several where the order in which a
    server looks at things may decide. `replies` is how many replies must come: more than one for what is pipelined.
    `closes` says that the connection must be closed by the server, because nobody can tell where the request ends.
    `said` is text of the request that no header may repeat.
    """

    name: str
    raw: bytes
    status: Statuses
    tiers: dict[str, Statuses] = field(default_factory=dict)
    replies: int = 1
    closes: bool = False
    said: str = ""

    def expected(self, tier: str) -> Statuses:
        """Return the statuses that a tier may answer."""
        return self.tiers.get(tier, self.status)


def several(status: int | Statuses) -> Statuses:
    """Return statuses as a tuple."""
    return (status,) if isinstance(status, int) else status


def request(target: str, *headers: str, method: str = "GET", host: str = "localhost", body: str = "") -> bytes:
    """Return a well-formed request but for what it is given; letters stand for the bytes of Latin-1."""
    lines = [f"{method} {target} HTTP/1.1", f"Host: {host}", *headers]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode("latin-1")


def row(name: str, raw: bytes | str, status: int | Statuses, **more: object) -> Case:
    """Return a case; `nginx` and `varnish` are what these answer where it differs."""
    tiers = {tier: several(more.pop(tier)) for tier in ("nginx", "varnish") if tier in more}  # type: ignore[arg-type]
    data = raw.encode("latin-1") if isinstance(raw, str) else raw
    return Case(name, data, several(status), tiers, **more)  # type: ignore[arg-type]


def get(name: str, target: str, status: int | Statuses, *headers: str, **more: object) -> Case:
    """Return the case of a well-formed GET of a target, with further headers."""
    return row(name, request(target, *headers), status, **more)
