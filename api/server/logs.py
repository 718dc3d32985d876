"""Logs: one line of JSON for each request, and one for each message of the program, tracebacks included."""

import ipaddress
import json
import logging
import os
import time
from contextlib import suppress
from functools import lru_cache
from typing import Any

from flask import has_request_context, request

from api.http.request import own_headers

STANDARD_OUTPUT = 1
_second = (0, "")


def time_text(now: float) -> str:
    """Return a time in seconds as RFC 3339 has it, in UTC, to the millisecond."""
    global _second  # noqa: PLW0603 - the text of a second serves for all requests within it.
    known, text = _second
    second = int(now)
    if known != second:
        text = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(second))
        _second = second, text
    return f"{text}.{int((now - second) * 1000):03d}Z"


@lru_cache(maxsize=4096)
def network_of(address: str) -> str:
    """Return the network of a client, the /24 or /48 around its address; nothing where it has none."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return ""
    plain = getattr(known, "ipv4_mapped", None) or known
    return str(ipaddress.ip_network((plain, 24 if plain.version == 4 else 48), strict=False))


def write_line(line: str) -> None:
    """Write a line at once and in one piece, so that it survives a killed worker and is never mixed with another."""
    # A log that cannot be written is no reason to refuse a reader.
    with suppress(OSError):
        os.write(STANDARD_OUTPUT, line.encode())


class JsonLines(logging.Formatter):
    """Writes a message as one line of JSON, with the request that it belongs to."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, Any] = {
            "time": time_text(record.created),
            "level": record.levelname.lower(),
            "process": record.process,
            "message": record.getMessage(),
        }
        if has_request_context():
            route = request.url_rule.rule if request.url_rule else None
            line |= {"request_id": own_headers(request.environ)[0][1], "method": request.method, "route": route}
        line |= getattr(record, "request", {})
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
