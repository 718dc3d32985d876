"""Dates that are open, unknown or of a rarer kind: null where no day is known, and their doubt in every format."""

import csv
import io
import json
import re
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import date

import pytest
import vobject

from db.release.build import build_database
from tests.checked_client import checked_app
from tests.conftest import WORLD, ids

DATES = {
    "2031-04-12-unknown-end": "2031-04-12/",
    "2031-04-12-open-end": "2031-04-12/..",
    "unknown-start": "/2031-04-12",
    "nobody-knows": "../..",
    "2031-spring": "2031-21",
    "2031-one-of": "[2031-05-03,2031-05-05]",
    "2031-one-between": "[2031-05-03..2031-05-05]",
    "2031-two-days": "{2031-05-03,2031-05-05}",
    "2031-05-15-about": "2031-05~-15",
    "2031-05-30-three-days": "2031-05-30/2031-06-01",
}
DOUBTFUL = [name for name in DATES if name != "2031-05-30-three-days"]


@pytest.fixture(scope="module")
def odd_client(tmp_path_factory, specification):
    """Return a client of a world with a call on each of these dates, and a process that ended nobody knows when."""
    folder = tmp_path_factory.mktemp("odd")
    world = folder / "records"
    shutil.copytree(WORLD, world)
    call = (world / "events/2031-05-harbour-call.yaml").read_text(encoding="utf-8").partition("sources:")[0]
    for name, when in DATES.items():
        text = call.replace("date: 2031-05~", f"date: '{when}'").replace("Belo and Tarn speak", f"On {name} they speak")
        (world / f"events/{name}.yaml").write_text(text, encoding="utf-8")
    ended = world / "processes/lighthouse-talks.yaml"
    lines = ended.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(("end_date:", "status:"))]
    ended.write_text("".join([kept[0], "status: ended\n", *kept[1:]]), encoding="utf-8")
    build_database(world, folder / "parley.db")
    return checked_app(folder / "parley.db", specification).test_client()


def event(client, name, suffix=""):
    return client.get(f"/v1/events/{name}{suffix}")


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("2031-04-12-unknown-end", "2031-04-12", None),
        ("2031-04-12-open-end", "2031-04-12", None),
        ("unknown-start", None, "2031-04-12"),
        ("2031-spring", "2031-03-01", "2031-05-31"),
        ("2031-one-of", "2031-05-03", "2031-05-05"),
    ],
)
def test_what_is_not_known_is_null(odd_client, name, first, last):
    document = event(odd_client, name).json
    assert (document["earliest"], document["latest"]) == (first, last)


def test_no_sentinel_is_served(odd_client):
    for address in (
        "events",
        "events.csv",
        "events.txt",
        "events.md",
        "events.ndjson",
        "events.timeline",
        "events.ics",
    ):
        text = odd_client.get(f"/v1/{address}?limit=100").text
        for sentinel in ("9999-99-99", "0000-00-00", "2041-04-12", "2021-04-12"):
            assert sentinel not in text, address
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(odd_client.get("/v1/events.csv").text))}
    assert rows["2031-04-12-unknown-end"]["latest"] == ""
    assert {one["value"] for one in odd_client.get("/v1/events?facet=year").json["facets"]["year"]} == {"2031"}
    hits = odd_client.get("/v1/search?q=telephone&type=event&limit=100").json["data"]
    assert {hit["id"]: hit["date"] for hit in hits}["unknown-start"] is None


def test_no_document_of_the_file_has_a_sentinel(odd_client):
    path = odd_client.application.extensions["follower"].current().path
    with closing(sqlite3.connect(path)) as db:
        rows = db.execute("select brief, full from record where state = 'current'").fetchall()
    db.close()
    assert not any("9999-99-99" in text or "0000-00-00" in text for row in rows for text in row)


def test_lists_keep_their_order_and_their_windows(odd_client):
    listed = ids(odd_client.get("/v1/events?limit=100&sort=date"))
    assert listed[:2] == ["nobody-knows", "unknown-start"]
    assert set(DATES) <= set(listed)
    assert listed == ids(odd_client.get("/v1/events?limit=100&sort=date&from=0001"))
    pages, url = [], "/v1/events?limit=2&sort=-date"
    while url:
        reply = odd_client.get(url.removeprefix("http://localhost:8000"))
        pages += ids(reply)
        url = reply.json["links"]["next"]
    assert pages == ids(odd_client.get("/v1/events?limit=100"))
    later = ids(odd_client.get("/v1/events?from=2035"))
    assert set(later) == {"2031-04-12-unknown-end", "2031-04-12-open-end", "nobody-knows"}
    assert set(ids(odd_client.get("/v1/events?to=2030"))) == {"unknown-start", "nobody-knows"}
    assert ids(odd_client.get("/v1/events?from=2035&match=certain")) == []


@pytest.mark.parametrize("day", ["05-30", "05-31", "06-01"])
def test_days_of_the_year_by_overlap(odd_client, day):
    found = ids(odd_client.get(f"/v1/on-this-day?day={day}"))
    assert "2031-05-30-three-days" in found
    assert "2031-05-30-three-days" in ids(odd_client.get(f"/v1/events/2031-{day}"))
    assert "2031-04-12-open-end" not in found
    assert {"2031-04-12-open-end", "unknown-start"} <= set(ids(odd_client.get("/v1/on-this-day?day=04-12")))


