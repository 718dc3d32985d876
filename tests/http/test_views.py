"""Views: how much of a record a reply shows, the fields that a client chooses, and the size that a reply keeps to."""

import json
from itertools import pairwise

import pytest

from api.http import endpoints, views
from api.http.views import MAX_DEFAULT_BYTES
from db.json import PUBLIC_URL, as_lines
from schemas.nouns import SCHEMAS
from tests.checked_client import BASE, checked_app

R1 = "2031-04-12-harbour-round-1"
DAY = "2031-04-12"


def evidence_in(value):
    """Yield all evidence in a record."""
    if isinstance(value, dict):
        yield from value.get("evidence", ())
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from evidence_in(part)


def source_ids_in(value):
    """Yield the ids of all sources that a record in the standard view refers to."""
    if isinstance(value, dict):
        yield from value.get("source_ids", ())
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from source_ids_in(part)


def size_of(response):
    """Return the size of a reply as it is measured, before the address of the server is put into its citation."""
    return len(response.data.replace(BASE.encode(), PUBLIC_URL.encode()))


@pytest.fixture
def small(monkeypatch):
    """Return a function that lets replies be no larger than some number of bytes."""

    def limit(most):
        for module in (views, endpoints):
            monkeypatch.setattr(module, "MAX_DEFAULT_BYTES", most)
        monkeypatch.setattr(views, "HEAD_BYTES", 0)

    return limit


@pytest.mark.parametrize("noun", SCHEMAS)
def test_standard_refers_to_all_evidence_and_names_each_source_once(client, noun):
    for whole in client.get(f"/v1/{noun}?view=full&limit=100").json["data"]:
        record = client.get(f"/v1/{noun}/{whole['id']}?view=standard").json
        assert record["view"] == "standard"
        assert client.get(record["full_url"]).json == whole
        cited = {item["source"]["id"]: item["source"] for item in evidence_in(whole)}
        named = [source["id"] for source in record["sources"]] if "evidence" in whole else []
        assert sorted(named) == sorted(set(named)) == sorted(cited)
        assert set(source_ids_in(record)) == set(cited)
        assert not list(evidence_in(record))
        for source in record["sources"] if named else ():
            assert source == {key: cited[source["id"]][key] for key in ("id", "title", "url")}


def test_an_event_in_standard_says_what_was_claimed_and_where_to_read_on(client):
    event = client.get(f"/v1/events/{R1}?view=standard").json
    whole = client.get(f"/v1/events/{R1}").json
    assert [claim["text"] for claim in event["claims"]] == [claim["text"] for claim in whole["claims"]]
    assert "accounts" not in event["claims"][0]
    assert "evidence" not in json.dumps(event)
    for claim in event["claims"]:
        full = client.get(f"/v1/claims/{claim['id']}").json
        assert {item["source"]["id"] for item in evidence_in(full)} == set(claim["source_ids"])


def test_a_small_record_comes_whole_as_ever(client):
    plain = client.get(f"/v1/events/{R1}")
    assert plain.data == client.get(f"/v1/events/{R1}?view=full").data
    assert "view" not in plain.json


def test_a_large_record_comes_in_the_fullest_view_that_fits(client, small):
    sizes = {view: len(client.get(f"/v1/events/{R1}?view={view}").data) for view in ("brief", "standard", "full")}
    assert sizes["brief"] < sizes["standard"] < sizes["full"]
    for view, size in sizes.items():
        small(size)
        record = client.get(f"/v1/events/{R1}").json
        said = {"view": view, "full_url": f"/v1/events/{R1}?view=full"} if view != "full" else {}
        assert record == said | client.get(f"/v1/events/{R1}?view={view}").json
    assert len(client.get(f"/v1/events/{R1}?view=full").data) == sizes["full"]
    assert "accounts" in client.get(f"/v1/events/{R1}.ndjson").text


