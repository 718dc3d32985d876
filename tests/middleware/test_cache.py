"""The cache of replies: the same bytes and headers as without it, never of another release, never more than fits."""

import gc
import tracemalloc
from concurrent.futures import ThreadPoolExecutor

import pytest

from api import create_app
from api.http.request import CACHE_STATUS
from api.http.response import CACHE_CONTROL
from api.middleware.cache import ENTRY_OVERHEAD, MAX_CACHED_BYTES, CachedResponse, ResponseCache, size_of
from db.query.follower import Follower
from db.release.build import build_database
from db.release.store import activate
from schemas.nouns import SCHEMAS
from tests.checked_client import BASE

pytestmark = pytest.mark.slow

R1 = "2031-04-12-harbour-round-1"
URLS = [
    *(
        f"/v1/{noun}{more}"
        for noun in SCHEMAS
        for more in ("", "?limit=1&view=full", ".csv", ".txt", "?limit=0", "/nope")
    ),
    *(f"/v1/events/{R1}{more}" for more in ("", ".txt", ".md", ".ics", ".jsonld", "?fields=id,title", "?view=brief")),
    *("/", "/v1", "/v1/search?q=bodies", "/v1/search?q=%22", "/v1/suggest?q=an", "/v1/transfers/totals?by=what"),
    *("/v1/coverage", "/v1/vocabularies", "/v1/actors/ana-belo/meetings", "/v1/on-this-day", "/v1/downloads"),
    *("/livez", "/readyz", "/openapi.yaml", "/errors/gone", "/v1/evnts", "/v1/events/2031-04-12", "/robots.txt"),
]


def cached(database, **settings):
    return create_app(PARLEY_DATABASE=str(database), PARLEY_PUBLIC_URL=BASE, **settings)


def cache_of(app):
    cache = app.wsgi_app.application
    assert isinstance(cache, ResponseCache)
    return cache


def responses(app):
    return cache_of(app)._responses


def headers_of(response):
    """Return the headers of a reply but the one that says whether it was kept."""
    return sorted(pair for pair in response.headers if pair[0] != "Cache-Status")


@pytest.mark.parametrize(
    "headers",
    [{}, {"Accept": "text/plain"}, {"Accept": "application/json;q=0.5, text/csv"}, {"Accept-Encoding": "gzip"}],
)
@pytest.mark.parametrize("url", URLS)
def test_the_same_to_the_last_byte(client, cache_client, url, headers):
    headers |= {"X-Request-Id": "deadline-0042", "traceparent": f"00-{'a' * 32}-{'b' * 16}-01"}
    plain = client.get(url, headers=headers)
    for _ in range(3):
        found = cache_client.get(url, headers=headers)
        assert (found.status, found.data) == (plain.status, plain.data)
        assert headers_of(found) == headers_of(plain)
        if "ETag" in plain.headers:
            tagged = headers | {"If-None-Match": plain.headers["ETag"]}
            expected, got = client.get(url, headers=tagged), cache_client.get(url, headers=tagged)
            assert (got.status, got.data, headers_of(got)) == ("304 NOT MODIFIED", b"", headers_of(expected))


@pytest.fixture(scope="module")
def cache_client(database):
    return cached(database).test_client()


def test_a_kept_reply_needs_no_flask(database):
    app = cached(database)
    client = app.test_client()
    asked = list[str]()
    app.before_request(lambda: asked.append("once"))
    bodies = {client.get("/").data for _ in range(3)}
    assert (len(bodies), asked) == (1, ["once"])


def test_each_reply_has_its_own_id(database):
    client = cached(database).test_client()
    assert len({client.get("/v1/events").headers["X-Request-Id"] for _ in range(5)}) == 5
    assert "traceparent" not in client.get("/v1/events").headers


@pytest.mark.parametrize(
    "url", ["/v1/events?limit=0", "/v1/evnts", "/livez", "/readyz", "/v1/on-this-day", "/v1/downloads"]
)
def test_what_is_not_a_lasting_reply_is_not_kept(database, url):
    app = cached(database)
    app.test_client().get(url)
    assert not responses(app)


def test_an_unknown_host_is_refused_after_a_good_one(database):
    client = cached(database).test_client()
    assert client.get("/v1/events").status_code == 200
    assert client.get("/v1/events", headers={"Host": "evil.example"}).status_code == 400


