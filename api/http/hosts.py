"""Hosts: which requests are meant for this server, and which for another."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from api.http.problems import Problem

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
PORT = re.compile(r":[0-9]{1,5}$", re.ASCII)
PRIVATE_NAME = re.compile(r"[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63}){0,3}", re.ASCII)
PRIVATE_DOMAINS = ("local", "localhost", "internal", "lan", "home", "intranet", "corp", "private", "arpa", "test")
"""Ends of names that nobody can register."""


class TrustedHosts:
    """The names that this server answers to: that of its public address, loopback names, and further ones.

    A Host is compared whole, its port and capitals aside. werkzeug's `host_is_trusted` tells capitals apart, refuses
    ports above 65535 and knows no `[::1]`.
    """

    def __init__(self, public_url: str, further: Iterable[str]) -> None:
        public = urlsplit(public_url).netloc.rpartition("@")[2]
        self.names = {_name(host) for host in (public, *LOOPBACK, *further) if host}
        self.trusts = lru_cache(maxsize=64)(lambda host: _name(host) in self.names)
        """Whether a Host, as a client sends it, is one of ours."""

    def allow(self, environ: Mapping[str, Any]) -> bool:
        """Tell whether a request names our hosts alone: in Host, which HTTP/1.0 may leave out, and in its target."""
        host, target = environ.get("HTTP_HOST"), environ.get("RAW_URI", "/")
        hosts = [] if host is None and environ.get("SERVER_PROTOCOL") == "HTTP/1.0" else [host or ""]
        if not target.startswith("/") and target != "*":
            scheme, _, rest = target.partition("://")
            hosts.append(re.split("[/?#]", rest)[0] if scheme.lower() in ("http", "https") else "")
        return all(map(self.trusts, hosts))


def _name(host: str) -> str:
    return PORT.sub("", host.lower())


def unknown_host(host: str | None) -> Problem:
    """Return the problem of a Host that this server does not answer to: which it is, and how it would be one of ours.

    It is told to nobody else, so it is not stored. A name that anybody could own is not repeated.
    """
    name = _name(host or "")
    which = (
        f"The Host {host}" if _is_private(name) else "The Host of this request" if name else "A request without Host"
    )
    detail = (
        f"{which} is not answered here: it is neither that of PARLEY_PUBLIC_URL nor a loopback name nor one of"
        " PARLEY_HOSTS. Whoever runs this server adds it there, as in PARLEY_HOSTS=NAME,NAME; names have no port."
    )
    return Problem("bad-request", detail, try_url="/", headers={"Cache-Control": "no-store"})


def _is_private(name: str) -> bool:
    """Tell whether a host can be repeated in a reply: an address, or a name that belongs to no domain of the world."""
    try:
        ip_address(name.removeprefix("[").removesuffix("]"))
    except ValueError:
        last = name.rpartition(".")[2]
        return PRIVATE_NAME.fullmatch(name) is not None and ("." not in name or last in PRIVATE_DOMAINS)
    return True
