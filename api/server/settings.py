"""Settings: one row of one table each, read from the environment. Nothing else reads the environment."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from urllib.parse import urlsplit

from db.query.root import WORKPLACE

MAX_REQUEST_LINE = 8190
"""Bytes of a URL with its method and version: as many as gunicorn allows, so that the application can answer."""


@dataclass(frozen=True)
class Setting:
    """One thing that an operator may set, as an environment variable of the same name."""

    name: str
    default: str
    help: str
    number: type[int] | type[float] | None = None
    """What kind of number it is; None where it is text."""
    under_gunicorn: str = ""
    """The default under gunicorn, where that is another."""
    allowed: tuple[str, ...] = ()
    """What it may be, where that is one of a few words."""
    is_address: bool = False
    """Whether it is the address of a server."""


SETTINGS = (
    Setting("PORT", "8000", "The port that `parley serve` listens on.", int),
    Setting("PARLEY_HOST", "127.0.0.1", "The address that `parley serve` listens on."),
    Setting("PARLEY_RECORDS", str(WORKPLACE / "db" / "records"), "The folder of records that `parley build` reads."),
    Setting(
        "PARLEY_DATABASE",
        str(WORKPLACE / "build" / "current"),
        "The pointer to the release that is served; releases and their manifests lie beside it.",
    ),
    Setting(
        "PARLEY_PUBLIC_URL",
        "",
        "The address that absolute links begin with; http://localhost:PORT where not set.",
        is_address=True,
    ),
    Setting(
        "PARLEY_HOSTS",
        "",
        "Further host names to answer to, separated by commas; the public one and loopback names always are.",
    ),
    Setting("PARLEY_CACHE_BYTES", "25165824", "Room for finished replies in each worker's memory; 0 keeps none.", int),
    Setting("PARLEY_QUERY_SECONDS", "0.5", "Time that the database may take for one request; 503 after that.", float),
    Setting(
        "PARLEY_ACCESS_LOG",
        "",
        "`on` writes a line of JSON on standard output for each request, `off` none; under gunicorn on where not set.",
        under_gunicorn="on",
        allowed=("on", "off"),
    ),
    Setting("WEB_CONCURRENCY", "2", "Worker processes of gunicorn.", int),
)


class BadSetting(ValueError):
    """A setting has a value that it cannot have; the message names it and says what it can be."""


def load_settings(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return every setting by name. An empty variable counts as not set. Raises BadSetting."""
    # gunicorn says so itself before it loads the application.
    gunicorn = environment.get("SERVER_SOFTWARE", "").startswith("gunicorn")
    settings = {
        setting.name: environment.get(setting.name) or (gunicorn and setting.under_gunicorn) or setting.default
        for setting in SETTINGS
    }
    check_settings(settings)
    settings["PARLEY_PUBLIC_URL"] = (settings["PARLEY_PUBLIC_URL"] or f"http://localhost:{settings['PORT']}").rstrip(
        "/"
    )
    return settings


def check_settings(settings: Mapping[str, str]) -> None:
    """Refuse what should be a number, an address or one of a few words, and is not. Raises BadSetting."""
    for setting in SETTINGS:
        text = settings[setting.name]
        if setting.number is not None and not _is_number(setting.number, text):
            allowed = "a whole number" if setting.number is int else "a number of seconds"
            # As api/cli/port.py says it of a number that is no port.
            bounds = " from 1 to 65535" if setting.name == "PORT" else ", 0 or more"
            raise BadSetting(f"{setting.name} is {text!r}; it must be {allowed}{bounds}.")
        if setting.allowed and text and text not in setting.allowed:
            raise BadSetting(f"{setting.name} is {text!r}; it must be {' or '.join(setting.allowed)}.")
        if setting.is_address and text and not _is_address(text):
            raise BadSetting(
                f"{setting.name} is {text!r}; it must be the address of a server, such as https://parley.example."
            )


def _is_address(text: str) -> bool:
    """Tell whether links can begin with a text: an address by HTTP, with a host and nothing behind its path."""
    try:
        parts = urlsplit(text)
        has_host = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and has_host and not re.search(r"[\s?#\"<>\\]", text)


def _is_number(kind: type[int] | type[float], text: str) -> bool:
    try:
        return 0 <= kind(text) < inf
    except ValueError:
        return False