def test_nothing_of_an_earlier_release_is_given(world, tmp_path):
    target = tmp_path / "parley.db"
    build_database(world, target)
    client = cached(target).test_client()
    before = client.get("/v1/topics/ceasefire")
    path = world / "topics" / "ceasefire.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("name: ", "name: New ", 1), encoding="utf-8")
    build_database(world, target)
    after = client.get("/v1/topics/ceasefire")
    assert after.json["name"] == f"New {before.json['name']}"
    assert after.headers["ETag"] != before.headers["ETag"]


ACCEPTS = [
    *("", "*/*", "*", "*; q=.2", "text/*", "application/json", "APPLICATION/JSON; charset=utf-8", "text/csv;q=0.5"),
    *("text/csv; header=present", "text/html,application/xhtml+xml,*/*;q=0.8", "application/*, text/csv", "image/png"),
    *("text/html, image/gif, image/jpeg, *; q=.2", "text/plain, text/csv;q=0.9", "text/csv;q=0, */*", "nonsense"),
    *(
        "text/csv, " + "x" * 600,
        "text/plain;q=0.1, application/json;q=0.1",
        "text/markdown;q=1.0",
        ",,,",
        "application/json;q=0",
    ),
]


@pytest.mark.parametrize("url", ["/", "/v1/topics", "/v1/topics/ceasefire", "/v1/search?q=bodies", "/v1/topics?bom=1"])
def test_accepts_that_mean_the_same_share_a_response_and_no_others(client, database, url):
    app = cached(database)
    for first in ACCEPTS:
        for second in ACCEPTS:
            app.test_client().get(url, headers={"Accept": first})
            expected = client.get(url, headers={"Accept": second})
            found = app.test_client().get(url, headers={"Accept": second})
            assert (found.status, found.mimetype) == (expected.status, expected.mimetype), (first, second)
            if found.status_code == 200:
                assert (found.data, found.headers["ETag"]) == (expected.data, expected.headers["ETag"])
        cache_of(app)._responses.clear()
        cache_of(app)._used = 0


def test_headers_fill_no_memory(database):
    """Whatever is written into headers, what is kept is one response for each meaning."""
    app = cached(database)
    client = app.test_client()
    for number in range(50):
        odd = {"Accept": f"application/json, x/y{number:08000}", "Accept-Encoding": f"gzip, z{number:08000}"}
        odd["If-None-Match"] = f'"{number:08000}"'
        assert client.get("/v1/topics", headers=odd).status_code == 200
    assert len(responses(app)) == 1
    for length in (2, 200):
        many = ", ".join(f'"{number:032x}"' for number in range(length))
        assert client.get("/v1/topics", headers={"If-None-Match": many}).status_code == 200
        assert len(responses(app)) == 1


def test_a_condition_is_met_or_not_whatever_was_kept_before(database):
    client = cached(database).test_client()
    tag = client.get("/v1/topics").headers["ETag"]
    for condition, status in (
        *((tag, 304), (f"W/{tag}", 304), ("*", 304), (f'"nope", {tag}', 304), (f'"{"0" * 32}"', 200), ("nope", 200)),
        *((f'"{"0" * 32}", {tag}', 304), ('"nope"', 200), ("", 200), (tag, 304)),
    ):
        for _ in range(2):
            assert client.get("/v1/topics", headers={"If-None-Match": condition}).status_code == status, condition


def test_what_is_counted_is_what_is_taken(database):
    """Addresses of kilobytes count, in the key as in the links of the headers."""
    app = cached(database, PARLEY_CACHE_BYTES="2000000")
    client = app.test_client()
    tracemalloc.start()
    try:
        client.get("/v1/topics?q=first")
        before = tracemalloc.get_traced_memory()[0]
        for number in range(400):
            client.get(f"/v1/topics?q={number:04}{'%20x' * 1_000}")
        gc.collect()
        taken = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert len(responses(app)) < 400
    assert taken < 2 * 2_000_000


class Parts(list):
    """A body that notes how often it was closed."""

    closed = 0

    def close(self):
        """Note it."""
        self.closed += 1


