"""CORS: a page of another origin may send any header and read all that describes a reply."""

import pytest

from tests.checked_client import BASE

R1 = "/v1/events/2031-04-12-harbour-round-1"
EXPOSED = {
    *("Accept-Ranges", "Content-Range", "Content-Disposition", "Content-Length", "Repr-Digest", "ETag", "Link"),
    *("X-Request-Id", "Retry-After", "Location", "Parley-Release", "Parley-Release-Digest", "Parley-API-Version"),
}


def preflight(client, url, asked):
    headers = {"Origin": "https://news.example", "Access-Control-Request-Method": "GET"}
    return client.options(url, headers=headers | ({"Access-Control-Request-Headers": asked} if asked else {}))


@pytest.mark.parametrize(
    "asked",
    ["x-my-app", "X-My-App", "baggage", "tracestate", "range", "baggage,sentry-trace, x-my-app", "a!#$%&'*+.^_`|~9"],
)
def test_any_header_may_be_sent(client, asked):
    reply = preflight(client, R1, asked)
    assert reply.status_code == 200
    assert reply.headers["Access-Control-Allow-Headers"] == asked
    assert "Access-Control-Request-Headers" in reply.headers["Vary"]


@pytest.mark.parametrize("asked", ["", "a b", "a,,b", "a;b", "<script>", "a,", "x" * 1_001, "é", "a, b\tc"])
def test_what_is_no_list_of_names_is_not_repeated(client, asked):
    allowed = preflight(client, R1, asked).headers["Access-Control-Allow-Headers"]
    assert allowed.startswith("Accept, If-None-Match")
    assert {"Range", "baggage", "traceparent", "tracestate", "X-Request-Id"} <= set(allowed.split(", "))


@pytest.mark.parametrize("url", ["/v1/nothing", f"{R1}?wrong=1", "/v1/downloads/nothing", "/"])
def test_a_page_gets_to_see_the_problem(client, url):
    """A browser shows nothing of a reply whose preflight failed."""
    assert preflight(client, url, "x-my-app").status_code == 200


@pytest.mark.parametrize("url", [R1, "/v1/events.csv", "/v1/downloads/parley.db", "/v1/nothing", "/docs"])
def test_all_that_describes_a_reply_may_be_read(client, url):
    headers = client.get(url, headers={"Origin": "https://news.example"}).headers
    assert set(headers["Access-Control-Expose-Headers"].split(", ")) >= EXPOSED
    assert headers["Access-Control-Allow-Origin"] == "*"


def test_a_host_that_is_not_ours_is_not_answered(client):
    reply = client.options("/v1", headers={"Host": "evil.example", "Access-Control-Request-Method": "GET"})
    assert (reply.status_code, reply.json["type"]) == (400, f"{BASE}/errors/bad-request")
