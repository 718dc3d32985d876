"""The fast path: to the last byte what Flask answers, with the same checks and the same problems."""

import pytest

from api import create_app
from api.middleware.fast_path import FastPath
from tests.checked_client import BASE
from tests.middleware.test_cache import R1, URLS

MORE = [
    *(
        f"/v1/events/{part}"
        for part in ("2031", "2031-04", "2031-04-12", "latest", "latest.txt", "2031-13", "x,y", "é")
    ),
    *(f"/v1/events/{R1},nope", f"/v1/events/{R1}/", "/v1/events/", "//v1/events", "/v1//events", "/v1/events/%2e%2e"),
    *("/v1/events?q=%D0%90%D0%BD%D0%BD%D0%B0", "/v1/events?q=Анна", "/v1/events?q=%00", "/v1/events?q=%ff", "/v1?x=1"),
    *(
        "/v1/events?kind=call&kind=",
        "/v1/events?limit=2&limit=3",
        "/v1/events?kindd=x",
        "/v1/events?=&&=;",
        "/v1/events?",
    ),
    *("/v1/transfers/totals", "/v1/transfers/totals?by=nope", "/v1/actors/nope/meetings", "/v1/vocabularies/levels"),
    *("/v1/search", "/v1/search?q=bodies&limit=1", "/v1/events?cursor=abc", "/v1/sources?limit=3", "/v1/coverage.txt"),
]
HEADERS = [
    {},
    {"Accept": "text/csv"},
    {"Accept": "image/png"},
    {"Accept-Encoding": "gzip, br;q=0.5"},
    {"Host": "evil.example"},
    {"Host": ""},
    {"If-None-Match": "*"},
    {"Parley-Release-Digest": "x"},
]


@pytest.fixture(scope="module")
def both(database):
    """Return a client whose requests are answered directly where that is possible, and one with Flask alone."""
    apps = [create_app(PARLEY_DATABASE=str(database), PARLEY_PUBLIC_URL=BASE, PARLEY_CACHE_BYTES="0") for _ in range(2)]
    fast_path = apps[1].wsgi_app.application
    assert isinstance(fast_path, FastPath)
    assert fast_path.static_routes
    assert fast_path.dynamic_routes
    fast_path.static_routes, fast_path.dynamic_routes = {}, {}
    return [app.test_client() for app in apps]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("url", dict.fromkeys([*URLS, *MORE]))
def test_the_same_as_flask_alone(both, method, url):
    for headers in HEADERS:
        given = headers | {"X-Request-Id": "deadline-0042", "traceparent": f"00-{'a' * 32}-{'b' * 16}-01"}
        direct, flask = (client.open(url, method=method, headers=given) for client in both)
        assert (direct.status, direct.data) == (flask.status, flask.data), headers
        assert sorted(direct.headers) == sorted(flask.headers), headers
        if "ETag" in direct.headers:
            tagged = given | {"If-None-Match": direct.headers["ETag"]}
            direct, flask = (client.open(url, method=method, headers=tagged) for client in both)
            assert (direct.status, direct.data, sorted(direct.headers)) == (flask.status, b"", sorted(flask.headers))


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "BREW"])
def test_other_methods_are_flasks(both, method):
    direct, flask = (
        client.open("/v1/events", method=method, headers={"X-Request-Id": "deadline-1"}) for client in both
    )
    assert (direct.status, direct.data, sorted(direct.headers)) == (flask.status, flask.data, sorted(flask.headers))


def test_what_fails_unforeseen_is_answered_once_and_noted(database, monkeypatch, caplog):
    app = create_app(PARLEY_DATABASE=str(database), PARLEY_PUBLIC_URL=BASE)
    calls = list[str]()

    def fail(*_):
        calls.append("x")
        raise ZeroDivisionError("of our making")

    monkeypatch.setattr("db.noun.Noun.list_records", fail)
    reply = app.test_client().get("/v1/events")
    assert (reply.status_code, reply.mimetype, len(calls)) == (500, "application/problem+json", 1)
    assert "of our making" in caplog.text
    assert "of our making" not in reply.text
