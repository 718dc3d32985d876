"""Ranking: a search that finds very much costs no more, says how much it ranked, and pages through that exactly."""

import pytest

from db.query import search, search_selection
from tests.checked_client import BASE
from tests.query.test_search import hits


@pytest.fixture
def crowded(monkeypatch):
    """Let a search of the made-up world count as one that finds too much."""
    monkeypatch.setattr(search, "MAX_RANKED", 3)
    monkeypatch.setattr(search_selection, "MAX_LIKELY", 2)


@pytest.mark.parametrize("words", ["bodies", "bod*", "bodies+-candles", "bodies&type=claim,event,transfer&from=2031"])
def test_pages_give_every_ranked_hit_once_and_the_total_stays_exact(client, monkeypatch, words):
    everything = hits(client, f"q={words}")
    monkeypatch.setattr(search, "MAX_RANKED", 3)
    monkeypatch.setattr(search_selection, "MAX_LIKELY", 2)
    seen, url = [], f"/v1/search?q={words}&limit=2"
    while url:
        page = client.get(url).json
        assert page["meta"]["total"] == len(everything)
        seen += [hit["id"] for hit in page["data"]]
        url = page["links"]["next"] and page["links"]["next"].removeprefix(BASE)
    assert len(seen) == len(set(seen))
    assert set(seen) <= set(everything)
    assert len(seen) == (page["understood"]["ranked"] or len(everything))


@pytest.mark.usefixtures("crowded")
def test_what_has_the_words_in_its_title_comes_first(client):
    body = client.get("/v1/search?q=bodies&limit=20").json
    assert body["understood"]["ranked"] < body["meta"]["total"]
    assert "bod" in body["data"][0]["title"].lower()
