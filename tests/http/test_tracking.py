"""Tracking parameters: passed over everywhere, so that no reply differs by them; all else is looked at as before."""

import re

import pytest

from api import create_app
from api.http.request import TRACKING, without_tracking
from db.query.root import ROOT
from tests.checked_client import BASE

NAMES = ["utm_source", "utm_medium", "utm_anything", "fbclid", "gclid", "msclkid", "mc_cid", "mc_eid", "igshid", "_"]
R1 = "/v1/events/2031-04-12-harbour-round-1"


@pytest.mark.parametrize(
    ("query", "rest"),
    [
        ("a=1&utm_source=x&b=2", "a=1&b=2"),
        ("fbclid=x&a=1&gclid", "a=1"),
        ("utm%5Fsource=x&q=%D0%B0", "q=%D0%B0"),
        ("a=1&_=1700000000", "a=1"),
        *(
            (query, query)
            for query in ("_a=1", "a_=1", "gclids=1", "xutm_a=1", "q=utm_source=1", "q=_", "UTM_SOURCE=1")
        ),
    ],
)
def test_they_alone_are_taken_off(query, rest):
    assert without_tracking(query) == rest


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("url", [R1, f"{R1}.txt", "/v1/events", "/v1/search?q=bodies", "/", "/v1/coverage", "/docs"])
def test_a_reply_is_the_same_with_them(client, url, name):
    plain, tracked = client.get(url), client.get(f"{url}{'&' if '?' in url else '?'}{name}=x")
    assert tracked.status_code == 200
    assert tracked.data == plain.data
    assert tracked.headers.get("ETag") == plain.headers.get("ETag")
    assert tracked.headers.get("Link") == plain.headers.get("Link")


def test_a_cursor_is_of_the_same_list_with_them(client):
    cursor = client.get("/v1/events?limit=1&utm_source=x").json["links"]["next"].partition("cursor=")[2]
    assert client.get(f"/v1/events?limit=1&cursor={cursor}&fbclid=y").status_code == 200


def test_the_cache_keeps_one_reply(database):
    client = create_app(PARLEY_DATABASE=str(database), PARLEY_PUBLIC_URL=BASE).test_client()
    statuses = [client.get(f"/v1/events?{query}").headers["Cache-Status"] for query in ("limit=2", "limit=2&_=5")]
    assert [status.partition(";")[2].strip() for status in statuses] == ["fwd=miss", "hit"]


@pytest.mark.parametrize("name", ["utmsource", "ref", "fbclid2", "source_utm_", "__"])
def test_nothing_else_is_passed_over(client, name):
    assert client.get(f"{R1}?{name}=x").status_code == 400


def test_varnish_passes_over_the_same():
    text = (ROOT / "deploy/varnish/parley.vcl").read_text(encoding="utf-8")
    assert f"({TRACKING})" in text
    pattern = re.search(r'regsuball\(req.url, "(.*)", ""\)', text)[1]
    for query in ("a=1&utm_source=x&b=2", "fbclid=x", "_=3&a=1", "a=1&gclid&_=2", "fbclid&gclid=1", "_a=1&q=_&b=utm_x"):
        url = re.sub("[?&]$", "", re.sub(pattern, "", f"/v1/events?{query}"))
        rest = without_tracking(query)
        assert url == "/v1/events" + (f"?{rest}" if rest else "")
