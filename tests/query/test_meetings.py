"""Meetings of the real record: a table read by hand, and sixty pairs by a plain program over the documents."""

from itertools import combinations

import pytest
from flask.testing import FlaskClient

from tests.checked_client import BASE
from tests.query.test_participants import every

BY_HAND = [
    # How often in person, by video and by telephone.
    ("volodymyr-zelenskyy", "vladimir-putin", 0, 0, 0),
    ("russia", "ukraine", 21, 5, 1),
    ("rustem-umerov", "vladimir-medinsky", 8, 0, 1),
    ("sergey-lavrov", "dmytro-kuleba", 1, 0, 0),
    ("sergey-lavrov", "andrii-sybiha", 0, 0, 0),
    ("dmytro-lubinets", "tatyana-moskalkova", 5, 0, 0),
    ("donald-trump", "vladimir-putin", 1, 0, 12),
    ("donald-trump", "volodymyr-zelenskyy", 10, 1, 10),
    ("steve-witkoff", "vladimir-putin", 8, 0, 0),
    ("naftali-bennett", "vladimir-putin", 1, 0, 0),
    ("naftali-bennett", "volodymyr-zelenskyy", 0, 0, 1),
    ("naftali-bennett", "olaf-scholz", 1, 0, 0),
    ("olaf-scholz", "vladimir-putin", 0, 0, 5),
    ("joko-widodo", "vladimir-putin", 1, 0, 0),
    ("joko-widodo", "volodymyr-zelenskyy", 1, 0, 0),
    ("sergei-shoigu", "oleksandr-kubrakov", 0, 0, 0),
    ("sergei-shoigu", "hulusi-akar", 1, 0, 1),
    ("antonio-guterres", "vladimir-putin", 2, 0, 0),
    ("antonio-guterres", "volodymyr-zelenskyy", 2, 0, 0),
    ("rafael-grossi", "russia", 12, 0, 0),
    ("rafael-grossi", "ukraine", 5, 0, 0),
    ("viktor-orban", "vladimir-putin", 3, 0, 0),
    ("viktor-orban", "volodymyr-zelenskyy", 2, 0, 1),
    ("marco-rubio", "sergey-lavrov", 4, 0, 6),
    ("igor-kostyukov", "rustem-umerov", 6, 0, 0),
    ("volodymyr-zelenskyy", "ukraine", 0, 0, 0),
]
ROUNDS = {
    *("2022-02-28-gomel-round-1", "2022-03-03-belovezhskaya-round-2", "2022-03-07-brest-round-3"),
    *("2022-03-14-video-round-4", "2022-03-16-video-talks", "2022-03-21-video-talks"),
    *("2022-03-27-video-talks-istanbul-agreed", "2022-03-29-istanbul-talks", "2022-04-01-video-talks"),
    *(
        "2022-07-13-istanbul-grain-talks",
        "2023-05-10-grain-talks-istanbul",
        "2025-05-16-istanbul-round-1",
        "2025-06-02-istanbul-round-2",
    ),
    *("2025-07-23-istanbul-round-3", "2026-01-23-abu-dhabi-round-1", "2026-02-04-abu-dhabi-round-2"),
    "2026-02-17-geneva-round-3",
}
SIDES = ("russia", "ukraine", "united-states", "turkiye", "united-nations", "european-union", "france", "belarus")
PEOPLE = (
    *("volodymyr-zelenskyy", "vladimir-putin", "donald-trump", "steve-witkoff", "rustem-umerov", "kirill-dmitriev"),
    *("hakan-fidan", "emmanuel-macron", "sergey-lavrov"),
)
PAIRS = [*combinations(SIDES, 2), *combinations(PEOPLE, 2)]
KINDS = {"talks-round", "meeting", "summit", "call", "visit", "mediation", "agreement"}
PRESENT = {
    *("head-of-delegation", "deputy-head-of-delegation", "delegation-member", "adviser", "participant", "chair"),
    *("mediator", "host", "observer", "caller", "signatory"),
}


@pytest.fixture(scope="module")
def plain_client(real_app) -> FlaskClient:
    return FlaskClient(real_app, real_app.response_class)


@pytest.fixture(scope="module")
def events(plain_client):
    fields = "id,date,earliest,kind,status,channel,participants"
    return every(plain_client, f"/v1/events?fields={fields}&limit=100&sort=date")


