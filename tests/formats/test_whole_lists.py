"""Whole lists: files have every record of the query, made while they are sent; `limit` alone cuts them."""

import csv
import gzip
import io
import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from api import create_app
from api.formats import FORMATS
from api.http import response as response_module
from db.query import connection, streams
from db.query.connection import READERS, QueryTimeout
from schemas.nouns import SCHEMAS
from tests.checked_client import BASE
from tests.conftest import ids

WHOLE = [one.suffix for one in FORMATS.values() if one.whole]
STREAMED = [suffix for suffix in WHOLE if not FORMATS[suffix].undivided]
SORTS = ("date", "-date", "title", "kind,-date", "-independent_publishers")


def lines(response) -> list[str]:
    assert response.status_code == 200, response.text
    return [json.loads(line)["id"] for line in response.text.splitlines()]


@pytest.fixture
def small_chunks(monkeypatch):
    """Let two records be a chunk, and nothing small enough to be sent at once."""
    monkeypatch.setattr(streams, "STREAM_CHUNK", 2)
    monkeypatch.setattr(response_module, "MAX_WHOLE_BYTES", 0)


def test_which_formats_are_whole():
    assert set(FORMATS) - set(WHOLE) == {"txt", "md", "html"}


@pytest.mark.parametrize("noun", ["events", "claims", "sources", "statements", "actors"])
def test_a_file_has_every_record(real_client, noun):
    total = real_client.get(f"/v1/{noun}?limit=1").json["meta"]["total"]
    assert total > 100
    response = real_client.get(f"/v1/{noun}.csv?fields=id")
    assert len(list(csv.reader(io.StringIO(response.text, newline="")))) == 1 + total
    found = lines(real_client.get(f"/v1/{noun}.ndjson?fields=id"))
    assert len(found) == len(set(found)) == total


def test_a_calendar_a_feed_and_a_map_have_every_event(real_client):
    total = real_client.get("/v1/events?limit=1").json["meta"]["total"]
    assert real_client.get("/v1/events.ics").data.count(b"BEGIN:VEVENT") == total
    assert real_client.get("/v1/events.atom").data.count(b"<entry>") == total
    assert len(json.loads(real_client.get("/v1/events.geojson").data)["features"]) == total
    assert len(json.loads(real_client.get("/v1/events.timeline").data)["events"]) == total


@pytest.mark.parametrize("noun", SCHEMAS)
@pytest.mark.parametrize("suffix", STREAMED)
def test_in_chunks_or_at_once_it_is_the_same(client, monkeypatch, noun, suffix):
    url = f"/v1/{noun}.{suffix}"
    if not FORMATS[suffix].serves(noun):
        pytest.skip("not written in this format")
    at_once = client.get(url)
    assert int(at_once.headers["Content-Length"]) == len(at_once.data)
    monkeypatch.setattr(streams, "STREAM_CHUNK", 2)
    monkeypatch.setattr(response_module, "MAX_WHOLE_BYTES", 0)
    streamed = client.get(url)
    assert "Content-Length" not in streamed.headers
    assert streamed.data == at_once.data, f"what writes .{suffix} must go through content.every(), once"
    zipped = client.get(url, headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(zipped.data) == at_once.data
    different = {"Content-Length", "Content-Encoding", "X-Request-Id", "ETag", "Cache-Status"}
    for other in (streamed, zipped):
        assert {name: value for name, value in other.headers if name not in different} == {
            name: value for name, value in at_once.headers if name not in different
        }


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("query", ["", "&kind=call,talks-round", "&q=bodies", "&from=2031-04", "&topic=ceasefire"])
@pytest.mark.usefixtures("small_chunks")
def test_the_order_is_that_of_the_list(client, sort, query):
    listed = ids(client.get(f"/v1/events?sort={sort}{query}&limit=100"))
    assert lines(client.get(f"/v1/events.ndjson?sort={sort}{query}")) == listed


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.usefixtures("small_chunks")
def test_a_limit_cuts_and_a_cursor_goes_on(client, sort):
    every = lines(client.get(f"/v1/events.ndjson?sort={sort}"))
    page = client.get(f"/v1/events.ndjson?sort={sort}&limit=2")
    assert lines(page) == every[:2]
    cursor = client.get(f"/v1/events?sort={sort}&limit=2").json["links"]["next"].partition("cursor=")[2]
    assert f"cursor={cursor}" in page.headers["Link"]
    assert lines(client.get(f"/v1/events.ndjson?sort={sort}&cursor={cursor}")) == every[2:]
    assert lines(client.get(f"/v1/events.ndjson?sort={sort}&limit=2&cursor={cursor}")) == every[2:4]


def test_only_a_large_list_has_no_length_and_is_not_kept(database, monkeypatch):
    client = create_app(PARLEY_DATABASE=str(database), PARLEY_PUBLIC_URL=BASE).test_client()
    url = "/v1/events.ndjson"
    assert client.get(url).headers["Cache-Status"] == "parley; fwd=miss"
    assert client.get(url).headers["Cache-Status"] == "parley; hit"
    monkeypatch.setattr(response_module, "MAX_WHOLE_BYTES", 0)
    for _ in range(2):
        with client.get(url + "?kind=call") as response:
            assert "Cache-Status" not in response.headers


@pytest.mark.usefixtures("small_chunks")
def test_head_and_a_reply_that_the_client_has_read_nothing_more(app, client):
    head = client.head("/v1/events.ndjson")
    assert head.status_code == 200
    assert head.data == b""
    headers = {"If-None-Match": head.headers["ETag"]}
    assert client.get("/v1/events.ndjson", headers=headers).status_code == 304
    reader = READERS.acquire(Path(app.config["PARLEY_DATABASE"]).resolve())
    noted = reader.watch()
    READERS.release(reader)
    client.get("/v1/events.ndjson", headers=headers)
    assert list(noted) == []


@pytest.mark.usefixtures("small_chunks")
def test_the_reader_is_let_go_at_the_end_and_where_the_client_leaves(app, client):
    READERS.close()
    idle = READERS._idle.setdefault(Path(app.config["PARLEY_DATABASE"]).resolve(), [])
    response = FlaskClient(app, app.response_class).get("/v1/claims.ndjson", buffered=False)
    assert idle == []
    assert next(iter(response.response))
    response.close()
    response.close()
    assert len(idle) == 1
    assert client.get("/v1/claims.ndjson").data
    assert len(idle) == 1


def test_the_time_limit_is_that_of_a_chunk(app, monkeypatch):
    reader = READERS.acquire(Path(app.config["PARLEY_DATABASE"]).resolve())
    clock = [0.0]
    monkeypatch.setattr(connection, "monotonic", lambda: clock[0])
    monkeypatch.setattr(connection, "PROGRESS_STEPS", 1)
    reader.connection.set_progress_handler(reader._is_late, 1)
    reader.set_time_limit(0.5)
    chunks = reader.stream("select n from record order by n", {}, 2)
    assert next(chunks)
    clock[0] += 60
    assert next(chunks)
    clock[0] += 60
    assert next(chunks)
    clock[0] += 60
    with pytest.raises(QueryTimeout):
        reader.query("select count(*) from record, record as other", {})
    reader.connection.close()


def test_a_question_that_takes_too_long_is_still_a_problem(client, app, monkeypatch):
    monkeypatch.setitem(app.config, "PARLEY_QUERY_SECONDS", "0")
    monkeypatch.setattr(connection, "PROGRESS_STEPS", 1)
    READERS.close()
    response = client.get("/v1/events.csv?sort=title")
    assert response.status_code == 503
    READERS.close()
