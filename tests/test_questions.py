"""Questions over records: facets, totals, who met whom, several ids, a day of the year, coverage, vocabularies."""

import csv

import pytest

from db.release.build import build_database
from schemas.model.vocabulary import VOCABULARIES
from tests.checked_client import BASE, checked_app
from tests.conftest import ids

R1 = "2031-04-12-harbour-round-1"


def test_facets(client):
    facets = client.get("/v1/events?facet=kind,topic,actor,year,country,status&limit=1&kind__not=call").json["facets"]
    assert facets["kind"] == [{"value": "repatriation", "records": 2}, {"value": "talks-round", "records": 2}]
    assert facets["year"] == [{"value": "2031", "records": 4}]
    assert facets["status"] == [{"value": "held", "records": 3}, {"value": "postponed", "records": 1}]
    assert {"value": "repatriation", "records": 2} in facets["topic"]
    assert {"value": "ana-belo", "records": 1} in facets["actor"]
    assert facets["country"] == [{"value": "SD", "records": 4}]


def test_facets_agree_with_filters(client):
    facets = client.get("/v1/claims?facet=status,side,by,topic,publisher&limit=1").json["facets"]
    for name, counts in facets.items():
        assert counts
        for count in counts:
            total = client.get(f"/v1/claims?{name}={count['value']}").json["meta"]["total"]
            assert total == count["records"], (name, count)


def test_facets_take_one_statement_more(statements):
    assert len(statements("/v1/events?facet=kind,topic,actor,publisher,year")) == 2


def test_totals(client):
    body = client.get("/v1/transfers/totals?by=month,what,to").json
    assert body["data"] == [
        {
            "month": "2031-04",
            "what": "bodies",
            "to": "northland",
            "low": 34,
            "best": None,
            "high": 35,
            "transfers": 2,
            "transfers_without_count": 0,
            "includes": ["bodies"],
        },
        {
            "month": "2031-04",
            "what": "bodies",
            "to": "southland",
            "low": None,
            "best": None,
            "high": None,
            "transfers": 1,
            "transfers_without_count": 1,
            "includes": ["bodies"],
        },
    ]
    assert client.get("/v1/transfers/totals?by=day&from=2031-04-27").json["data"] == [
        {"day": "2031-04-27", "low": 10, "best": 10, "high": 10, "transfers": 1, "transfers_without_count": 0}
        | {"includes": ["bodies"]}
    ]
    assert client.get("/v1/transfers/totals?by=what&to_side=southland&from=2032").json["data"] == []


@pytest.mark.parametrize("by", ["year", "month", "day", "what", "from", "to", "process", "event", "event,what"])
def test_totals_by_anything_add_up(client, by):
    rows = client.get(f"/v1/transfers/totals?by={by}").json["data"]
    assert sum(row["transfers"] for row in rows) == 3
    assert sum(row["low"] or 0 for row in rows) == 34


def test_who_met_whom(client):
    body = client.get("/v1/actors/ana-belo/meetings/joss-tarn").json
    assert (body["count"], body["first_date"], body["last_date"]) == (2, "2031-04-12", "2031-05~")
    assert [(one["event"]["id"], one["level"], one["channel"]) for one in body["data"]] == [
        (R1, "delegations", "in-person"),
        ("2031-05-harbour-call", "ministers", "telephone"),
    ]
    assert body["by_channel"] == {"in-person": 1, "video": 0, "telephone": 1}
    assert [one["id"] for one in body["data"][0]["with"]] == ["joss-tarn", "ola-vik"]
    assert body["data"][0]["place"]["id"] == "customs-house"
    assert client.get("/v1/actors/ola-vik/meetings").json["count"] == 1
    assert client.get("/v1/actors/northland/meetings/southland").json["count"] == 2
    assert client.get("/v1/actors/ana-belo/meetings/northland").json["count"] == 0
    for suffix in ("", ".csv"):
        with_herself = client.get(f"/v1/actors/ana-belo/meetings/ana-belo{suffix}")
        assert with_herself.status_code == 400
        assert (with_herself.json["errors"][0]["parameter"], with_herself.json["errors"][0]["value"]) == (
            "other",
            "ana-belo",
        )
        assert with_herself.json["try"] == f"{BASE}/v1/actors/ana-belo/meetings{suffix}"


def test_meetings_agree_with_contacts(client):
    for contact in client.get("/v1/actors/ana-belo").json["met"]:
        body = client.get(f"/v1/actors/ana-belo/meetings/{contact['actor']['id']}").json
        assert (body["count"], body["first_date"], body["last_date"]) == (
            contact["count"],
            contact["first_date"],
            contact["last_date"],
        )


