"""Who says that a term was kept, and official tallies: linked in the record, served and shown."""

import pytest

from db.release.build import build_database
from tests.checked_client import checked_app

ROUND = "2031-04-12-harbour-round-1"


@pytest.fixture
def told(world, tmp_path, specification):
    """Return a client of a world in which claims say that a term was kept, and one holds a tally of bodies."""
    path = world / f"events/{ROUND}.yaml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("        unit: bodies\n        evidence", "        keeping: [hall, bodies]\n        evidence")
    tally = "tally: {what: bodies, from: southland, to: northland, count: {best: '77'}, since: '2031-01-01'}"
    text = text.replace("    text: The hall was lit by candles.\n", f"    text: The hall was lit.\n    {tally}\n")
    path.write_text(text, encoding="utf-8")
    build_database(world, tmp_path / "parley.db")
    return checked_app(tmp_path / "parley.db", specification).test_client()


def test_claims_of_keeping_are_served_with_who_says_what(told):
    first, second = told.get(f"/v1/agreements/{ROUND}:bodies-deal").json["terms"]
    assert first["keeping"] == []
    hall, bodies = second["keeping"]
    assert hall["id"] == f"{ROUND}:hall"
    assert hall["url"] == f"/v1/claims/{ROUND}:hall"
    assert (hall["type"], hall["name"], hall["date"]) == ("claim", "The hall was lit.", "2031-04-12")
    assert [account["by"]["id"] for account in hall["accounts"]] == ["harbour-post"]
    assert bodies["status"] == "disputed"
    assert [account["side"]["id"] for account in bodies["accounts"]] == ["northland", "southland"]
    assert second["why"] == "number-not-known"


def test_text_tells_who_says_so(told):
    for address in (f"/v1/agreements/{ROUND}:bodies-deal.txt", f"/v1/events/{ROUND}.txt", "/v1/agreements.txt"):
        text = " ".join(told.get(address).text.split())
        assert "[reported] Kept or broken, 12 April 2031: The hall was lit." in text
        assert "- Harbour Post: Candles stood on the tables." in text
    assert f"{ROUND}:hall" in told.get(f"/v1/agreements/{ROUND}:bodies-deal.md").text


def test_what_others_claim_is_not_searched_under_the_agreement(told):
    hits = told.get("/v1/search?q=candles&limit=100").json["data"]
    assert f"{ROUND}:bodies-deal" not in [hit["id"] for hit in hits]


def test_a_tally_stands_beside_the_sum(told):
    body = told.get("/v1/transfers/totals?by=what").json
    (tally,) = body["official_tallies"]
    assert (tally["what"], tally["from"]["id"], tally["to"]["id"]) == ("bodies", "southland", "northland")
    assert tally["count"] == {"best": 77, "low": None, "high": None, "text": None}
    assert (tally["since"], tally["until"], tally["status"]) == ("2031-01-01", "2031-04-12", "reported")
    assert tally["claim"]["id"] == f"{ROUND}:hall"
    assert told.get("/v1/transfers/totals?by=what&to_side=southland").json["official_tallies"] == []
    assert told.get("/v1/transfers/totals?by=what&to_side=northland").json["official_tallies"] == [tally]
    assert told.get("/v1/transfers/totals?by=what&to_side__not=southland").json["official_tallies"] == [tally]
    assert told.get("/v1/transfers/totals?by=what&to_side__not=northland").json["official_tallies"] == []
    assert told.get("/v1/transfers/totals?by=what&from=2031-04-20").json["official_tallies"] == []
    csv = told.get("/v1/claims.csv").text
    assert "bodies, from Southland, to Northland: 77 (since 2031-01-01)" in csv
    text = told.get(f"/v1/claims/{ROUND}:hall.txt").text
    assert "Official tally: bodies, from Southland, to Northland: 77" in text
