"""Lists in the order of the numbers: what they find, and page by page, is what the plain way of asking finds."""

import json
import sqlite3
from contextlib import closing, contextmanager
from datetime import date, timedelta
from urllib.parse import quote

import pytest

from db.events import list_on_day, occurrences
from db.nouns import NOUNS
from db.query import lists
from db.query.counts import counts_of
from db.query.pages import PagePosition, list_page
from schemas.nouns import QUERIES, SCHEMAS
from tests.conftest import ids

pytestmark = pytest.mark.slow

LISTS = [
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


@pytest.mark.parametrize("query", LISTS)
def test_a_walk_by_numbers_gives_what_sorting_gives(real_client, monkeypatch, query):
    url = f"/v1/{query}{'&' if '?' in query else '?'}limit=100"
    walked = pages(real_client, url)
    assert walked == pages(real_client, url, backwards=True)[::-1]
    with in_another_order(monkeypatch):
        assert walked == pages(real_client, url)
    total = real_client.get(url).json["meta"]["total"]
    everything = [record for page in walked for record in page]
    assert len(everything) == len(set(everything)) == total


@contextmanager
def in_another_order(monkeypatch):
    """Let no list be walked by its numbers: each is sorted by its columns, as one in another order is."""
    ordinary = lists.list_order
    with monkeypatch.context() as patch:
        patch.setattr(lists, "list_order", lambda *order: ordinary(*order)._replace(by_number=False))
        lists.page_statement.cache_clear()
        yield
    lists.page_statement.cache_clear()


def pages(client, url, *, backwards=False):
    """Return the ids of each page, going to the end or, from there, back to the beginning."""
    collected = []
    while url:
        reply = client.get(url.removeprefix("http://localhost:8000"))
        collected.append(ids(reply))
        last, url = url, reply.json["links"]["next"]
    if not backwards:
        return collected
    collected, url = [], last
    while url:
        reply = client.get(url.removeprefix("http://localhost:8000"))
        collected.append(ids(reply))
        url = reply.json["links"]["prev"]
    return collected


@pytest.mark.parametrize("noun", SCHEMAS)
def test_numbers_follow_the_order_of_the_list(real_app, noun, open_reader):
    reader = open_reader(real_app.extensions["follower"].current().path)
    sort, table = QUERIES[noun].DEFAULT_SORT, NOUNS[noun].table
    key = NOUNS[noun].sorts[sort.removeprefix("-")].sql
    rows = reader.query(f"select n from {table} order by {key} {'desc' if sort[0] == '-' else ''}, id", {})
    first, last, _ = reader.ranges[noun]
    assert [row[0] for row in rows] == list(range(first, last + 1))


@pytest.mark.parametrize("noun", SCHEMAS)
def test_a_total_is_what_a_facet_counts(real_client, noun):
    """What an index drives finds as many records as a facet, which goes through all of them, has for the value."""
    for name in set(QUERIES[noun].facets()) - {"year"}:
        for facet in real_client.get(f"/v1/{noun}?facet={name}&limit=1").json["facets"][name][:3]:
            total = real_client.get(f"/v1/{noun}?{name}={facet['value']}&limit=1").json["meta"]["total"]
            assert total == facet["records"], (name, facet)


def test_a_remembered_total_is_that_of_the_noun(client):
    """What was counted for one noun, or one value, is never given for another."""
    addresses = [f"{noun}?{also}" for also in ("q=harbour", "q=talks", "q=talks&from=2031") for noun in SCHEMAS]
    addresses += [
        f"{noun}?event={event}" for noun in ("sources", "claims") for event in ("2031-05-harbour-call", "2031-04")
    ]
    replies = [client.get(f"/v1/{url}&limit=100") for url in addresses]
    bodies = [reply.json for reply in replies if reply.status_code == 200]
    assert len(bodies) > 30
    again = [client.get(f"/v1/{url}&limit=100") for url in reversed(addresses)]
    assert [reply.json for reply in again if reply.status_code == 200] == bodies[::-1]
    assert [body["meta"]["total"] for body in bodies] == [len(body["data"]) for body in bodies]


TIMES = [
    {"from": "2025-06-02"},
    {"to": "2022-03-29"},
    {"from": "2024", "to": "2024-06"},
    {"date": "2025-05"},
    {"date": "2022-03-15"},
    {"from": "2025-05-20", "date": "2025-05"},
    {"from": "2025-06", "to": "2025-06-01"},
    {"from": "0001", "to": "9999"},
    {"from": "9998"},
    {"to": "0002"},
]


@pytest.mark.parametrize("also", ["", "q=russia", "publisher=reuters", "topic=ceasefire", "topic__not=ceasefire"])
@pytest.mark.parametrize("match", ["possible", "certain"])
@pytest.mark.parametrize("noun", ["events", "transfers"])
def test_a_time_is_what_the_dates_say(real_client, real_app, noun, match, also, open_reader):
    """The window of numbers, its edges and the total beside it, against every record's own dates."""
    reader = open_reader(real_app.extensions["follower"].current().path)
    dates = reader.query(f"select id, earliest, latest from {NOUNS[noun].table} order by n", {})
    assert any(first != last for _, first, last in dates)
    among = set(ids_on_all_pages(real_client, f"/v1/{noun}?limit=100&{also}"))
    for time in TIMES:
        bounds = {name: date_bounds(value) for name, value in time.items()}
        expected = [record for record, first, last in dates if record in among and meets(bounds, match, first, last)]
        parameters = "&".join(
            [f"match={match}", "limit=100", *(f"{name}={value}" for name, value in time.items()), also]
        )
        reply = real_client.get(f"/v1/{noun}?{parameters}")
        assert reply.json["meta"]["total"] == len(expected), parameters
        assert ids(reply) == expected[:100], parameters
        if 100 < len(expected) < 500:
            assert ids_on_all_pages(real_client, f"/v1/{noun}?{parameters}") == expected, parameters


def ids_on_all_pages(client, url):
    """Return the ids of a list, page after page."""
    return [record for page in pages(client, url) for record in page]


def date_bounds(value):
    """Return the first and the last day of a year, a month or a day."""
    parts = [int(part) for part in value.split("-")]
    first = date(*parts, *[1] * (3 - len(parts)))
    year, month = (first.year + 1, 1) if len(parts) == 1 else divmod(first.month, 12)
    year, month = (year, 1) if len(parts) == 1 else (first.year + year, month + 1)
    last = first if len(parts) == 3 else date.max if year > 9999 else date(year, month, 1) - timedelta(1)
    return first.isoformat(), last.isoformat()


def meets(bounds, match, first, last):
    """Tell whether a record of these days may lie, or with `certain` does lie, within all bounds."""
    begin, end = (last, first) if match == "possible" else (first, last)
    since = [bounds[name][0] for name in ("from", "date") if name in bounds]
    until = [bounds[name][1] for name in ("to", "date") if name in bounds]
    return all(begin >= day for day in since) and all(end <= day for day in until)


def test_an_empty_page_behind_the_last_has_the_total(real_app, open_reader):
    reader = open_reader(real_app.extensions["follower"].current().path)
    query = {"kind": '["call"]', "sort": ["-date"], "view": "brief", "limit": 5}
    counts_of(reader.path).clear()
    page = list_page(reader, NOUNS["events"], query, PagePosition(["0001-01-01", "z"]))
    assert (page.documents, page.next, page.previous) == ([], None, None)
    assert page.total == list_page(reader, NOUNS["events"], query, None).total > 0


def test_a_record_without_events_has_none_on_any_day(database, tmp_path, open_reader):
    path = tmp_path / "empty.db"
    path.write_bytes(database.read_bytes())
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("delete from event")
    reader = open_reader(path)
    assert (occurrences(reader, "04-12"), list_on_day(reader, "04-12")) == ([], [])
    assert occurrences(open_reader(database.resolve()), "04-12") == ["2031-04-12"]


def test_a_total_that_a_page_counted_is_remembered(app, open_reader):
    reader = open_reader(app.extensions["follower"].current().path)
    query = {"kind": '["call"]', "sort": ["-date"], "view": "brief", "limit": 5}
    counts = counts_of(reader.path)
    counts.clear()
    total = list_page(reader, NOUNS["events"], query, None).total
    assert list(counts.values()) == [total]
    # What is all there is was counted when the release was built.
    list_page(reader, NOUNS["events"], {"sort": ["-date"], "view": "brief", "limit": 5}, None)
    assert list(counts.values()) == [total]


def test_the_link_of_a_source_finds_what_cites_it(client):
    every = client.get("/v1/claims?limit=100&view=full").json["data"]
    found = 0
    for source in client.get("/v1/sources?limit=100&view=full").json["data"]:
        page = client.get(f"/v1/claims?q={quote(source['url'], safe='')}&limit=100").json
        citing = [claim["id"] for claim in every if f'"{source["id"]}"' in json.dumps(claim)]
        assert [claim["id"] for claim in page["data"]] == citing, source["id"]
        # Totals are remembered by what they depend on, and the link is a part of that.
        assert page["meta"]["total"] == len(citing), source["id"]
        found += len(citing)
    assert found


def test_a_list_by_date_without_conditions_reads_one_table():
    """What it is ordered by stands beside the document, so that no other table is looked into."""
    shape = lists.Shape((), has_words=False, has_excluded_words=False, driver=None, certain=False, longest=1)
    statement = lists.page_statement(NOUNS["events"], shape, ("-date",), "brief", None)
    assert " from record where " in statement
    assert "(select" not in statement
