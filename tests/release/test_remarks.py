"""Remarks: a claim, an account and a quote have the day and the language in which they were made."""

import pytest

from db.release.build import build_database
from tests.checked_client import checked_app
from tests.conftest import ids

ROUND = "events/2031-04-12-harbour-round-1.yaml"
BODIES = "2031-04-12-harbour-round-1:bodies"


@pytest.fixture
def remarks(world, tmp_path, specification):
    """Return a client of a world in which a claim was made the day after and an account of it a day later."""
    path = world / ROUND
    text = path.read_text(encoding="utf-8")
    text = text.replace("    status: disputed\n", "    status: disputed\n    date: '2031-04-13'\n", 1)
    text = text.replace("    - by: southland\n", "    - by: southland\n      date: '2031-04-14'\n", 1)
    text = text.replace("quote: forty for forty", "quote: forty for forty, translated_from: uk", 1)
    text = text.replace(
        "date: '2031-04-12'\n", "date: '2031-04-12'\nplanned_date: '2031-04-10'\nformer_dates: [2031-04-08]\n", 1
    )
    path.write_text(text, encoding="utf-8")
    build_database(world, tmp_path / "parley.db")
    return checked_app(tmp_path / "parley.db", specification).test_client()


def test_a_claim_has_the_day_on_which_it_was_made(remarks):
    claim = remarks.get(f"/v1/claims/{BODIES}").json
    assert (claim["date"], claim["earliest"]) == ("2031-04-13", "2031-04-13")
    assert [account["date"] for account in claim["accounts"]] == [None, "2031-04-14"]
    assert BODIES in ids(remarks.get("/v1/claims?date=2031-04-13"))
    assert BODIES not in ids(remarks.get("/v1/claims?date=2031-04-12"))


def test_text_says_when_and_in_which_language(remarks):
    text = remarks.get(f"/v1/claims/{BODIES}.txt").text
    assert "(14 April 2031)" in text or "14 April 2031:" in text
    assert "(translated from Ukrainian)" in text
    event = remarks.get("/v1/events/2031-04-12-harbour-round-1.txt").text
    assert "13 April 2031: The sides spoke of returning" in " ".join(event.split())
    assert "Planned for: 10 April 2031" in " ".join(event.split())


def test_an_event_keeps_the_dates_for_which_it_was_planned(remarks):
    event = remarks.get("/v1/events/2031-04-12-harbour-round-1").json
    assert (event["planned_date"], event["former_dates"]) == ("2031-04-10", ["2031-04-08"])
