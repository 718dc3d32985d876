"""Ranking: a search that finds very much costs no more, says how much it ranked, and pages through that exactly."""

import pytest

from db.query import search, search_selection
from db.release.build import build_database
from db.release.search_index import ordinal
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


MAIN_EVENTS = [
    # What somebody types, the round or summit that they mean, and the last place where it may stand.
    ("Alaska summit", "2025-08-15-alaska-summit", 1),
    ("Trump Putin summit", "2025-08-15-alaska-summit", 1),
    ("Washington summit", "2025-08-18-washington-summit", 3),
    ("second round Istanbul", "2025-06-02-istanbul-round-2", 2),
    ("Istanbul round 2", "2025-06-02-istanbul-round-2", 2),
    ("Istanbul talks June 2025", "2025-06-02-istanbul-round-2", 1),
    ("Istanbul talks", "2025-06-02-istanbul-round-2", 10),
    ("third round Istanbul", "2025-07-23-istanbul-round-3", 1),
    ("Istanbul round 3", "2025-07-23-istanbul-round-3", 1),
    ("Abu Dhabi round 2", "2026-02-04-abu-dhabi-round-2", 1),
    ("Abu Dhabi second round", "2026-02-04-abu-dhabi-round-2", 1),
    ("Abu Dhabi round 1", "2026-01-23-abu-dhabi-round-1", 1),
    ("Geneva round 3", "2026-02-17-geneva-round-3", 1),
    ("Geneva talks", "2026-02-17-geneva-round-3", 2),
    ("Gomel round 1", "2022-02-28-gomel-round-1", 1),
    # What is no round, and has its words in the texts of many rounds.
    ("when did Putin propose direct talks in Istanbul in May 2025", "2025-05-11-putin-proposal-of-direct-talks", 1),
    ("did Rubio say the U.S. would move on in April 2025", "2025-04-18-rubio-move-on", 1),
    ("Umerov and Medinsky meet before the second Istanbul round", "2025-06-02-umerov-medinsky-meeting", 1),
    ("Erdoğan and Zelenskyy meet in Istanbul", "2023-07-07-erdogan-zelenskyy-istanbul", 1),
    ("humanitarian corridors", "humanitarian-corridors-2022", 1),
    ("Crimea", "2025-04-23-trump-zelenskyy-crimea", 1),
    ("Coalition of the Willing in London", "2025-10-24-coalition-of-the-willing-london", 1),
]


MEETINGS = [
    # Names and a place, as somebody types them who does not know what a meeting is called; each with the last place
    # where it may stand.
    ("Umerov Medinsky Istanbul", "2025-06-02-istanbul-round-2", 5),
    ("Umerov Medinsky Istanbul", "2025-05-16-istanbul-round-1", 5),
    ("Умєров Мединський Стамбул", "2025-06-02-istanbul-round-2", 5),
    ("Medinsky Umerov Çırağan", "2025-06-02-istanbul-round-2", 2),
    ("Trump Putin Alaska", "2025-08-15-alaska-summit", 1),
    ("Trump Zelenskyy Washington", "2025-02-28-zelenskyy-trump-oval-office", 3),
    ("Trump Zelenskyy Washington", "2025-08-18-washington-summit", 3),
    ("Rubio Lavrov Riyadh", "2025-02-18-riyadh-us-russia", 1),
    ("Witkoff Putin Moscow", "2025-12-02-putin-witkoff-kushner-moscow", 6),
    ("Witkoff Putin Moscow", "2026-01-22-putin-witkoff-kushner-moscow", 6),
]


def test_meetings_are_found_by_who_met_and_where(real_client):
    low = list[tuple[str, str, list[str]]]()
    for words, event, last in MEETINGS:
        found = real_client.get("/v1/search", query_string={"q": words, "limit": last}).json["data"]
        if event not in (first := [hit["id"] for hit in found]):
            low.append((words, event, first))
    assert low == []


def test_one_whole_name_asks_for_all_of_its_bearer(real_client):
    """The meetings that somebody was at are no likelier meant than what they said, where nobody else is named."""
    for name in ("Rustem Umerov", "Sergei Lavrov"):
        events = real_client.get("/v1/search", query_string={"q": name, "limit": 10, "type": "event"}).json["data"]
        kinds = {real_client.get(hit["url"]).json["kind"] for hit in events}
        assert "statement" in kinds, (name, kinds)


def test_who_is_asked_for_beside_a_place_is_found_at_the_meetings_there(client):
    """Midport is the city in which the customs house lies, and only the place's own record says so."""
    body = client.get("/v1/search?q=Belo Tarn Midport&type=event").json
    assert body["understood"]["match"] == "all"
    assert body["data"][0]["id"] == "2031-04-12-harbour-round-1"


def test_a_round_or_a_summit_comes_before_what_was_said_of_it(real_client):
    low = list[tuple[str, str, list[str]]]()
    for words, event, last in MAIN_EVENTS:
        found = real_client.get("/v1/search", query_string={"q": words, "limit": last}).json["data"]
        if event not in (first := [hit["id"] for hit in found]):
            low.append((words, event, first))
    assert low == []


REMARK = """\
title: Third round of the harbour talks draws near
kind: statement
status: held
date: '2031-05-{day}'
summary: The third round of the harbour talks draws near.
evidence:
- {{source: example-wire-2031-06}}
"""
LONG_ROUND = """\
title: Third round of the harbour talks in the customs house
kind: {kind}
status: held
date: '2031-05-20'
summary: {summary}
evidence:
- {{source: example-wire-2031-06}}
"""


def test_a_long_round_comes_before_short_remarks(made_up_records, tmp_path, checked, specification):
    """The remarks have all of the words in as few; the round has them between all that was said there."""
    ranks = list[int]()
    for kind in ("meeting", "talks-round"):
        records = made_up_records(tmp_path / kind)
        for day in (10, 11, 12):
            (records / "events" / f"2031-05-{day}-remark.yaml").write_text(REMARK.format(day=day), encoding="utf-8")
        summary = "The delegates spoke about ships and lamps and sailors. " * 40
        event = LONG_ROUND.format(kind=kind, summary=summary.strip())
        (records / "events" / "2031-05-20-harbour-round-3.yaml").write_text(event, encoding="utf-8")
        database = tmp_path / f"{kind}.db"
        build_database(records, database)
        found = hits(checked(database, specification).test_client(), "q=third round harbour&type=event")
        ranks.append(found.index("2031-05-20-harbour-round-3"))
    assert ranks == [3, 0]


def test_a_round_is_found_by_its_number_and_by_its_ordinal(client):
    for number, word in (("1", "first"), ("2", "second")):
        for words in (f"harbour round {number}", f"round {number} harbour talks", f"harbour {word} round"):
            found = hits(client, f"q={words}&type=event")
            assert found[0].endswith(f"harbour-round-{number}"), words
        listed = client.get("/v1/events", query_string={"q": f'"round {number}"'}).json["data"]
        assert [event["id"][-1] for event in listed] == [number]


def test_ordinals():
    numbers = (1, 2, 3, 12, 13, 21, 22, 23, 31, 40, 111, 113, 121)
    words = "first second third twelfth 13th 21st 22nd 23rd 31st 40th 111th 113th 121st"
    assert [ordinal(number) for number in numbers] == words.split()
