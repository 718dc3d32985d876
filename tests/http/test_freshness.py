"""Freshness: whoever polls a record gets 304 across every release that did not touch it, and never an old text."""

import os
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime

import pytest

from api import create_app
from api.formats import FORMATS
from api.http import response as http_response
from db.query.history import ReleaseEntry, ReleaseHistory
from db.release.build import build_database
from tests.checked_client import BASE
from tests.histories import release, replaced

UNTOUCHED, TOUCHED = "/v1/publishers/example-wire", "/v1/actors/ola-vik"
FOLLOWING = [
    "",
    *(
        f".{suffix}"
        for suffix, one in FORMATS.items()
        if one.gather is None and one.serves("actors") and one.serves("publishers")
    ),
]
DERIVED = "/v1/topics/ceasefire"


@pytest.fixture(scope="module", params=["0", "10000000"], ids=["no cache", "cache"])
def server(request, tmp_path_factory, made_up_records):
    """Return a world, a pointer and a client that keeps running while releases come."""
    folder = tmp_path_factory.mktemp("polled")
    world, pointer = made_up_records(folder), folder / "build" / "current"
    release(world, "2031-07-02")
    build_database(world, pointer)
    app = create_app(PARLEY_DATABASE=str(pointer), PARLEY_PUBLIC_URL=BASE, PARLEY_CACHE_BYTES=request.param)
    return world, pointer, app.test_client()


def tags(client, suffixes=FOLLOWING):
    return {
        address: client.get(address).headers["ETag"]
        for record in (UNTOUCHED, TOUCHED)
        for suffix in suffixes
        for address in (f"{record}{suffix}",)
    }


def test_a_poll_is_304_across_a_release_that_did_not_touch_the_record(server):
    world, pointer, client = server
    before = tags(client)
    bodies = {address: client.get(address).data for address in before}
    listed = client.get("/v1/actors").headers["ETag"]
    name = (world / "actors" / "ola-vik.yaml").read_text().splitlines()[0]
    replaced(world, "actors/ola-vik.yaml", name, f"{name} the Elder")
    release(world, f"2031-08-{len(name)}")
    build_database(world, pointer)
    for address, tag in before.items():
        response = client.get(address, headers={"If-None-Match": tag})
        if address.startswith(UNTOUCHED):
            assert response.status_code == 304, address
            assert response.headers["ETag"] == tag
            whole = client.get(address)
            assert (whole.headers["ETag"], whole.data) == (tag, bodies[address])
        else:
            assert response.status_code == 200, address
            assert response.headers["ETag"] != tag
            assert response.data != bodies[address]
    assert client.get("/v1/actors").headers["ETag"] != listed


