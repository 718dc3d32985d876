"""Right answers about the real record: progress, sums, days, empty answers and points that once were wrong."""

import json

import pytest

from tests.checked_client import BASE
from tests.conftest import ids


def test_a_deal_that_nobody_tracks_has_no_progress(real_client):
    terms = real_client.get("/v1/agreements/2022-07-22-black-sea-grain-initiative:initiative").json["terms"]
    assert [term["progress"] for term in terms] == [None] * 5
    by_id = {term["id"].rpartition(":")[2]: term for term in terms}
    assert by_id["control"]["why"] == "not-tracked"
    assert by_id["duration"]["why"] is None
    assert [claim["id"] for claim in by_id["duration"]["keeping"]] == [
        "2022-10-29-grain-deal-suspended:suspension",
        "2022-11-17-grain-initiative-extended:extended",
        "2023-03-18-grain-initiative-extended:length",
        "2023-05-17-grain-initiative-extended:extension",
        "2023-07-17-russia-ends-grain-initiative:ended",
    ]


def test_a_truce_shows_who_says_that_it_was_kept(real_client):
    text = real_client.get("/v1/agreements/2025-03-18-trump-putin-call:energy-halt.txt").text
    assert "[....]" not in text
    assert "of 30 days" not in text
    assert "[disputed] Kept or broken, 18 April 2025" in text
    assert "- Dmitry Peskov: Russia kept the moratorium" in text
    assert "- Volodymyr Zelenskyy: Russia was never serious about it" in text
    event = real_client.get("/v1/events/2025-03-18-trump-putin-call.txt").text
    assert "2025-04-18-energy-halt-expires:observance" in event


def test_no_term_is_said_to_be_carried_out_by_nobody(real_client):
    for agreement in real_client.get("/v1/agreements?view=full&limit=100").json["data"]:
        for term in agreement["terms"]:
            assert term["progress"] is None or term["progress"]["transfers"], term["id"]
            assert (term["why"] == "not-tracked") == (not term["progress"] and not term["keeping"]), term["id"]
            for claim in term["keeping"]:
                record = real_client.get(claim["url"]).json
                assert (claim["name"], claim["status"]) == (record["text"], record["status"])


def test_a_number_is_told_apart_from_handovers_without_one(real_client):
    text = real_client.get("/v1/agreements/2025-06-02-istanbul-round-2:humanitarian.txt").text
    words = " ".join(text.split())
    assert "Terms 1 and 2, each: at least 250, and 7 handovers without a number." in words
    assert "Terms 3 and 4, each: 4 handovers, number not known." in words


def test_an_unknown_number_is_not_none(real_client):
    address = "/v1/transfers/totals?what=prisoners-of-war&by=to&from=2025-01-01&to=2025-12-31"
    body = real_client.get(address).json
    assert body["data"]
    for row in body["data"]:
        assert row["transfers_without_count"]
        assert (row["best"], row["high"]) == (None, None)
        assert row["low"] > 0
    assert [row["includes"] for row in body["also_counted"]] == [["prisoners-mixed"]] * len(body["also_counted"])
    assert body["also_counted"]
    periods = [gap["period"] for gap in body["gaps"]]
    assert "2025-06-09/2025-07-04" in periods
    assert "2025-05-10" not in periods  # It is about a truce.
    assert [tally["count"]["best"] for tally in body["official_tallies"]] == [2466, 4131, 4552, 7000]


def test_an_official_tally_stands_beside_our_sum(real_client):
    body = real_client.get("/v1/transfers/totals?what=bodies&by=to&to=2025-05-16").json
    assert {row["to"]: row["low"] for row in body["data"]}["ukraine"] < 9744
    tally = body["official_tallies"][-1]
    assert tally["count"]["best"] == 9744
    assert tally["claim"]["id"] == "2025-05-16-repatriation-909-bodies:total"
    assert [by["id"] for by in tally["by"]] == ["coordination-headquarters-for-the-treatment-of-prisoners-of-war"]
    assert (tally["since"], tally["until"]) == ("2022-02-24", "2025-05-16")
    assert real_client.get(tally["claim"]["url"]).json["tally"]["to"]["id"] == "ukraine"
    # It is of all handovers to Ukraine, so it says nothing of one side's or of one event's.
    for narrower in ("to_side=russia", "event=2025-05-16-repatriation-909-bodies", "to=2025-05-15", "what=civilians"):
        address = "/v1/transfers/totals?by=to&to=2025-05-16&what=bodies"
        address = address.replace("&to=2025-05-16", "") if narrower.startswith("to=") else address
        address = address.replace("&what=bodies", "") if narrower.startswith("what") else address
        tallies = real_client.get(f"{address}&{narrower}").json["official_tallies"]
        assert 9744 not in [one["count"]["best"] for one in tallies], narrower