def test_an_event_too_long_for_all_its_sources_keeps_its_claims(client, small):
    standard = client.get(f"/v1/events/{R1}?view=standard")
    whole, size = standard.json, size_of(standard)
    counts = set()
    # The head with the address of all sources takes about ninety bytes; the first source stays.
    least = size - len(as_lines(whole["sources"][1:])) + 100
    for most in range(size - 1, least, -7):
        small(most)
        reply = client.get(f"/v1/events/{R1}")
        assert size_of(reply) <= most
        event = reply.json
        assert event["view"] == "standard"
        named = event["sources"]
        counts.add(len(named))
        assert named == whole["sources"][: len(named)]
        assert list(event)[:3] == ["view", "full_url", "sources_url"]
        assert {key: event[key] for key in whole if key != "sources"} == {
            key: whole[key] for key in whole if key != "sources"
        }
        # Whoever asks for the view by its name gets all of it.
        assert client.get(f"/v1/events/{R1}?view=standard").json == whole
    assert len(counts) > 1
    assert max(counts) < len(whole["sources"])
    listed = client.get(event["sources_url"] + "&limit=100").json["data"]
    assert {source["id"] for source in listed} == {source["id"] for source in whole["sources"]}


def test_a_day_comes_in_the_fullest_view_that_fits(client, small):
    assert client.get(f"/v1/events/{DAY}").json["meta"]["view"] == "full"
    # Of what is too large even in brief nothing is left out.
    for most, view in ((12_000, "standard"), (3_000, "brief"), (1, "brief")):
        small(most)
        page = client.get(f"/v1/events/{DAY}").json
        assert page["meta"]["view"] == view
        assert page["data"] == client.get(f"/v1/events/{DAY}?view={view}").json["data"]
        assert page.get("sources") == client.get(f"/v1/events/{DAY}?view={view}").json.get("sources")
        assert client.get(f"/v1/events/{DAY}?view=full").json["meta"]["view"] == "full"
        assert client.get(f"/v1/events/{R1},2031-06-15-harbour-round-2").json["meta"]["view"] in ("standard", "brief")


@pytest.mark.parametrize("noun", ["events", "claims", "actors"])
def test_a_list_in_standard_names_sources_beside_its_records(client, noun):
    page = client.get(f"/v1/{noun}?view=standard").json
    assert page["meta"]["view"] == "standard"
    assert {source["id"] for source in page["sources"]} == set(source_ids_in(page["data"]))
    whole = client.get(f"/v1/{noun}?view=full").json
    assert [record["id"] for record in page["data"]] == [record["id"] for record in whole["data"]]


def test_a_page_has_as_many_records_as_fit_and_none_is_lost(client, small):
    ids = [record["id"] for record in client.get("/v1/actors?limit=100").json["data"]]
    small(1_000)
    url, seen, pages = "/v1/actors", [], []
    while url:
        page = client.get(url).json
        seen += [record["id"] for record in page["data"]]
        pages.append(page)
        url = page["links"]["next"]
    assert seen == ids
    assert 1 < len(pages) < len(ids)
    for one, other in pairwise(pages):
        back = client.get(other["links"]["prev"]).json
        assert back["data"][-1] == one["data"][-1]
    assert client.get("/v1/actors?limit=6").json["meta"]["returned"] == 6
    small(1)
    assert client.get("/v1/actors").json["meta"]["returned"] == 1


def test_fields_reach_into_what_lies_in_an_event(client):
    event = client.get(f"/v1/events/{R1}?fields=id,claims.text,claims.status,statements.speaker").json
    whole = client.get(f"/v1/events/{R1}").json
    assert list(event) == ["id", "claims", "statements"]
    assert event["claims"] == [{"text": claim["text"], "status": claim["status"]} for claim in whole["claims"]]
    assert event["statements"] == [{"speaker": statement["speaker"]} for statement in whole["statements"]]
    page = client.get("/v1/events?fields=title,claims.text&sort=date&limit=1").json
    assert page["data"] == [{"title": whole["title"], "claims": [{"text": claim["text"]} for claim in whole["claims"]]}]
    both = client.get(f"/v1/events/{R1}?fields=claims.text,claims").json
    assert both["claims"] == whole["claims"]
    lines = client.get("/v1/events.ndjson?fields=id,claims.text&sort=date").text.splitlines()
    assert json.loads(lines[0]) == {"id": R1, "claims": page["data"][0]["claims"]}


@pytest.mark.parametrize(
    ("url", "meant"),
    [
        ("/v1/events?fields=claims.txt", "claims.text"),
        (f"/v1/events/{R1}?fields=claims.event", None),
        ("/v1/events?fields=titel", "title"),
        ("/v1/claims?fields=accounts.says", "accounts"),
    ],
)
def test_fields_that_do_not_exist_are_refused(client, url, meant):
    response = client.get(url)
    assert response.status_code == 400
    error = response.json["errors"][0]
    assert error["parameter"] == "fields"
    assert len(error["allowed"]) < 50
    if meant:
        assert error["did_you_mean"] == meant


