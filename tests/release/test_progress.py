"""Progress: how far a term was carried out, by transfers whose numbers are known, or not, or in part."""

import pytest

from db.release.build import build_database
from tests.checked_client import checked_app

ROUND = "events/2031-04-12-harbour-round-1.yaml"
HANDOVER = "events/2031-04-20-handover.yaml"
COUNT = "    count: {low: '24', high: '25', text: 24 or 25}\n"
UNDER = "    under: ['2031-04-12-harbour-round-1:bodies-deal:to-southland']\n"


@pytest.fixture
def terms(world, tmp_path, specification):
    """Return a function that builds the world after some edits, each of a file, and gives the terms of its deal."""

    def build(*edits):
        for name, old, new in edits:
            path = world / name
            text = path.read_text(encoding="utf-8")
            assert old in text
            path.write_text(text.replace(old, new, 1), encoding="utf-8")
        build_database(world, tmp_path / "parley.db")
        client = checked_app(tmp_path / "parley.db", specification).test_client()
        return client.get("/v1/agreements/2031-04-12-harbour-round-1:bodies-deal").json["terms"]

    return build


def numbers(term):
    """Return what is said of how far a term went, but for the transfers themselves."""
    return {name: value for name, value in term["progress"].items() if name != "transfers"}


def test_a_term_without_a_transfer_has_no_progress_and_says_why(terms):
    """Nobody tracks it: that is not the same as that nothing was carried out, which a sum of 0 would say."""
    counted, term = terms((HANDOVER, UNDER, ""))
    assert (term["progress"], term["why"]) == (None, "not-tracked")
    assert (counted["progress"]["low"], counted["why"]) == (34, None)


def test_one_unknown_number_leaves_the_lowest_and_no_share(terms):
    """The next transfer moved ten, so ten is the least; how many there were at most nobody knows."""
    term, _ = terms((HANDOVER, COUNT, ""))
    assert numbers(term) == {"best": None, "low": 10, "high": None, "share": None, "transfers_without_count": 1}
    assert term["why"] is None


def test_the_share_is_of_the_best_number_or_of_the_upper_end(terms):
    ends = (ROUND, "quantity: {best: '40'}", "quantity: {low: '40', high: '50'}")
    counted, other = terms(ends, (HANDOVER, UNDER, f"{UNDER}    count: {{best: '7'}}\n"))
    assert counted["progress"]["share"] == "68–70 %"
    assert numbers(other) == {"best": 7, "low": 7, "high": 7, "share": None, "transfers_without_count": 0}


def test_a_share_whose_ends_round_alike_is_one_number(terms):
    term, _ = terms((HANDOVER, COUNT, "    count: {best: '24'}\n"))
    assert numbers(term) == {"best": 34, "low": 34, "high": 34, "share": "85 %", "transfers_without_count": 0}