def test_a_process_that_ended_nobody_knows_when_has_no_age(odd_client):
    process = odd_client.get("/v1/processes/lighthouse-talks").json
    assert (process["latest"], process["days"]) == (None, None)
    assert odd_client.get("/v1/processes/harbour-talks").json["days"] == 80
    assert "Days" not in odd_client.get("/v1/processes/lighthouse-talks.txt").text


@pytest.mark.parametrize(
    ("name", "start", "end", "line"),
    [
        ("2031-04-12-unknown-end", date(2031, 4, 12), None, "Date: from 12 April 2031, end not known."),
        ("2031-04-12-open-end", date(2031, 4, 12), None, "Date: from 12 April 2031, with no end so far."),
        ("unknown-start", date(2031, 4, 12), date(2031, 4, 13), "Date: until 12 April 2031, beginning not known."),
        ("2031-spring", date(2031, 3, 1), date(2031, 6, 1), "Date: spring 2031."),
        ("2031-one-of", date(2031, 5, 3), date(2031, 5, 6), "Date: 3 May 2031 or 5 May 2031."),
        ("2031-05-15-about", date(2031, 5, 15), date(2031, 5, 16), "Date: about 15 May 2031."),
        ("2031-05-30-three-days", date(2031, 5, 30), date(2031, 6, 2), None),
    ],
)
def test_a_calendar_says_what_is_not_known(odd_client, name, start, end, line):
    entry = vobject.readOne(event(odd_client, name, ".ics").text).vevent
    assert entry.dtstart.value == start
    assert (entry.dtend.value if "dtend" in entry.contents else None) == end
    assert ("Date: " in entry.description.value) == bool(line)
    assert (line or "") in entry.description.value


def test_a_timeline_says_what_is_not_known(odd_client):
    slides = {one["unique_id"]: one for one in json.loads(odd_client.get("/v1/events.timeline").text)["events"]}
    assert slides["2031-04-12-unknown-end"]["display_date"] == "from 12 April 2031, end not known"
    assert "end_date" not in slides["2031-04-12-unknown-end"]
    assert slides["2031-one-between"]["display_date"] == "a day from 3 May 2031 to 5 May 2031"
    assert "display_date" not in slides["2031-05-30-three-days"]
    # An end does not contradict what the slide says in words.
    for slide in slides.values():
        ends = [slide[name] for name in ("start_date", "end_date") if name in slide]
        assert all(("display_date" in end) is ("display_date" not in slide) for end in ends), slide["unique_id"]
    for name in DOUBTFUL:
        assert slides[name]["display_date"] if name != "nobody-knows" else name not in slides, name


def test_what_has_no_day_at_all_is_in_no_calendar_and_told_to_be_left_out_of_the_picture(odd_client):
    assert "nobody-knows" not in odd_client.get("/v1/events.ics").text
    picture = odd_client.get("/v1/events.svg").text
    assert "1 event without a date left out." in picture
    # What follows it stays in the lane of its kind.
    lanes = dict(re.findall(r'font-weight="700"[^>]*>([^<]*)</text><text [^>]*>(\d+)</text>', picture))
    kinds = Counter(one["kind"] for one in odd_client.get("/v1/events?limit=100").json["data"])
    assert lanes["Calls"] == str(kinds["call"] - 1)
    assert lanes["Exchanges and returns"] == str(kinds["exchange"] + kinds["return"] + kinds["repatriation"])
    assert odd_client.get("/v1/events/nobody-knows.txt").text.count("Date not known") == 1


@pytest.mark.parametrize(
    ("issued", "bib", "csl"),
    [
        ("2031-04-12/", "2031-04-12/", {"date-parts": [[2031, 4, 12]], "circa": True}),
        ("/2031-04-12", "/2031-04-12", {"date-parts": [[2031, 4, 12]], "circa": True}),
        ("2031-21", "2031-21", {"date-parts": [[2031]], "season": 1}),
        ("[2031-05-03,2031-05-05]", "2031-05-03?/2031-05-05?", {"circa": True}),
        ("2031-05~-15", "2031-05-15~", {"date-parts": [[2031, 5, 15]], "circa": True}),
        ("2031-~05", "2031-05~", {"date-parts": [[2031, 5]], "circa": True}),
        ("../..", None, {"literal": "../.."}),
    ],
)
def test_citations_keep_the_doubt_of_a_source(world, tmp_path, specification, issued, bib, csl):
    path = world / "sources/lighthouse-report.yaml"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    lines = [f"published_date: '{issued}'\n" if line.startswith("published_date:") else line for line in lines]
    path.write_text("".join(lines), encoding="utf-8")
    build_database(world, tmp_path / "parley.db")
    client = checked_app(tmp_path / "parley.db", specification).test_client()
    lines = client.get("/v1/sources/lighthouse-report.bib").text.splitlines()
    assert [line for line in lines if line.startswith("  date = ")] == ([f"  date = {{{bib}}},"] if bib else [])
    (item,) = json.loads(client.get("/v1/sources/lighthouse-report.csl").text)
    assert csl.items() <= item["issued"].items()
