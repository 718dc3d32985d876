"""iCalendar: entries with whole days and times in UTC, read back by vobject, which did not write them."""

from datetime import UTC, date, datetime

import pytest
import vobject

from api.formats.ics import times
from db.release.build import build_database
from tests.checked_client import BASE
from tests.formats.test_atom import first_id
from tests.goldens import assert_golden

R1 = "2031-04-12-harbour-round-1"
FOLD = b"\r\n "
UNTIMED = {"start_time": None, "end_time": None, "duration": None}


def read(response) -> dict[str, vobject.base.Component]:
    """Return the entries of a calendar by their events' first ids."""
    assert response.status_code == 200, response.text
    calendar = vobject.readOne(response.data.decode())
    return {entry.uid.value.removesuffix("@parley"): entry for entry in calendar.contents.get("vevent", [])}


def test_the_whole_output(client):
    response = client.get("/v1/events.ics?sort=date")
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert_golden(response, "events.ics", FOLD)
    assert all(len(line) <= 75 for line in response.data.split(b"\r\n"))


def test_another_library_reads_it(client):
    entries = read(client.get("/v1/events.ics"))
    assert set(entries) == {first_id(event["id"]) for event in client.get("/v1/events").json["data"]}
    first = entries[first_id(R1)]
    assert first.summary.value == "First round of the harbour talks"
    assert first.dtstart.value == datetime(2031, 4, 12, 8, 0, tzinfo=UTC)
    assert first.dtend.value == datetime(2031, 4, 12, 9, 15, tzinfo=UTC)
    assert first.dtstamp.value == datetime(2031, 7, 1, tzinfo=UTC)
    assert first.location.value == "Customs House"
    assert first.url.value == f"{BASE}/v1/events/{R1}"
    assert first.categories.value == ["talks-round", "Humanitarian matters"]
    assert first.status.value == "CONFIRMED"
    assert client.get(f"/v1/events/{R1}").json["citation"] in first.description.value
    assert entries["2031-04-27-handover"].geo.value == "12.5;-7.25"


@pytest.mark.parametrize(
    ("place", "geo"),
    [
        # A venue has its city's point; a place without any has none of the region or the country that it lies in.
        ("{name: Quay, kind: venue, part_of: midport}", "12.5;-7.25"),
        ("{name: Quay, kind: venue, country: SD, part_of: southland}", None),
        ("{name: Quay, kind: venue, country: SD, part_of: coast}", None),
        # What has a point of its own has it, but not a whole country.
        ("{name: Quay, kind: venue, country: SD, latitude: '1.5', longitude: '2.5', part_of: southland}", "1.5;2.5"),
        ("{name: Quay, kind: region, country: SD, latitude: '1.5', longitude: '2.5', part_of: southland}", "1.5;2.5"),
        ("{name: Quay, kind: country, country: QY, latitude: '1.5', longitude: '2.5'}", None),
    ],
)
def test_a_point_is_one_to_go_to(world, tmp_path, checked, specification, place, geo):
    southland = world / "places/southland.yaml"
    southland.write_text(
        southland.read_text(encoding="utf-8") + "latitude: '9.5'\nlongitude: '8.5'\n", encoding="utf-8"
    )
    coast = "{name: Coast, kind: region, country: SD, latitude: '4.5', longitude: '3.5', part_of: southland}"
    for name, text in (("coast", coast), ("quay", place)):
        (world / f"places/{name}.yaml").write_text(f"{text}\n", encoding="utf-8")
    event = world / "events/2031-04-27-handover.yaml"
    event.write_text(event.read_text(encoding="utf-8").replace("place: midport", "place: quay"), encoding="utf-8")
    build_database(world, tmp_path / "parley.db")
    reply = checked(tmp_path / "parley.db", specification).test_client().get("/v1/events/2031-04-27-handover.ics")
    (entry,) = read(reply).values()
    assert entry.location.value == "Quay"
    assert (entry.geo.value if "geo" in entry.contents else None) == geo


def test_an_event_put_off_says_so(client):
    entry = read(client.get("/v1/events.ics"))["2031-06-harbour-round-2"]
    assert entry.status.value == "CANCELLED"
    assert entry.summary.value == "Postponed: Second round of the harbour talks"
    assert (entry.dtstart.value, entry.dtend.value) == (date(2031, 6, 15), date(2031, 6, 17))


def test_an_uncertain_date_spans_the_days_that_it_may_mean_and_says_so(client):
    entry = read(client.get("/v1/events/2031-05-harbour-call.ics"))["2031-05-harbour-call"]
    assert (entry.dtstart.value, entry.dtend.value) == (date(2031, 5, 1), date(2031, 6, 1))
    assert "Date: about May 2031." in entry.description.value


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ({"date": "2031-04-12"}, (date(2031, 4, 12), date(2031, 4, 13))),
        ({"date": "2031-04-12/.."}, (date(2031, 4, 12), None)),
        ({"date": "../2031-04-12"}, (date(2031, 4, 12), date(2031, 4, 13))),
        ({"date": "../.."}, None),
        ({"date": "2031-04~", "start_time": "10:00Z"}, (date(2031, 4, 1), date(2031, 5, 1))),
        ({"date": "2031-04-12", "start_time": "01:00+03:00"}, (datetime(2031, 4, 11, 22, tzinfo=UTC), None)),
        (
            {"date": "2031-04-12", "start_time": "23:30Z", "duration": {"best": "P1DT1H15M"}},
            (datetime(2031, 4, 12, 23, 30, tzinfo=UTC), datetime(2031, 4, 14, 0, 45, tzinfo=UTC)),
        ),
        (
            {"date": "2031-04-12/2031-04-13", "start_time": "22:00Z", "end_time": "01:00Z"},
            (datetime(2031, 4, 12, 22, tzinfo=UTC), datetime(2031, 4, 13, 1, tzinfo=UTC)),
        ),
    ],
)
def test_times(event, expected):
    assert times(UNTIMED | event) == expected


def test_no_event_is_a_calendar_without_entries(client):
    response = client.get("/v1/events.ics?q=zzzz")
    assert read(response) == {}
    assert response.data.startswith(b"BEGIN:VCALENDAR\r\n")
    assert response.data.endswith(b"END:VCALENDAR\r\n")


def test_the_same_release_gives_the_same_bytes(client):
    assert client.get("/v1/events.ics").data == client.get("/v1/events.ics").data
