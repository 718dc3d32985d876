"""What the tests share: the made-up world built once, and a client that holds every reply to the specification."""

import fcntl
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import coverage
import pytest
import yaml
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.serving import make_server
from werkzeug.test import TestResponse

from api import create_app
from api.formats.exports import export_release
from db.query.connection import READERS, Reader
from db.query.counts import counts_of
from db.query.root import ROOT
from db.release.build import build_database
from db.release.store import activate, take_in
from tests import histories
from tests.checked_client import BASE, checked_app

pytest.register_assert_rewrite("tests.goldens")

LONG = int(os.environ.get("PARLEY_LONG", "1"))
"""How many times as many generated requests, texts and moments as in the short run."""
TESTS = Path(__file__).parent
WORLD = TESTS / "records"
FIRST = (
    "specification/test_openapi.py",
    "test_mirror.py",
    "test_contributing.py",
    "history/test_replay.py",
    "query/test_lists.py",
    "bench/test_bench.py",
    "release/test_build.py",
    "release/test_store.py",
    "curation/test_record.py",
    "cli/test_cli.py",
    "middleware/test_access_log.py",
    "specification/test_schemathesis.py",
    "query/test_follower.py",
    "deploy/test_supply.py",
    "hostile/test_texts.py",
    "query/test_search.py",
    "specification/test_clients.py",
    "server/test_metrics.py",
)
"""The modules that come first: the specification must be in step before others read it, the longest not be last."""

# A busy machine makes no test fail, in this process or in one that it starts: speed is the benchmark's to measure.
os.environ.setdefault("PARLEY_QUERY_SECONDS", "20")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of a module in one process, with its servers, and begin with those that others rest upon."""
    items.sort(key=lambda item: _turn(item.path.relative_to(TESTS).as_posix()))
    for item in items:
        if not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(item.path.relative_to(TESTS).as_posix()))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish() -> None:
    """Write down what `make coverage` measured in this process while the one that shares out the tests still waits.

    It kills a process that takes more than ten seconds to end, and of a whole run the data takes longer than that.
    """
    if (measured := coverage.Coverage.current()) and "PYTEST_XDIST_WORKER" in os.environ:
        measured.stop()
        measured.save()


def _turn(name: str) -> int:
    """Return when a module has its turn: the specification is in step before it is read, the longest are not last."""
    return FIRST.index(name) if name in FIRST else len(FIRST)


def built_once(tmp_path_factory: pytest.TempPathFactory, name: str, records: Path) -> Path:
    """Build records once for all processes that share this run of the tests, and return the pointer to the release.

    `PARLEY_BUILT` names a folder in which it stays for runs to come, as `make mutate` wants it.
    """
    folder = tmp_path_factory.getbasetemp()
    folder = folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder
    folder = Path(os.environ.get("PARLEY_BUILT", folder)) / f"shared-{name}"
    folder.mkdir(exist_ok=True)
    target = folder / "parley.db"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "whole").exists():
            build_database(records, target)
            export_release(target.resolve(), BASE)
            (folder / "whole").touch()
        fcntl.flock(lock, fcntl.LOCK_UN)
    return target


@pytest.fixture(scope="session")
def specification() -> dict[str, Any]:
    return yaml.load((ROOT / "openapi.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)


@pytest.fixture(scope="session")
def database(tmp_path_factory) -> Path:
    return built_once(tmp_path_factory, "made-up", WORLD)


@pytest.fixture(scope="session")
def app(database, specification) -> Flask:
    return checked_app(database, specification)


@pytest.fixture
def client(app) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="session")
def real_database(tmp_path_factory) -> Path:
    """Return a release of the real record."""
    return built_once(tmp_path_factory, "real", ROOT / "db" / "records")


@pytest.fixture(scope="session")
def real_app(real_database, specification) -> Flask:
    """Return the application over the real record."""
    return checked_app(real_database, specification)


@pytest.fixture(scope="session")
def real_client(real_app) -> FlaskClient:
    """Return a client of the real record."""
    return real_app.test_client()


@pytest.fixture(scope="session")
def made_up_records() -> Callable[[Path], Path]:
    """Return a function that puts a copy of the made-up world into a folder, and returns where it is."""
    return lambda folder: Path(shutil.copytree(WORLD, folder / "world"))


@pytest.fixture(scope="session")
def checked() -> Callable[[Path, dict[str, Any]], Flask]:
    """Return what makes an application that holds its replies to the specification."""
    return checked_app


@pytest.fixture(scope="session")
def make_history(tmp_path_factory) -> Callable[[list[str]], histories.History]:
    """Return a function that releases the made-up world several times and notes what is served at some addresses."""
    return lambda addresses: histories.make_history(tmp_path_factory.mktemp("history"), WORLD, addresses)


@pytest.fixture
def open_reader() -> Iterator[Callable[[Path], Reader]]:
    """Return a function that opens a release; what it opened is closed when the test has ended."""
    with ExitStack() as opened:
        yield lambda path: opened.enter_context(closing(Reader(path)))


@pytest.fixture
def pointer(tmp_path, database) -> Path:
    """Return a pointer beside which a copy of the made-up world's release lies."""
    pointer = tmp_path / "build" / "current"
    pointer.parent.mkdir()
    file = pointer.with_name("file")
    file.write_bytes(database.read_bytes())
    activate(pointer, take_in(file, pointer))
    return pointer


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve an application on a free port of this machine, its links made to match, and give its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    app.config["PARLEY_PUBLIC_URL"] = f"http://localhost:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield app.config["PARLEY_PUBLIC_URL"]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def site(database) -> Iterator[str]:
    """Return the address of a server of the made-up world."""
    with served(create_app(PARLEY_DATABASE=str(database))) as address:
        yield address


@pytest.fixture
def world(tmp_path) -> Path:
    """Return a copy of the made-up records that a test may break."""
    shutil.copytree(WORLD, tmp_path / "records")
    return tmp_path / "records"


@pytest.fixture
def statements(app, client):
    """Return a function that gives the SQL statements that one request runs, once what is read once has been read."""
    for address in ("/v1/topics?limit=1", "/v1/topics/ceasefire"):
        assert client.get(address).status_code == 200

    def count(url: str) -> list[str]:
        noted = watched(Path(app.config["PARLEY_DATABASE"]))
        response = client.get(url)
        assert response.status_code in (200, 304), response.text
        return list(noted)

    return count


def watched(database: Path, *, cold: bool = True) -> list[str]:
    """Return the list in which the statements of the next request are noted; `cold` forgets what was counted."""
    reader = READERS.acquire(database.resolve())
    READERS.release(reader)
    if cold:
        counts_of(reader.path).clear()
    return reader.watch()


def ids(response: TestResponse) -> list[str]:
    """Return the ids of a list's records."""
    assert response.status_code == 200, response.text
    return [record["id"] for record in response.json["data"]]
