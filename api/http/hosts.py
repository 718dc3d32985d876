"""Gate: tells the requests that are meant for us from those that are meant for another host."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
_HOST = re.compile(r"([a-z0-9.-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::[0-9]{1,5})?", re.ASCII)


class Gate:
    """Knows the hosts that are answered to: that of the public address, loopback names, and others."""

    def __init__(self, public_url: str, others: Iterable[str]) -> None:
        public = urlsplit(public_url).netloc.rpartition("@")[2]
        self._answered = {name.lower() for name in (_name(public), *LOOPBACK, *others) if name}
        self._is_ours = lru_cache(maxsize=64)(lambda host: _name(host) in self._answered)

    def is_for_us(self, environ: Mapping[str, Any]) -> bool:
        """Tell whether all hosts that a request names are ours; ports do not matter."""
        return all(map(self._is_ours, _hosts_asked(environ)))


def _name(host: str) -> str | None:
    """Return the name in a Host, in small letters and without its port; None where it is no Host."""
    found = _HOST.fullmatch(host.lower())
    return found[1] if found else None


def _hosts_asked(environ: Mapping[str, Any]) -> list[str]:
    """Return the hosts that a request names: in its header, which HTTP/1.0 may leave out, and in a target with one."""
    header, target = environ.get("HTTP_HOST"), environ.get("RAW_URI", "/")
    hosts = [] if header is None and environ.get("SERVER_PROTOCOL") == "HTTP/1.0" else [header or ""]
    if not target.startswith("/") and target != "*":
        scheme, _, rest = target.partition("://")
        hosts.append(re.split("[/?#]", rest)[0] if scheme.lower() in ("http", "https") else "")
    return hosts
