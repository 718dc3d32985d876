"""Logs: one line of JSON for each request, and one for each message of the program, tracebacks included."""

import ipaddress
import json
import logging
import os
import sys
from contextlib import suppress
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

STANDARD_OUTPUT = 1


def time_text(seconds: float) -> str:
    """Return a time in UTC to the millisecond, as RFC 3339 writes it."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@lru_cache(maxsize=4096)
def network_of(address: str) -> str:
    """Return the network of a client, the /24 or /48 around its address; nothing where it has none."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    client = getattr(parsed, "ipv4_mapped", None) or parsed
    return str(ipaddress.ip_network((client, 24 if client.version == 4 else 48), strict=False))


def write_line(line: str) -> None:
    """Write a line at once and in one piece, so that it survives a killed worker and is never mixed with another."""
    # A log that cannot be written is no reason to refuse a reader.
    with suppress(OSError):
        os.write(STANDARD_OUTPUT, line.encode())


class JsonFormatter(logging.Formatter):
    """Writes a message as one line of JSON; `extra={"request": {...}}` says which request it belongs to."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, Any] = {
            "time": time_text(record.created),
            "level": record.levelname.lower(),
            "process": record.process,
            "message": record.getMessage(),
        }
        line |= getattr(record, "request", {})
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


class ErrorHandler(logging.StreamHandler[Any]):
    """Writes messages to `extra={"stream": ...}`, where the server wants the errors of a request, or standard error."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(JsonFormatter())

    def emit(self, record: logging.LogRecord) -> None:
        """Write one message; the caller holds the handler's lock."""
        self.stream = getattr(record, "stream", None) or sys.stderr
        super().emit(record)


ERROR_HANDLER = ErrorHandler()
"""The handler of the application's own messages; a process has one, however many applications it makes."""