@pytest.mark.parametrize("day", ["11-30", "12-01"])
def test_an_event_of_two_days_is_found_on_both(real_client, day):
    assert "2025-11-30-florida-us-ukraine" in ids(real_client.get(f"/v1/on-this-day?day={day}"))
    assert "2025-11-30-florida-us-ukraine" in ids(real_client.get(f"/v1/events/2025-{day}"))


def test_no_sentinel_leaves_the_house(real_client):
    latest = [process["latest"] for process in real_client.get("/v1/processes?limit=100&view=full").json["data"]]
    assert latest.count(None) > 20
    for address in ("/v1/processes.csv", "/v1/processes.ndjson", "/v1/processes.txt", "/v1/downloads/parley.ndjson"):
        reply = real_client.get(address)
        assert "9999-99-99" not in reply.text
        assert "0000-00-00" not in reply.text
        reply.close()


@pytest.mark.parametrize(
    ("address", "reason", "word"),
    [
        ("/v1/events/2022-08-07", "known-gap", "August 2022"),
        ("/v1/events/2026-09-01", "beyond-coverage", "beyond"),
        ("/v1/events/2021-05", "beyond-coverage", "2022-02-24"),
        ("/v1/events?from=2022-08-07&to=2022-08-07&kind=exchange", "known-gap", "August 2022"),
        ("/v1/events?date=2022-08-05&kind=call", "nothing-recorded", "meets"),
        ("/v1/events?date=2022-08-05&kind=exchange", "known-gap", "August 2022"),
        ("/v1/claims?q=zzzz", "nothing-recorded", "2026-03-31"),
        ("/v1/search?q=zzzz&date=2022-08-07", "known-gap", "August 2022"),
        ("/v1/transfers/totals?by=to&what=bodies&date=2024-09", "known-gap", "bodies"),
        ("/v1/events?date=[2026-09-01,2026-09-03]", "beyond-coverage", "beyond"),
        ("/v1/publishers?q=zzzz", "nothing-recorded", "meets"),
    ],
)
def test_an_empty_answer_says_why(real_client, address, reason, word):
    body = real_client.get(address).json
    assert body["data"] == []
    empty = body["meta"]["empty"]
    assert empty["reason"] == reason
    assert word in empty["text"]
    assert bool(empty["gaps"]) == (reason == "known-gap") or reason == "beyond-coverage"
    if "/search" in address or "/totals" in address:
        return
    path, mark, query = address.partition("?")
    for suffix in (".txt", ".md"):
        text = " ".join(real_client.get(path + suffix + mark + query).text.split())
        assert " ".join(empty["text"].split())[:60].replace("*", "") in text.replace("\\", "")


def test_an_answer_that_is_not_empty_says_nothing_of_it(real_client):
    for address in ("/v1/events", "/v1/on-this-day?day=06-02", "/v1/search?q=istanbul", "/v1/events/2025-06-02"):
        assert real_client.get(address).json["meta"]["empty"] is None


@pytest.mark.parametrize("path", ["/v1/events", "/v1/claims", "/v1/search", "/v1/transfers/totals"])
def test_bounds_that_nothing_meets_are_refused_with_those_that_work(real_client, path):
    also = {"/v1/search": "&q=istanbul", "/v1/transfers/totals": "&by=to"}.get(path, "")
    reply = real_client.get(f"{path}?from=2025-06-03&to=2025-06-01{also}")
    assert reply.status_code == 400
    assert {error["parameter"] for error in reply.json["errors"]} == {"from", "to"}
    corrected = reply.json["try"].removeprefix(BASE)
    assert "from=2025-06-01&to=2025-06-03" in corrected
    assert real_client.get(corrected).status_code == 200
    assert real_client.get(f"{path}?from=2025-06-15&to=2025-06{also}").status_code == 200


