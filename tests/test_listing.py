"""Lists in the order of the numbers: what they find, and page by page, is what the plain way of asking finds."""

import pytest

from db.connection import Reader
from db.listing import Order
from db.nouns import NOUNS
from schemas.nouns import QUERIES, SCHEMAS
from tests.conftest import ids

ASKED = [
    *(f"{noun}" for noun in SCHEMAS),
    *("events?q=prisoner", "events?q=prisoner -children&kind=exchange", "events?q=istanbul&actor=rustem-umerov"),
    *("events?actor=rustem-umerov", "events?actor=rustem-umerov,vladimir-medinsky", "events?actor__not=rustem-umerov"),
    *(
        "events?actor=rustem-umerov&from=2025-01&to=2025-08",
        "events?kind=exchange",
        "events?kind__not=exchange&to=2022",
    ),
    *("events?country=TR&topic=ceasefire", "events?from=2025-06-02&to=2025-06-02", "events?match=certain&from=2025"),
    *(
        "claims?status=disputed",
        "claims?topic=repatriation&publisher=reuters",
        "claims?event=2025-06-02-istanbul-round-2",
    ),
    *("sources?publisher=reuters", "sources?q=umerov", "actors?q=minister", "statements?speaker=volodymyr-zelenskyy"),
    *("events?q=nothingofthesort", "events?q=-prisoner", "transfers?what=prisoners-of-war&count__gte=300"),
]


@pytest.mark.parametrize("asked", ASKED)
def test_the_same_as_asked_the_plain_way(real_client, monkeypatch, asked):
    url = f"/v1/{asked}{'&' if '?' in asked else '?'}limit=100"
    quick = pages(real_client, url)
    assert quick == pages(real_client, url, backwards=True)[::-1]
    plain = Order.__init__
    monkeypatch.setattr(Order, "__init__", lambda self, keys, _: plain(self, keys, False))
    assert quick == pages(real_client, url)
    total = real_client.get(url).json["meta"]["total"]
    found = [one for page in quick for one in page]
    assert len(found) == len(set(found)) == total


def pages(client, url, *, backwards=False):
    """Return the ids of each page, going to the end or, from there, back to the beginning."""
    found = []
    while url:
        reply = client.get(url.removeprefix("http://localhost:8000"))
        found.append(ids(reply))
        last, url = url, reply.json["links"]["next"]
    if not backwards:
        return found
    found, url = [], last
    while url:
        reply = client.get(url.removeprefix("http://localhost:8000"))
        found.append(ids(reply))
        url = reply.json["links"]["prev"]
    return found


@pytest.mark.parametrize("noun", SCHEMAS)
def test_numbers_follow_the_order_of_the_list(real_app, noun):
    reader = Reader(real_app.extensions["follower"].current().path)
    sort, table = QUERIES[noun].DEFAULT_SORT, NOUNS[noun].table
    key = NOUNS[noun].sorts[sort.removeprefix("-")]
    rows = reader.query(f"select n from {table} order by {key} {'desc' if sort[0] == '-' else ''}, id", {})
    first, last, _ = reader.ranges[noun]
    assert [row[0] for row in rows] == list(range(first, last + 1))


@pytest.mark.parametrize("noun", SCHEMAS)
def test_what_was_counted_beforehand_is_what_is_found(real_app, noun):
    reader = Reader(real_app.extensions["follower"].current().path)
    rows = reader.query("select filter, value, records from tally where noun = :noun", {"noun": noun})
    for name, value, records in rows:
        query = {name.decode(): f'["{value.decode()}"]'}
        where, bound = NOUNS[noun].where(reader, query)
        [[count]] = reader.query(f"select count(*) from {NOUNS[noun].table} where {where}", bound)
        assert count == records == NOUNS[noun].count(reader, query)
    assert rows or noun not in ("events", "claims", "sources")