@pytest.mark.parametrize("suffix", ["csv", "txt", "md", "ndjson", "html"])
def test_standard_is_a_form_of_json_alone(client, suffix):
    for url in (f"/v1/events.{suffix}?view=standard", f"/v1/events/{R1}.{suffix}?view=standard"):
        response = client.get(url)
        assert response.status_code == 400, url
    assert client.get("/v1/events.csv?fields=id,claims.text").status_code == 400
    assert client.get("/v1/events.csv?fields=id,claims").status_code == 200


@pytest.mark.parametrize("url", ["/v1/events?limit=2", "/v1/claims?limit=1", "/v1/search?q=bodies&limit=1"])
def test_the_next_cursor_is_a_value(client, url):
    page = client.get(url).json
    further = client.get(f"{url}&cursor={page['meta']['next_cursor']}").json
    assert further["data"] == client.get(page["links"]["next"]).json["data"]
    while further["links"]["next"]:
        further = client.get(further["links"]["next"]).json
    assert further["meta"]["next_cursor"] is None


def test_lines_are_the_same_json(client):
    for url in ("/v1/coverage", f"/v1/events/{R1}", "/v1/vocabularies"):
        body = client.get(url).json
        text = as_lines(body).decode()
        assert json.loads(text) == body
        assert list(json.loads(text)) == list(body)
        assert text.endswith("\n")
        assert len(text) < len(client.get(url).text)


def test_no_reply_is_larger_than_it_may_be(real_app, specification):
    client = checked_app(real_app.config["PARLEY_DATABASE"], specification).test_client()
    for noun in SCHEMAS:
        url, whole = f"/v1/{noun}?view=full&limit=100", []
        while url:
            page = client.get(url).json
            whole += page["data"]
            url = page["links"]["next"]
        large = sorted(whole, key=lambda record: len(json.dumps(record)))[-3:]
        for record in large:
            assert len(client.get(f"/v1/{noun}/{record['id']}").data) <= MAX_DEFAULT_BYTES, record["id"]
        assert len(client.get(f"/v1/{noun}").data) <= MAX_DEFAULT_BYTES
    days = {event["date"] for event in client.get("/v1/events?limit=100&fields=date").json["data"]}
    for day in ("2025-06-02", "2025-05-16", *sorted(days)[:5]):
        assert len(client.get(f"/v1/events/{day}").data) <= MAX_DEFAULT_BYTES


@pytest.mark.parametrize("by", ["day,what,to,event", "day,what,from,to,event,process"])
def test_sums_of_many_groups_stay_within_their_size(real_client, by):
    """Sums come in as many rows as fit, then the next; what is no JSON has all of them."""
    url, rows, sizes = f"/v1/transfers/totals?by={by}", [], []
    while url:
        reply = real_client.get(url)
        sizes.append(len(reply.data))
        rows += reply.json["data"]
        url = reply.json["links"]["next"] and reply.json["links"]["next"].removeprefix("http://localhost:8000")
    assert 1 < len(sizes) < 5
    assert max(sizes) <= MAX_DEFAULT_BYTES
    assert len(rows) == reply.json["meta"]["total"]
    names = by.split(",")
    keys = [tuple(row[name] or "" for name in names) for row in rows]
    assert keys == sorted(set(keys))
    table = real_client.get(f"/v1/transfers/totals.csv?by={by}").text.splitlines()
    assert len(table) == len(rows) + 1
    few = real_client.get(f"/v1/transfers/totals?by={by}&limit=3").json
    assert few["data"] == rows[:3]
    assert few["meta"]["next_cursor"]


def test_what_comes_in_less_than_full_for_its_size_says_where_all_of_it_is(real_client):
    for path in (
        "2025-06-02-istanbul-round-2",
        "2025-06-02",
        "2025-06-02-istanbul-round-2,2025-05-16-istanbul-round-1",
    ):
        body = real_client.get(f"/v1/events/{path}").json
        told = body.get("meta", body)
        assert told["view"] in ("standard", "brief")
        assert told["full_url"] == f"/v1/events/{path}?view=full"
        whole = real_client.get(told["full_url"]).json
        assert whole.get("meta", {}).get("view") == ("full" if "meta" in whole else None)
    for path in ("2022-03-12", "2025-06-02?view=brief", "2025-06-02?fields=id"):
        assert "full_url" not in real_client.get(f"/v1/events/{path}").json["meta"]