def test_numbers_that_cross_are_refused_too(real_client):
    reply = real_client.get("/v1/transfers?count__gte=100&count__lte=50")
    assert reply.status_code == 400
    assert reply.json["try"].endswith("count__gte=50&count__lte=100")


@pytest.mark.parametrize("date", ["[2025-06-02..2025-06-03]", "[2025-06-02,2025-06-03]", "{2025-06-02,2025-06-03}"])
@pytest.mark.parametrize("noun", ["events", "claims", "transfers", "processes", "sources"])
def test_a_date_in_brackets_is_a_date(real_client, noun, date):
    body = real_client.get(f"/v1/{noun}?date={date}&limit=1").json
    assert f"within {date}" in body["meta"]["description"]
    assert body["meta"]["total"] == real_client.get(f"/v1/{noun}?date=2025-06-02/2025-06-03").json["meta"]["total"]
    assert real_client.get(f"/v1/{noun}?from={date}&topic=ceasefire").status_code in (200, 400)


def test_a_venue_without_coordinates_stands_at_its_citys(real_client):
    collection = json.loads(real_client.get("/v1/events.geojson?kind=talks-round&limit=100").text)
    places = {one["id"]: one for one in real_client.get("/v1/places?limit=100&view=full&kind=venue").json["data"]}
    on_map = [one for one in collection["features"] if one["geometry"]]
    assert len(on_map) > 15
    for feature in collection["features"]:
        precision = feature["properties"]["location_precision"]
        assert (precision is None) == (feature["geometry"] is None)
        place = places.get(feature["properties"]["place"])
        if place and place["latitude"] is not None:
            assert precision == "venue"
        elif place and place["part_of"] and feature["geometry"]:
            city = real_client.get(place["part_of"]["url"]).json
            if city["latitude"] is not None:
                assert precision == city["kind"]
                assert feature["geometry"]["coordinates"] == [city["longitude"], city["latitude"]]


def test_a_gap_in_the_counts_of_prisoners_stands_beside_no_sum_of_bodies(real_client):
    """Nor does a missing count explain a day on which nothing is recorded."""
    address = "/v1/transfers/totals?by=to&from=2025-06-01&to=2025-07-31&what="
    bodies, prisoners = (real_client.get(address + what).json["gaps"] for what in ("bodies", "prisoners-of-war"))
    assert "body-counts" in {gap["kind"] for gap in bodies}
    assert "prisoner-counts" not in {gap["kind"] for gap in bodies}
    assert "prisoner-counts" in {gap["kind"] for gap in prisoners}
    assert real_client.get("/v1/events/2022-11-05").json["meta"]["empty"]["reason"] == "nothing-recorded"


def test_nobody_is_told_that_uncounted_prisoners_explain_missing_bodies(real_client):
    for address in ("/v1/transfers?what=bodies&date=2022-05", "/v1/transfers/totals?by=to&what=bodies&date=2022-05"):
        empty = real_client.get(address).json["meta"]["empty"]
        assert (empty["reason"], empty["gaps"]) == ("nothing-recorded", [])
    empty = real_client.get("/v1/transfers?what=children&date=2022-05").json["meta"]["empty"]
    assert "prisoner-counts" not in [gap["kind"] for gap in empty["gaps"]]
    empty = real_client.get("/v1/transfers?what=prisoners-of-war&date=2022-10-12").json["meta"]["empty"]
    assert "prisoner-counts" in [gap["kind"] for gap in empty["gaps"]]


@pytest.mark.parametrize(
    "query", ["kind=call&kind__not=call", "kind=call&kind__not=call,vote", "actor=russia&actor__not=russia,ukraine"]
)
def test_what_contradicts_itself_cannot_be_met(real_client, query):
    problem = real_client.get(f"/v1/events?{query}")
    assert problem.status_code == 400
    names = {error["parameter"]: error["problem"] for error in problem.json["errors"]}
    name = query.partition("=")[0]
    assert names.keys() == {name, f"{name}__not"}
    assert all("nothing can meet both" in text for text in names.values())
    assert real_client.get(problem.json["try"].removeprefix("http://localhost:8000")).status_code == 200


def test_what_is_only_partly_excluded_can_be_met(real_client):
    calls = real_client.get("/v1/events?kind=call,vote&kind__not=vote").json["meta"]["total"]
    assert calls == real_client.get("/v1/events?kind=call").json["meta"]["total"] > 0
