"""Atom: feeds of every noun, read back by feedparser."""

import feedparser
import pytest

from api import create_app
from db.release.build import build_database
from schemas.nouns import SCHEMAS
from tests.checked_client import BASE
from tests.goldens import assert_golden
from tests.histories import CALL, R1, RENAMED, release, replaced

FIRST_IDS = {R1: "2031-04-harbour-talks", "2031-06-15-harbour-round-2": "2031-06-harbour-round-2"}


def first_id(identifier):
    event, colon, slug = identifier.partition(":")
    return FIRST_IDS.get(event, event) + colon + slug


def read(response) -> feedparser.FeedParserDict:
    assert response.status_code == 200, response.text
    assert response.headers["Content-Type"] == "application/atom+xml"
    feed = feedparser.parse(response.data)
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.version == "atom10"
    return feed


def test_the_whole_output(client):
    assert_golden(client.get("/v1/claims.atom"), "claims.atom")


@pytest.mark.parametrize("noun", SCHEMAS)
def test_another_library_reads_it(client, noun):
    feed = read(client.get(f"/v1/{noun}.atom"))
    records = client.get(f"/v1/{noun}?view=full").json["data"]
    links = [BASE + record["record_url" if noun == "sources" else "url"] for record in records]
    assert [entry.id for entry in feed.entries] == [
        f"tag:parley.invalid,2026:{record['type']}/{first_id(record['id'])}" for record in records
    ]
    assert [entry.link for entry in feed.entries] == links
    assert [entry.title for entry in feed.entries] == [record[SCHEMAS[noun].TITLE] for record in records]
    assert all(entry.summary and entry.updated for entry in feed.entries)
    assert feed.feed.id == f"tag:parley.invalid,2026:v1/{noun}.atom"
    assert feed.feed.updated == "2031-07-01T00:00:00Z"
    assert feed.feed.author == "Parley"
    assert len(read(client.get(f"/v1/{noun}/{records[0]['id']}.atom")).entries) == 1


def test_a_source_names_its_publication(client):
    sources = {entry.id.rpartition("/")[2]: entry for entry in read(client.get("/v1/sources.atom")).entries}
    assert sources["lighthouse-report"].links[1].href == "https://example.org/lighthouse"


def test_what_changed_last_comes_first(make_history):
    history = make_history([])
    client = history.app().test_client()
    feed = read(client.get("/v1/events.atom"))
    dates = [entry.updated for entry in feed.entries]
    assert dates == sorted(dates, reverse=True)
    assert [entry.id.rpartition("/")[2] for entry in feed.entries[:2]] == [CALL, first_id(R1)]
    assert feed.feed.updated == dates[0] == "2031-09-01T00:00:00Z"
    corrected = feed.entries[1]
    assert (corrected.published, corrected.updated) == ("2031-07-02T00:00:00Z", "2031-08-01T00:00:00Z")
    assert "corrected" in [tag.term for tag in corrected.tags]
    assert f"Corrected on 1 August 2031. What was wrong, and why: {BASE}/v1/events/{R1}/revisions" in corrected.summary
    assert "corrected" not in [tag.term for tag in feed.entries[0].tags]
    by_date = read(client.get("/v1/events.atom?sort=date"))
    assert by_date.entries[0].id.endswith(first_id(R1))


def test_of_one_day_the_last_release_comes_first_and_what_waits_before_it(world, tmp_path, checked, specification):
    """What came last stands first, however long ago it was, also page by page."""
    edited = ["2031-06-15-harbour-round-2", "2031-04-20-handover", "2031-04-27-handover", R1]
    release(world, "2031-08-01")
    for event in edited:
        replaced(world, f"events/{event}.yaml", "title: ", "title: The ")
        if event != R1:
            release(world, "2031-08-01", "extended")
    pointer = tmp_path / "build" / "current"
    build_database(world, pointer)
    client = checked(pointer, specification).test_client()
    whole = read(client.get("/v1/events.atom"))
    assert {entry.updated for entry in whole.entries} == {"2031-08-01T00:00:00Z"}
    links = [entry.link.rpartition("/")[2] for entry in whole.entries]
    assert links[:4] == edited[::-1]
    assert links[4:] == [CALL]
    pages, url = [], "/v1/events.atom?limit=1"
    while url:
        feed = read(client.get(url.removeprefix(BASE)))
        pages += [entry.link.rpartition("/")[2] for entry in feed.entries]
        following = {link.rel: link.href for link in feed.feed.links}
        url = following.get("next", "")
    assert pages == links
    back = read(client.get(following["previous"].removeprefix(BASE)))
    assert [entry.link.rpartition("/")[2] for entry in back.entries] == links[-2:-1]
    listed = client.get("/v1/events").json["data"]
    assert [record["id"] for record in listed] == sorted(links, reverse=True)


def test_no_public_address_changes_an_id(client, database):
    moved = create_app(PARLEY_DATABASE=str(database), PARLEY_PUBLIC_URL="https://talks.example").test_client()
    for url in ("/v1/events.atom", "/v1/events.atom?q=bodies&sort=date", "/v1/claims.atom"):
        here, there = read(client.get(url)), read(moved.get(url))
        assert here.feed.id == there.feed.id
        assert [entry.id for entry in here.entries] == [entry.id for entry in there.entries]
        assert here.entries[0].link != there.entries[0].link


def test_a_record_under_another_id_is_an_update_and_no_new_entry(make_history):
    history = make_history([])
    client = history.app().test_client()
    then = history.stages[2].version
    for address, former in ((f"/v1/events/{RENAMED}.atom", f"/v1/events/{CALL}.atom"), ("/v1/claims.atom",) * 2):
        before, after = read(client.get(f"{former}?as_of={then}")), read(client.get(address))
        assert sorted(entry.id for entry in before.entries) == sorted(entry.id for entry in after.entries)
        assert after.feed.id == before.feed.id.partition("?")[0]
    link = f"{BASE}/v1/events/{RENAMED}"
    [entry] = [entry for entry in read(client.get("/v1/events.atom")).entries if entry.link == link]
    assert (entry.id.rpartition("/")[2], entry.updated) == (CALL, "2031-09-01T00:00:00Z")


def test_a_long_feed_goes_on(client):
    feed = read(client.get("/v1/events.atom?sort=date&limit=2"))
    links = {link.rel: link.href for link in feed.feed.links}
    assert links["self"] == f"{BASE}/v1/events.atom?sort=date&limit=2"
    second = read(client.get(links["next"].removeprefix(BASE)))
    assert second.entries[0].id.endswith(":event/2031-04-27-handover")
    assert "previous" in {link.rel for link in second.feed.links}


def test_markup_in_text_is_escaped(client):
    feed = read(client.get("/v1/events.atom?q=<b>%26amp;"))
    assert "<b>&amp;" in feed.feed.title_detail.value


def test_no_record_is_a_feed_without_entries(client):
    feed = read(client.get("/v1/events.atom?q=zzzz"))
    assert feed.entries == []
    assert feed.feed.updated == "2031-07-01T00:00:00Z"
