"""Hosts: which requests are meant for this server, and which for another."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
PORT = re.compile(r":[0-9]{1,5}$", re.ASCII)


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