def test_what_follows_from_other_records_is_a_change_too(server):
    world, pointer, client = server
    before = client.get(DERIVED)
    path = world / "events" / "2031-04-20-handover.yaml"
    text = path.read_text()
    path.write_text(text.replace("topics: [repatriation]", "topics: [repatriation, ceasefire]"))
    release(world, "2031-09-01")
    build_database(world, pointer)
    after = client.get(DERIVED, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert after.json["events"] == before.json["events"] + 1
    assert after.json["revision"] == before.json["revision"] == 1
    path.write_text(text)
    release(world, "2031-09-02")
    build_database(world, pointer)


def test_formats_that_take_more_than_the_record_follow_the_release(server):
    world, pointer, client = server
    address = "/v1/events/2031-04-20-handover.geojson"
    tag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    replaced(world, "places/customs-house.yaml", "Customs House", "Customs House, west wing")
    release(world, "2031-10-01")
    build_database(world, pointer)
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200
    replaced(world, "places/customs-house.yaml", "Customs House, west wing", "Customs House")
    release(world, "2031-10-02")
    build_database(world, pointer)


def test_an_edit_that_is_not_released_is_a_change(server):
    world, pointer, client = server
    tag = client.get(TOUCHED).headers["ETag"]
    path = world / "actors" / "ola-vik.yaml"
    text = path.read_text()
    path.write_text(text.replace("name: Ola", "name: Olaf"))
    build_database(world, pointer)
    response = client.get(TOUCHED, headers={"If-None-Match": tag})
    assert response.status_code == 200
    assert "Olaf" in response.json["name"]
    path.write_text(text)
    build_database(world, pointer)
    assert client.get(TOUCHED, headers={"If-None-Match": tag}).status_code == 304


def test_no_record_has_the_tag_of_another_reply(server):
    _, _, client = server
    every = [*tags(client).values(), client.get(f"{UNTOUCHED}?fields=id").headers["ETag"]]
    every += [client.get(UNTOUCHED, headers={"Accept-Encoding": "gzip"}).headers["ETag"]]
    assert len(set(every)) == len(every)


BY_DATE = [
    *("/v1/actors", "/v1/actors?limit=1", TOUCHED, f"{TOUCHED}.txt", f"{TOUCHED}.html", "/v1/actors.csv"),
    *("/v1/transfers/totals?by=what", "/v1/search?q=talks", "/", "/v1/coverage"),
]


@pytest.fixture
def settled(server):
    """Let the release be of yesterday, so that its second is over."""
    age(server[1], (datetime.now(UTC).date() - timedelta(days=1)).isoformat())


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("url", BY_DATE)
def test_the_date_of_the_last_change_is_heeded_where_no_tag_says_more(server, url):
    client = server[-1]
    first = client.get(url)
    date = first.headers["Last-Modified"]
    later = format_datetime(parsedate_to_datetime(date) + timedelta(days=9), usegmt=True)
    for _ in range(2):
        again = client.get(url, headers={"If-Modified-Since": date})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
        assert client.head(url, headers={"If-Modified-Since": date}).status_code == 304
        assert client.get(url).data == first.data
    for headers in (
        {"If-Modified-Since": date, "If-None-Match": '"other"'},
        {"If-Modified-Since": later},
        {"If-Modified-Since": "yesterday"},
        {"If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"},
    ):
        assert client.get(url, headers=headers).data == first.data


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("url", ["/v1/on-this-day", "/v1/actors?as_of=2031-07-02", f"{TOUCHED}?as_of=2031-07-02"])
def test_a_date_does_not_say_what_depends_on_more_than_the_release(server, url):
    client = server[-1]
    date = client.get(url).headers["Last-Modified"]
    assert client.get(url, headers={"If-Modified-Since": date}).status_code == 200


def test_a_second_that_is_not_over_may_bring_another_release(tmp_path, made_up_records, monkeypatch):
    now = int(time.time())
    monkeypatch.setattr(http_response, "code_time", lambda: 0)
    world, pointer = made_up_records(tmp_path), tmp_path / "build" / "current"
    build_database(world, pointer)
    client = create_app(PARLEY_DATABASE=str(pointer), PARLEY_PUBLIC_URL=BASE).test_client()
    date = client.get("/v1/actors").headers["Last-Modified"]
    assert parsedate_to_datetime(date).timestamp() >= now
    monkeypatch.setattr("api.http.preconditions.UNSURE", 60)
    assert client.get("/v1/actors", headers={"If-Modified-Since": date}).status_code == 200


def test_two_changes_of_one_day_have_two_dates():
    days = ("2031-07-02", "2031-07-02", "2031-07-02", "2031-07-03", "2031-07-04")
    entries = [ReleaseEntry(number, f"{day}.{number:08}", day, "", "", {}, 1) for number, day in enumerate(days, 1)]
    ends = ReleaseHistory(entries[-1].version, days[-1], tuple(entries)).ends
    midnight = int(datetime(2031, 7, 3, tzinfo=UTC).timestamp())
    assert [end // 1_000_000_000 - midnight for end in ends.values()] == [0, 1, 2, 86_400]


@pytest.mark.parametrize("url", ["/v1/events/nope", "/v1/events?actor=nope", "/v1/transfers/totals?by=what&event=nope"])
def test_what_is_not_there_matches_nothing(server, url):
    client = server[-1]
    assert client.get(url, headers={"If-None-Match": "*"}).status_code == client.get(url).status_code >= 400


def age(pointer, day):
    """Make a release look as if it had been there since a day."""
    then = datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp()
    os.utime(pointer.resolve(), (then, then))
    os.utime(pointer, (then, then), follow_symlinks=False)


def test_last_modified_follows_the_record(tmp_path, made_up_records, monkeypatch):
    monkeypatch.setattr(http_response, "code_time", lambda: 0)
    world, pointer = made_up_records(tmp_path), tmp_path / "build" / "current"
    today = datetime.now(UTC).date()
    first, second = (today - timedelta(days=days) for days in (60, 30))
    release(world, first.isoformat())
    replaced(world, "publishers/harbour-post.yaml", "name: Harbour", "name: Old Harbour")
    release(world, second.isoformat())
    build_database(world, pointer)
    age(pointer, second.isoformat())

    def modified(address):
        client = create_app(PARLEY_DATABASE=str(pointer), PARLEY_PUBLIC_URL=BASE).test_client()
        return parsedate_to_datetime(client.get(address).headers["Last-Modified"]).date()

    assert modified(UNTOUCHED) == first + timedelta(days=1)
    assert modified("/v1/publishers/harbour-post") == second
    replaced(world, "publishers/southland-radio.yaml", "name: Southland", "name: Free Southland")
    release(world, today.isoformat())
    build_database(world, pointer)
    assert modified(UNTOUCHED) == first + timedelta(days=1)
    assert modified("/v1/publishers/harbour-post") == second + timedelta(days=1)
    assert (
        time.time() - 60
        < parsedate_to_datetime(
            create_app(PARLEY_DATABASE=str(pointer), PARLEY_PUBLIC_URL=BASE)
            .test_client()
            .get("/v1/publishers/southland-radio")
            .headers["Last-Modified"]
        ).timestamp()
    )
