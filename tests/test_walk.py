"""The walk: how many functions and files a warm request passes that no cache answers, counted by the profiler."""

import io
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from api import create_app
from db.query.root import ROOT
from tests.checked_client import BASE

COMPREHENSIONS = ("<listcomp>", "<dictcomp>", "<setcomp>", "<genexpr>")
"""Names of frames that are no function of anybody."""
LIST = "/v1/events?actor=rustem-umerov&from=2025"
MISTAKE, TRIED = "/v1/events?limit=0", "/v1/events"
MAX_API_CALLS, MAX_API_FILES = 45, 10
MAX_CALLS, MAX_FILES, MAX_CHANGES = 100, 18, 40
MAX_CALLS_OF_A_MISTAKE = 60
"""Those of its own; the address that it suggests is tried, which is the walk of a list once more."""
ROOMS = tuple(f"{ROOT / name}/" for name in ("api", "db", "schemas"))


@pytest.fixture(scope="module")
def walk(real_app):
    """Return a function that gives the file and name of each function of ours that a request calls, in order."""
    app = create_app(PARLEY_DATABASE=real_app.config["PARLEY_DATABASE"], PARLEY_PUBLIC_URL=BASE, PARLEY_CACHE_BYTES="0")

    def ask(url: str) -> str:
        path, _, query = url.partition("?")
        environ = {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "RAW_URI": url,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "localhost:8000",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": sys.stderr,
        }
        statuses = list[str]()
        parts = app(environ, lambda status, _headers, *_: statuses.append(status))
        assert b"".join(parts)
        return statuses[0]

    def calls(url: str, status: str) -> list[tuple[str, str]]:
        for _ in range(3):
            assert ask(url) == status
        met = list[tuple[str, str]]()

        def note(frame, event, _):
            code = frame.f_code
            if event == "call" and code.co_filename.startswith(ROOMS) and code.co_name not in COMPREHENSIONS:
                met.append((Path(code.co_filename).relative_to(ROOT).as_posix(), code.co_qualname))

        before = sys.getprofile()
        sys.setprofile(note)
        try:
            ask(url)
        finally:
            sys.setprofile(before)
        return met

    return calls


def told(met: list[tuple[str, str]]) -> str:
    """Return a walk as somebody reads it who has to shorten it."""
    files = Counter(file for file, _ in met)
    changes = sum(one != other for (one, _), (other, _) in pairwise(met))
    listed = "\n".join(f"{file:36} {name}" for file, name in met)
    return f"{len(met)} calls, {len(files)} files {dict(files)}, {changes} changes of file\n{listed}"


def test_the_walk_of_a_list(walk):
    met = walk(LIST, "200 OK")
    changes = sum(one != other for (one, _), (other, _) in pairwise(met))
    assert len(met) <= MAX_CALLS, told(met)
    assert len({file for file, _ in met}) <= MAX_FILES, told(met)
    assert changes <= MAX_CHANGES, told(met)
    own = [one for one in met if one[0].startswith("api/")]
    assert len(own) <= MAX_API_CALLS, told(met)
    assert len({file for file, _ in own}) <= MAX_API_FILES, told(met)


def test_the_walk_of_a_mistake(walk):
    met = walk(MISTAKE, "400 BAD REQUEST")
    assert len(met) <= MAX_CALLS_OF_A_MISTAKE + len(walk(TRIED, "200 OK")), told(met)
