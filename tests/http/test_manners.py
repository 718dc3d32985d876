"""Manners: HEAD, conditional requests and parts of every reply, and when to come again."""

import re
from functools import partial

import pytest

from api import create_app
from api.http.problems import PROBLEM_KINDS
from api.http.request import REQUEST_ID
from db.query.root import ROOT
from schemas.query import parameters

R1 = "2031-04-12-harbour-round-1"
URLS = [
    *("/", "/v1", "/v1/events", f"/v1/events/{R1}", "/v1/events/2031-04-12", "/v1/events.csv", "/v1/claims.txt"),
    *("/v1/search?q=bodies", "/v1/transfers/totals?by=month", "/v1/actors/ana-belo/meetings", "/v1/vocabularies"),
    *("/v1/coverage", "/v1/downloads", "/v1/downloads/parley.db", f"/v1/events/{R1}.html", "/v1/on-this-day"),
]


@pytest.mark.parametrize("url", URLS)
def test_head_is_get_without_a_body(client, url):
    whole, head = client.get(url), client.head(url)
    assert (head.status_code, head.data) == (200, b"")
    passing = ("X-Request-Id", "traceparent", "Date")
    same = [pair for pair in whole.headers.items() if pair[0] not in passing]
    assert [pair for pair in head.headers.items() if pair[0] not in passing] == same


@pytest.mark.parametrize("url", URLS)
def test_what_a_client_has_is_not_sent_again(client, url):
    tag = client.get(url).headers["ETag"]
    for condition in (tag, f'"other", {tag}', "*"):
        assert client.get(url, headers={"If-None-Match": condition}).status_code == 304
    assert client.get(url, headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize("url", URLS)
@pytest.mark.parametrize("cached", [True, False])
def test_the_rest_can_be_asked_for(app, url, cached):
    settings = {"PARLEY_DATABASE": app.config["PARLEY_DATABASE"], "PARLEY_CACHE_BYTES": "1000000" if cached else "0"}
    # A file is read to its end at once, so that nothing stays open.
    get = partial(create_app(**settings).test_client().get, url, buffered=True)
    whole = get()
    tag, size = whole.headers["ETag"], len(whole.data)
    for asked, part in (("bytes=0-9", whole.data[:10]), ("bytes=10-", whole.data[10:]), ("bytes=-5", whole.data[-5:])):
        response = get(headers={"Range": asked, "If-Range": tag})
        assert (response.status_code, response.data) == (206, part)
        assert response.headers["ETag"] == tag
        assert re.fullmatch(rf"bytes \d+-\d+/{size}", response.headers["Content-Range"])
        assert int(response.headers["Content-Length"]) == len(part)
    assert get(headers={"Range": "bytes=0-9", "If-Range": '"other"'}).data == whole.data
    assert get(headers={"Range": "bytes=0-1,3-4"}).data == whole.data
    assert get().data == whole.data
    beyond = get(headers={"Range": f"bytes={size}-"})
    assert (beyond.status_code, beyond.mimetype) == (416, "text/html" if ".html" in url else "application/problem+json")
    # With a condition the headers are what says how much there is (RFC 9110, 15.5.17).
    assert beyond.headers["Content-Range"] == f"bytes */{size}"
    # A suffix that is longer than the body selects all of it (RFC 9110, 14.1.2); none has no bytes.
    for length in (size, size + 1, 999_999_999, 10**29):
        everything = get(headers={"Range": f"bytes=-{length}"})
        assert (everything.status_code, everything.data) == (206, whole.data)
        assert everything.headers["Content-Range"] == f"bytes 0-{size - 1}/{size}"
        assert int(everything.headers["Content-Length"]) == size
    assert get(headers={"Range": "bytes=-0"}).status_code == 416
    backwards = get(headers={"Range": "bytes=5-2"})
    assert (backwards.status_code, backwards.data) == (200, whole.data)
    assert "Content-Range" not in backwards.headers


def test_a_part_of_what_is_compressed_is_one_of_those_bytes(client):
    headers = {"Accept-Encoding": "gzip"}
    whole = client.get("/v1/events", headers=headers)
    assert whole.headers["Content-Encoding"] == "gzip"
    part = client.get("/v1/events", headers=headers | {"Range": "bytes=100-199"})
    assert part.data == whole.data[100:200]


def test_a_type_of_problem_for_what_nginx_refuses(client):
    assert PROBLEM_KINDS["too-many-requests"][0] == 429
    assert client.get("/errors/too-many-requests").json["status"] == 429


def test_the_limits_on_the_page_are_those_of_the_code():
    text = (ROOT / "docs" / "limits.md").read_text(encoding="utf-8")
    for number, name in (
        (parameters.MAX_VALUES, "values of a parameter"),
        (parameters.MAX_VALUE_LENGTH, "values of a parameter"),
        (parameters.MAX_SEARCH_LENGTH, "`q`"),
        (parameters.MAX_WORDS, "`q`"),
        (parameters.MAX_PREFIXES, "`q`"),
        (parameters.MAX_LIMIT, "records of a page"),
        (parameters.DEFAULT_LIMIT, "records of a page"),
    ):
        line = next(line for line in text.splitlines() if line.startswith(f"| {name} |"))
        assert re.search(rf"\b{number}\b", line), (name, number)


TRACE = f"00-{'a' * 32}-{'b' * 16}-01"


@pytest.mark.parametrize("sent", ["7", "abc-123", "v1.2_3", "a" * 128, "3F2504E0-4F89-11D3-9A0C-0305E82C3301"])
@pytest.mark.parametrize("url", ["/v1/topics", "/v1/nothing", "/v1/events?limit=0"])
def test_the_id_of_a_request_comes_back(client, url, sent):
    for headers in ({"X-Request-Id": sent}, {"X-Request-Id": sent, "traceparent": TRACE}):
        response = client.get(url, headers=headers)
        assert response.headers["X-Request-Id"] == sent
        assert response.headers.get("traceparent") == headers.get("traceparent")
        assert response.status_code == 200 or response.json["request_id"] == sent


@pytest.mark.parametrize("sent", ["", "a" * 129, "a b", "a;b", '"a"', "é"])
def test_what_is_no_id_is_replaced(client, sent):
    assert re.fullmatch(
        "[0-9a-f]{32}", client.get("/v1/topics", headers={"X-Request-Id": sent}).headers["X-Request-Id"]
    )
    both = client.get("/v1/topics", headers={"X-Request-Id": sent, "traceparent": TRACE})
    assert both.headers["X-Request-Id"] == "a" * 32


def test_the_servers_before_it_take_the_same_ids():
    for name in ("nginx/nginx.conf", "varnish/parley.vcl"):
        assert f"^{REQUEST_ID.pattern}$" in (ROOT / "deploy" / name).read_text(encoding="utf-8"), name