def channel_of(event, one, other):
    """Return by what channel two actors met in an event, by trying everybody with everybody; None if they did not."""
    if event["status"] != "held" or event["kind"] not in KINDS:
        return None
    if event["channel"] not in ("in-person", "video", "telephone"):
        return None
    people = [
        (who["actor"]["id"], {who["actor"]["id"], (who["side"] or who["actor"])["id"]}, who["with"], who["role"])
        for who in event["participants"]
        if who["role"] in PRESENT
    ]
    channels = set()
    for left, left_for, left_with, left_role in people:
        for right, right_for, right_with, right_role in people:
            if one not in left_for or other not in right_for or other in left_for or one in right_for:
                continue
            if left_with and right not in [who["id"] for who in left_with]:
                continue
            if right_with and left not in [who["id"] for who in right_with]:
                continue
            on_the_phone = event["channel"] == "in-person" and "caller" in (left_role, right_role)
            channels.add("telephone" if on_the_phone else event["channel"])
    return min(channels, default=None)


@pytest.mark.parametrize(("one", "other", "in_person", "video", "telephone"), BY_HAND)
def test_pairs_that_were_read_by_hand(real_client, one, other, in_person, video, telephone):
    body = real_client.get(f"/v1/actors/{one}/meetings/{other}").json
    assert body["by_channel"] == {"in-person": in_person, "video": video, "telephone": telephone}
    assert body["count"] == body["meta"]["total"] == in_person + video + telephone


def test_the_sides_met_in_every_round(plain_client):
    rows = plain_client.get("/v1/actors/russia/meetings/ukraine?limit=100").json["data"]
    assert {row["event"]["id"] for row in rows if row["kind"] == "talks-round"} == ROUNDS
    assert len(ROUNDS) == 17
    assert {row["kind"] for row in rows} == {"talks-round", "meeting", "call"}


def test_sixty_pairs_are_what_the_documents_say(plain_client, events):
    assert len(PAIRS) >= 60
    for one, other in PAIRS:
        expected = [(event["id"], how) for event in events if (how := channel_of(event, one, other))]
        body = plain_client.get(f"/v1/actors/{one}/meetings/{other}?limit=100").json
        assert [(row["event"]["id"], row["channel"]) for row in body["data"]] == expected[:100], (one, other)
        assert body["count"] == len(expected)
        assert sum(body["by_channel"].values()) == len(expected)


def test_contacts_are_the_pairs_that_met(plain_client):
    for actor in ("russia", "vladimir-medinsky", "united-nations", "rustem-umerov"):
        for contact in plain_client.get(f"/v1/actors/{actor}").json["met"][::7]:
            body = plain_client.get(f"/v1/actors/{actor}/meetings/{contact['actor']['id']}").json
            assert (body["count"], body["first_date"], body["last_date"]) == (
                contact["count"],
                contact["first_date"],
                contact["last_date"],
            )


def test_pages_are_the_whole(plain_client):
    whole = plain_client.get("/v1/actors/ukraine/meetings.csv").text.splitlines()[1:]
    seen, url = [], "/v1/actors/ukraine/meetings?limit=30"
    while url:
        page = plain_client.get(url.removeprefix(BASE)).json
        assert page["meta"]["total"] == page["count"] == len(whole)
        seen += [row["event"]["id"] for row in page["data"]]
        url = page["links"]["next"]
    assert seen == [line.partition(",")[0] for line in whole]
    assert plain_client.get("/v1/actors/ukraine/meetings.ndjson").text.count("\n") == len(whole)


def test_an_event_says_whom_a_participant_met(real_client):
    event = "/v1/events/2022-06-29-widodo-kyiv-moscow"
    company = {one["actor"]["id"]: one["with"] for one in real_client.get(event).json["participants"]}
    assert company["joko-widodo"] == []
    assert [one["id"] for one in company["vladimir-putin"]] == ["joko-widodo"]
    for suffix in ("txt", "md"):
        assert "(met Joko Widodo)" in real_client.get(f"{event}.{suffix}").text
    assert "Vladimir Putin (participant, Russia, met Joko Widodo)" in real_client.get(f"{event}.csv").text


def test_a_description_says_that_one_participant_is_meant(real_client):
    text = real_client.get("/v1/events?actor=vladimir-putin&role__not=host&topic=ceasefire&limit=1").json["meta"]
    assert text["description"] == (
        "Events with a participant whose actor is vladimir-putin and role is not host,"
        " whose topic is ceasefire, by date descending."
    )