def test_meetings_of_former_ids_are_redirected(world, tmp_path, specification):
    for file, former in (("ana-belo", "anna-bello"), ("joss-tarn", "josse-tarn")):
        path = world / "actors" / f"{file}.yaml"
        path.write_text(path.read_text(encoding="utf-8") + f"formerly: [{former}]\n", encoding="utf-8")
    build_database(world, tmp_path / "parley.db")
    client = checked_app(tmp_path / "parley.db", specification).test_client()
    for old, new in (
        ("anna-bello/meetings?limit=1", "ana-belo/meetings?limit=1"),
        ("anna-bello/meetings/josse-tarn.csv", "ana-belo/meetings/joss-tarn.csv"),
        ("ana-belo/meetings/josse-tarn.txt?limit=5", "ana-belo/meetings/joss-tarn.txt?limit=5"),
    ):
        response = client.get(f"/v1/actors/{old}")
        assert (response.status_code, response.headers["Location"]) == (308, f"{BASE}/v1/actors/{new}")
        assert client.get(f"/v1/actors/{new}").status_code == 200


@pytest.mark.parametrize("suffix", ["txt", "md", "csv", "ndjson"])
def test_meetings_in_every_format(client, suffix):
    body = client.get(f"/v1/actors/ana-belo/meetings/joss-tarn.{suffix}")
    assert (body.status_code, "2031-05~" in body.text.replace("\\", "")) == (200, True)
    assert client.get(f"/v1/actors/ana-belo/meetings.{suffix}?limit=1").status_code == 200
    none = client.get(f"/v1/actors/ana-belo/meetings/northland.{suffix}")
    assert (none.status_code, R1 in none.text) == (200, False)


def test_several_ids_in_one_call(client):
    body = client.get(f"/v1/events/2031-04-27-handover,nobody,{R1},2031-06-harbour-round-2?fields=id").json
    assert [record["id"] for record in body["data"]] == ["2031-04-27-handover", R1, "2031-06-15-harbour-round-2"]
    assert body["not_found"] == ["nobody"]
    assert client.get("/v1/topics/ceasefire,humanitarian").json["data"][1]["id"] == "humanitarian"
    for wrong in (",", "a,,b", ",".join(["a"] * 101) + ",b" * 101):
        response = client.get(f"/v1/events/{wrong}")
        assert response.status_code in (200, 400)
    assert client.get("/v1/events/a,,b").status_code == 400


def test_on_this_day(client):
    assert [event["id"] for event in client.get("/v1/on-this-day?day=04-12").json["data"]] == [R1]
    assert client.get("/v1/on-this-day?day=02-29").json["data"] == []
    assert client.get("/v1/on-this-day").status_code == 200
    lines = client.get("/v1/on-this-day.txt?day=04-12").text.splitlines()
    assert lines[1] == "1 event in all."
    assert lines[3] == "2031-04-12  First round of the harbour talks"
    [row] = csv.DictReader(client.get("/v1/on-this-day.csv?day=04-12").text.splitlines())
    assert (row["id"], row["date"]) == (R1, "2031-04-12")
    for wrong in ("02-30", "04-31", "2-3", "0212", "13-01", "00-10", "W01-1", "W01", "٠٤-١٢"):
        response = client.get(f"/v1/on-this-day?day={wrong}")
        assert response.status_code == 400
        assert client.get(response.json["try"].removeprefix(BASE)).status_code == 200


def test_coverage(client):
    body = client.get("/v1/coverage").json
    assert (body["from"], body["complete_through"]) == ("2031-04-01", "2031-06-30")
    assert body["gaps"][0]["period"] == "2031-05"
    assert body["records"]["events"] == 5


def test_vocabularies(client):
    body = client.get("/v1/vocabularies").json
    assert list(body) == list(VOCABULARIES)
    for name, values in body.items():
        assert client.get(f"/v1/vocabularies/{name}").json == {name: values}
        for value in values:
            assert value["definition"].endswith(".")
    assert client.get("/v1/vocabularies/nothing").status_code == 404


def test_addresses_without_parameters_refuse_them(client):
    for url in ("/v1/coverage", "/v1/vocabularies"):
        assert client.get(f"{url}?limit=1").status_code == 400
    assert ids(client.get("/v1/events?limit=1"))


@pytest.mark.parametrize("ids", ["ana-belo,Nope", "ana-belo,\u00a1\u00ab", "ana-belo, joss-tarn"])
def test_what_cannot_be_an_id_is_refused_in_a_list_of_ids(client, ids):
    problem = client.get(f"/v1/actors/{ids}")
    assert (problem.status_code, problem.json["errors"][0]["parameter"]) == (400, "id")
    assert client.get(problem.json["try"]).status_code == 200
