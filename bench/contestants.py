"""Contestants: Parley and its peers, and how each is started over the same data."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from api.server.settings import load_settings
from bench.addresses import Addresses, ask_datasette, ask_pages, ask_parley
from bench.environments import SCRATCH, environment, is_ready, own_environment
from bench.questions import Questions
from bench.servers import HOST, Program, Server, free_port, running
from db.query.root import ROOT

PEERS = Path(__file__).with_name("peers")
ROOM = int(load_settings({})["PARLEY_CACHE_BYTES"])
"""Bytes of finished replies that each worker of Parley keeps: what it keeps where nothing is set."""


@dataclass(frozen=True)
class Files:
    """What the servers read: Parley's database, the peers' tables, and the folder of Parley's replies."""

    database: Path
    tables: Path
    replies: Path


@dataclass(frozen=True)
class Contestant:
    """A server that takes part: what it is, how it starts, how it is asked, and the packages that make it.

    `environment` names the one that holds them, which `with_parley` has what serving Parley needs besides; without a
    name it is the project's own.
    """

    name: str
    what: str
    start: Callable[[Files], AbstractContextManager[Server]]
    ask: Callable[[Server, Questions], Addresses]
    packages: tuple[str, ...]
    environment: str = ""
    with_parley: bool = False
    warming: int = 1
    """Seconds of load before it counts."""

    def programs(self) -> Path:
        """Return the folder of its programs, which is made if it is not there. Raises NotInstalled."""
        if not self.environment:
            return own_environment()
        return environment(self.environment, with_parley=self.with_parley)

    def is_ready(self) -> bool:
        """Tell whether nothing has to be installed for it."""
        return not self.environment or is_ready(self.environment, with_parley=self.with_parley)


@contextmanager
def parley(database: Path, max_bytes: int, name: str = "parley") -> Iterator[Server]:
    """Serve a database as `parley serve` does, with so many bytes for finished replies."""
    port = free_port()
    command = (own_environment() / "gunicorn", "--config", ROOT / "gunicorn.conf.py")
    variables = {"PORT": str(port), "PARLEY_DATABASE": str(database), "PARLEY_CACHE_BYTES": str(max_bytes)}
    variables |= {"WEB_CONCURRENCY": "2", "PARLEY_HOST": HOST, "PARLEY_PUBLIC_URL": "", "PARLEY_HOSTS": ""}
    # No peer writes an access log.
    variables["PARLEY_ACCESS_LOG"] = "off"
    with running(Program(name, command, port, "/v1/events?limit=1", _log(name), variables)) as server:
        yield server


@contextmanager
def gunicorn(name: str, programs: Path, application: str, files: Files) -> Iterator[Server]:
    """Serve an application in peers/ with the very settings of gunicorn that Parley has."""
    port = free_port()
    command = (programs / "gunicorn", "--config", ROOT / "gunicorn.conf.py", application)
    variables = {"PORT": str(port), "WEB_CONCURRENCY": "2", "PARLEY_HOST": HOST} | _variables(files)
    with running(Program(name, command, port, "/v1/events", _log(name), variables)) as server:
        yield server


@contextmanager
def uvicorn(files: Files) -> Iterator[Server]:
    """Serve the FastAPI application with two workers."""
    port = free_port()
    options = ("--workers", 2, "--no-access-log", "--log-level", "warning")
    command = (environment("fastapi") / "uvicorn", "fast:app", "--host", HOST, "--port", port, *options)
    with running(Program("fastapi", command, port, "/v1/events", _log("fastapi"), _variables(files))) as server:
        yield server


@contextmanager
def datasette(name: str, files: Files) -> Iterator[Server]:
    """Serve the peers' tables with Datasette."""
    port = free_port()
    # A second is its own limit; nothing is to be refused here that the others answer.
    options = ("--setting", "sql_time_limit_ms", 20_000)
    command = (environment(name) / "datasette", "serve", "--immutable", files.tables, "--host", HOST, "--port", port)
    program = Program(name, (*command, *options), port, "/peers/event.json?_size=1", _log(name))
    with running(program) as server:
        yield server


def _log(name: str) -> Path:
    return SCRATCH / "logs" / f"{name}.log"


def _variables(files: Files) -> dict[str, str]:
    return {"PEER_DATABASE": str(files.tables), "PEER_REPLIES": str(files.replies), "PYTHONPATH": f"{PEERS}:{ROOT}"}


OWN = ("gunicorn", "flask", "marshmallow")
CONTESTANTS = (
    Contestant(
        "parley",
        "with the cache of replies",
        lambda files: parley(files.database, ROOM),
        ask_parley,
        OWN,
        # Each worker fills a cache of its own.
        warming=5,
    ),
    Contestant(
        "parley-uncached",
        "every reply made anew",
        lambda files: parley(files.database, 0, "parley-uncached"),
        ask_parley,
        OWN,
    ),
    Contestant(
        "bare-wsgi",
        "constant bytes, the server's limit",
        lambda files: gunicorn("bare-wsgi", own_environment(), "bare:wsgi", files),
        ask_pages,
        OWN[:1],
    ),
    Contestant(
        "bare-flask",
        "constant bytes, the framework's limit",
        lambda files: gunicorn("bare-flask", own_environment(), "bare:flask", files),
        ask_pages,
        OWN[:2],
    ),
    Contestant(
        "naive-flask",
        "joins, marshmallow, jsonify",
        lambda files: gunicorn("naive-flask", own_environment(), "naive:app", files),
        ask_pages,
        OWN,
    ),
    Contestant(
        "flask-smorest",
        "the same data access",
        lambda files: gunicorn("flask-smorest", environment("smorest", with_parley=True), "smorest:app", files),
        ask_pages,
        ("gunicorn", "flask-smorest"),
        "smorest",
        with_parley=True,
    ),
    Contestant(
        "fastapi",
        "pydantic, the same data access",
        uvicorn,
        ask_pages,
        ("uvicorn", "fastapi", "pydantic"),
        "fastapi",
    ),
    Contestant(
        "datasette",
        "counts and facets off",
        lambda files: datasette("datasette", files),
        ask_datasette,
        ("datasette",),
        "datasette",
    ),
    Contestant(
        "datasette-1",
        "the coming version, counts and facets off",
        lambda files: datasette("datasette-1", files),
        ask_datasette,
        ("datasette",),
        "datasette-1",
    ),
)
