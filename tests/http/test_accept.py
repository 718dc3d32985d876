"""Accept: a type is meant whatever parameters it is named with; Varnish drops what means JSON, and nothing else."""

import re

import pytest

from api.formats import FORMATS
from api.http.accept import best_type
from db.query.root import ROOT

SERVED = ("application/json", "text/plain", "text/csv", "application/ld+json")
MEANT = {
    "application/json; charset=utf-8": "application/json",
    "application/json;charset=UTF-8": "application/json",
    "application/json; charset=utf-8, text/plain, */*": "application/json",
    "application/json, text/plain, */*": "application/json",
    "APPLICATION/JSON": "application/json",
    "application/json; odata=verbose": "application/json",
    "text/csv; header=present": "text/csv",
    "text/csv;header=present;q=0.5, application/json;q=0.4": "text/csv",
    "text/csv;q=0.4, application/json;q=0.5": "application/json",
    "text/csv, */*": "text/csv",
    "text/csv, application/json": "application/json",
    "text/*;q=0.3, text/csv;q=0.7": "text/csv",
    "application/json;q=0, */*": "text/plain",
    "application/*": "application/json",
    "text/plain;charset=utf-8": "text/plain",
    "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2": "application/json",
    "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8": "application/json",
    "application/problem+json, application/json": "application/json",
    "": "application/json",
    "*": "application/json",
    "text/html": None,
    "*/*;q=0": None,
    "application/json;q=0": None,
}

PAGES = dict.fromkeys(("text/html", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"), "text/html")
"""What browsers send, who get a page where there is one."""


@pytest.mark.parametrize(("accept", "media_type"), MEANT.items())
def test_the_type_that_is_meant(accept, media_type):
    assert best_type(accept, SERVED) == media_type


@pytest.mark.parametrize(("accept", "media_type"), (MEANT | PAGES).items())
@pytest.mark.parametrize("url", ["/v1/events", "/v1/events/2031-04-12-harbour-round-1", "/"])
def test_it_is_what_is_sent(client, url, accept, media_type):
    reply = client.get(url, headers={"Accept": accept})
    if media_type in ("application/json", "text/plain", "text/html") and "q=0," not in accept:
        assert (reply.status_code, reply.mimetype) == (200, media_type)


@pytest.mark.parametrize(
    "url",
    [
        *("/", "/v1/events", "/v1/events/2031-04-12-harbour-round-1", "/v1/coverage", "/v1/vocabularies"),
        *("/v1/search?q=bodies", "/v1/transfers/totals?by=to", "/v1/on-this-day", "/v1/actors/ana-belo/meetings"),
        *("/v1/changes", "/v1/downloads", "/v1/check?text=candles"),
    ],
)
def test_of_all_kinds_of_text_plain_text_is_sent(client, url):
    assert client.get(url, headers={"Accept": "text/*"}).mimetype == "text/plain"
    assert client.get(url, headers={"Accept": "text/*;q=0.3, text/csv;q=0.7"}).mimetype in ("text/csv", "text/plain")


@pytest.mark.parametrize("accept", [*MEANT, "application/json; q=0.3, text/csv", 'text/csv; x=", application/json"'])
def test_varnish_drops_only_what_means_json(accept):
    text = (ROOT / "deploy/varnish/parley.vcl").read_text(encoding="utf-8")
    plain, named = re.findall(r'Accept ~ "(\^ \*.*?|\(\?i\)\(\^\|,\).*?)"', text)
    dropped = re.search(plain, accept) or (re.search(named, accept) and '"' not in accept)
    types = ["application/json", *(kind for one in FORMATS.values() for kind in one.accept_types)]
    if dropped:
        assert best_type(accept, types) == "application/json"
    elif accept in ("application/json; charset=utf-8", "application/json, text/plain, */*"):
        pytest.fail("Varnish keeps a copy of its own for it.")