@pytest.mark.parametrize(
    ("length", "is_kept"),
    [("3", True), (None, False), (str(MAX_CACHED_BYTES), True), (str(MAX_CACHED_BYTES + 1), False)],
)
def test_a_response_is_kept_by_its_length_and_closed_once(database, length, is_kept):
    """Without a length nobody knows how much would be kept; what is not kept is closed by the server."""
    parts = Parts([b"abc"])

    def application(_environ, start_response):
        headers = [("Content-Length", length)] if length else []
        start_response("200 OK", [*headers, ("Cache-Control", CACHE_CONTROL)])
        return parts

    cache = ResponseCache(application, Follower(database), 10_000_000)
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/v1", "HTTP_HOST": "localhost", "QUERY_STRING": ""}
    body = cache(dict(environ), lambda *_: None)
    assert (b"".join(body), len(cache._responses), parts.closed) == (b"abc", int(is_kept), int(is_kept))


def test_the_headers_count_as_they_are_long():
    """Names and values, each byte."""
    response = CachedResponse("200 OK", [("Link", "l" * 500), ("ETag", "e" * 30)], b"b" * 7, "/v1")
    assert size_of(("x" * 11, None), response) == ENTRY_OVERHEAD + 4 + 500 + 4 + 30 + 7 + 11


def test_a_reply_to_one_tag_is_kept(database):
    """Who asks every minute whether anything has changed costs no more than who asks for it."""
    client = cached(database).test_client()
    condition = {"If-None-Match": client.get("/v1/topics").headers["ETag"]}
    replies = [client.get("/v1/topics", headers=condition) for _ in range(2)]
    assert [reply.headers["Cache-Status"] for reply in replies] == ["parley; fwd=miss", "parley; hit"]


def test_a_release_that_cannot_be_is_told_with_the_cache_as_without(database):
    for app in (cached(database), cached(database, PARLEY_CACHE_BYTES="0")):
        reply = app.test_client().get("/v1/topics", headers={"Parley-Release-Digest": "nope"})
        assert (reply.status_code, reply.content_type) == (400, "application/problem+json")


def test_never_more_than_fits(database):
    max_bytes = 100_000
    app = cached(database, PARLEY_CACHE_BYTES=str(max_bytes))
    client = app.test_client()
    for limit in range(1, 101):
        client.get(f"/v1/claims?limit={limit}")
        kept = responses(app)
        assert cache_of(app)._used == sum(size_of(*entry) for entry in kept.items()) <= max_bytes
    assert 0 < len(kept) < 100
    assert next(reversed(kept))[3] == "limit=100"


def test_threads_and_new_releases_at_once(world, tmp_path):
    target = tmp_path / "current"
    first = build_database(world, target)["file_digest"]
    path = world / "topics" / "ceasefire.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("name: ", "name: New ", 1), encoding="utf-8")
    second = build_database(world, target)["file_digest"]
    app = cached(target, PARLEY_CACHE_BYTES="60000")
    pinned = [{"Parley-Release-Digest": digest} for digest in (first, second)]
    urls = [f"/v1/topics?limit={limit}" for limit in range(1, 11)]
    expected = {url: [app.test_client().get(url, headers=one).data for one in pinned] for url in urls}
    assert all(old != new for old, new in expected.values())

    def ask(number):
        if number % 50 == 0:
            activate(target, first if number % 100 else second)
        reply = app.test_client().get(urls[number % 10])
        return reply.data == expected[urls[number % 10]][reply.headers["Parley-Release-Digest"] == second]

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(500)))
    assert cache_of(app)._used == sum(size_of(*entry) for entry in responses(app).items())


@pytest.mark.parametrize(("missing", "kept"), [(0, 2), (1, 1)])
def test_what_fills_the_cache_exactly_is_kept(database, missing, kept):
    response = CachedResponse("200 OK", [], b"body", "/v1")
    cache = ResponseCache(lambda *_: [], Follower(database), 2 * size_of(("a",), response) - missing)
    for key in ("a", "b"):
        cache._store((key,), response)
    assert len(cache._responses) == kept


def test_what_was_asked_for_last_stays(database):
    """The least recently used is dropped, and not the oldest."""

    def application(_environ, start_response):
        start_response("200 OK", [("Content-Length", "3"), ("Cache-Control", CACHE_CONTROL)])
        return [b"abc"]

    cache = ResponseCache(application, Follower(database), 10_000_000)

    def ask(path):
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "HTTP_HOST": "localhost", "QUERY_STRING": ""}
        cache(environ, lambda *_: None)
        return environ[CACHE_STATUS]

    assert [ask("/v1/a"), ask("/v1/b")] == ["miss", "miss"]
    cache.max_bytes = cache._used
    assert [ask(path) for path in ("/v1/a", "/v1/c", "/v1/a", "/v1/b")] == ["hit", "miss", "hit", "miss"]
