"""SVG: pictures that say where they come from, can be read by all, and show what is not known as not known."""

import re
import subprocess
import sys
from datetime import date
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from api.formats.pictures.drawing import Drawing
from api.formats.pictures.gather import MAX_DRAWN
from api.formats.pictures.palette import UNKNOWN
from api.formats.pictures.scales import MIN_TICK_GAP, TimeScale
from api.formats.pictures.widths import broken, text_width
from db.query.root import ROOT
from db.release.build import build_database
from tests.checked_client import BASE
from tests.formats.pictures import SVG, boxes, faults, parse

MADE_UP = (
    "/v1/processes/harbour-talks.svg",
    "/v1/processes/lighthouse-talks.svg",
    "/v1/events.svg",
    "/v1/events/2031-04.svg",
    "/v1/events/2031-04-12.svg",
    "/v1/events.svg?kind=talks-round",
    "/v1/places.svg",
    "/v1/places/midport.svg",
    "/v1/transfers/totals.svg?by=month",
    "/v1/transfers/totals.svg?by=day,what,to",
    "/v1/transfers/totals.svg?by=year,from,to",
    "/v1/transfers/totals.svg?by=what,to",
    "/v1/transfers/totals.svg?by=process",
    "/v1/actors/northland/meetings.svg",
    "/v1/actors/northland/meetings/southland.svg",
)
REAL = (
    "/v1/processes/istanbul-2025.svg",
    "/v1/processes/us-mediation-2025.svg",
    "/v1/processes/energy-truce-2025.svg",
    "/v1/processes/black-sea-grain-initiative.svg",
    "/v1/events.svg",
    "/v1/events/2025.svg",
    "/v1/events/2025-06.svg",
    "/v1/events/2025-06-02.svg",
    "/v1/places.svg",
    "/v1/places/istanbul.svg",
    "/v1/transfers/totals.svg?by=month",
    "/v1/transfers/totals.svg?by=month,what",
    "/v1/transfers/totals.svg?by=month,what,to",
    "/v1/transfers/totals.svg?by=month,from,to",
    "/v1/transfers/totals.svg?by=year,what,to",
    "/v1/transfers/totals.svg?by=what,to",
    "/v1/transfers/totals.svg?by=process",
    "/v1/transfers/totals.svg?by=day,to&from=2025-05&to=2025-07",
    "/v1/actors/russia/meetings.svg",
    "/v1/actors/volodymyr-zelenskyy/meetings.svg",
    "/v1/actors/volodymyr-zelenskyy/meetings/donald-trump.svg",
    "/v1/agreements/2025-06-02-istanbul-round-2:humanitarian.svg",
    "/v1/agreements/2025-03-18-trump-putin-call:energy-halt.svg",
    "/v1/agreements/2024-06-15-burgenstock-summit:communique.svg",
)
CHROME = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8"
FIREFOX = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/png,image/svg+xml,*/*;q=0.8"
)
IMAGE = "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8"


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200, response.text
    assert response.headers["Content-Type"] == "image/svg+xml"
    return parse(response.data)


def words_of_picture(root):
    return " ".join(element.text or "" for element in root.iter(f"{SVG}text"))


@pytest.mark.parametrize("address", MADE_UP)
def test_a_picture_says_what_it_shows_and_where_it_comes_from(client, address):
    root = read(client, address)
    release = client.get("/v1/events?limit=1").json["meta"]["release"]
    title, description = root[0], root[1]
    assert (title.tag, title.get("id")) == (f"{SVG}title", "title")
    assert title.text
    assert (description.tag, description.get("id")) == (f"{SVG}desc", "desc")
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "title desc"
    plain = "http://localhost:8000" + address.replace(".svg", "")
    for text in (description.text, words_of_picture(root)):
        assert f"release {release}" in text
        assert "CC0 1.0" in text or "CC" in text
    assert plain in description.text
    assert plain in words_of_picture(root).replace(" ", "")


@pytest.mark.parametrize("address", MADE_UP)
def test_its_description_names_a_table_that_is_there(client, address):
    table = re.search(r"As a table: (\S+)", read(client, address)[1].text)[1]
    assert client.get(table.removeprefix("http://localhost:8000")).status_code == 200


@pytest.mark.parametrize("address", MADE_UP)
def test_nothing_overlaps_in_the_made_up_world(client, address):
    assert faults(read(client, address)) == []


@pytest.mark.parametrize("address", REAL)
def test_nothing_overlaps_in_the_real_record(real_client, address):
    assert faults(read(real_client, address)) == []


@pytest.mark.parametrize("address", MADE_UP)
def test_the_same_question_gives_the_same_bytes_and_their_tag(client, address):
    first, second = client.get(address), client.get(address)
    assert first.data == second.data
    assert client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize("address", MADE_UP)
def test_its_links_lead_to_pages(client, address):
    links = {element.get("href") for element in read(client, address).iter(f"{SVG}a")}
    for link in links:
        assert client.get(link.removeprefix("http://localhost:8000")).status_code == 200, link


def test_the_search_for_faults_finds_them():
    texts = '<text x="9" y="14" font-size="13">One</text><text x="20" y="18" font-size="11">Other</text>'
    root = parse(f'<svg xmlns="http://www.w3.org/2000/svg" height="20">{texts}</svg>'.encode())
    assert faults(root) == ["too small: Other", "beyond the edge: Other 20 to 51", "One | Other"]


def test_an_unknown_number_is_drawn_as_unknown_and_not_as_nothing(real_client):
    address = "/v1/transfers/totals{}?by=month&what=prisoners-of-war&date=2025-06"
    row = real_client.get(address.format("")).json["data"][0]
    assert (row["low"], row["best"], row["high"]) == (None, None, None)
    root = read(real_client, address.format(".svg"))
    assert "?" in [element.text for element in root.iter(f"{SVG}text")]
    hatched = [element for element in root.iter(f"{SVG}rect") if element.get("fill") == UNKNOWN]
    assert len(hatched) == 1
    assert float(hatched[0].get("height")) > 8
    assert "nobody gave the number" in words_of_picture(root)


def test_sums_of_both_directions_say_that_they_are(real_client):
    note = "Bars add up what every side handed over"
    for query, is_said in (("by=month", True), ("by=month,to", False), ("by=month&from_side=russia", False)):
        assert (note in real_client.get(f"/v1/transfers/totals.svg?{query}").text) == is_said, query


def test_a_range_is_solid_to_the_lowest_count_and_hatched_to_the_highest(client):
    address = "/v1/transfers/totals{}?by=day&date=2031-04-20&to_side=northland"
    row = client.get(address.format("")).json["data"][0]
    assert (row["low"], row["high"]) == (24, 25)
    root = read(client, address.format(".svg"))
    bars = [element for element in root.iter(f"{SVG}rect") if element.get("stroke")]
    solid = next(float(bar.get("height")) for bar in bars if bar.get("fill") != UNKNOWN)
    hatched = next(float(bar.get("height")) for bar in bars if bar.get("fill") == UNKNOWN)
    assert hatched / solid == pytest.approx((row["high"] - row["low"]) / row["low"], rel=0.05)
    assert f"{row['low']}–{row['high']}" in words_of_picture(root)


def test_sides_differ_in_pattern_or_lightness_and_not_in_hue_alone(client):
    root = read(client, "/v1/transfers/totals.svg?by=year,to")
    fills = {element.get("fill") for element in root.iter(f"{SVG}rect") if element.get("stroke")} - {UNKNOWN}
    assert len(fills) == 2
    assert sum("url(" in fill for fill in fills) == 1
    assert any(element.get("id") == "fill1" for element in root.iter(f"{SVG}pattern"))


def test_channels_have_marks_of_different_shapes(real_client):
    root = read(real_client, "/v1/actors/russia/meetings.svg")
    marks = [element.tag for element in root.iter() if element.get("fill") in ("#1f6f6b", "#b07a2e", "#6d4a78")]
    assert set(marks) == {f"{SVG}circle", f"{SVG}rect", f"{SVG}path"}


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("/v1/events.svg?from=2090", "beyond that"),
        ("/v1/transfers/totals.svg?by=month&from=2090", "beyond that"),
        ("/v1/actors/harbour-ministry/meetings.svg", "recorded"),
        ("/v1/places.svg?q=zzzz", "recorded"),
    ],
)
def test_an_empty_picture_says_why(client, address, reason):
    assert reason in words_of_picture(read(client, address))


@pytest.mark.parametrize(
    "address",
    [
        "/v1/transfers/totals.svg?by=day",
        "/v1/transfers/totals.svg?by=event",
        "/v1/transfers/totals.png?by=month,event",
    ],
)
def test_too_much_to_draw_is_a_problem_that_leads_to_the_table(real_client, address):
    response = real_client.get(address)
    assert response.status_code == 400
    problem = response.json
    assert "room for" in problem["detail"]
    assert real_client.get(problem["try"].removeprefix("http://localhost:8000")).mimetype == "text/csv"


def test_a_list_too_long_to_draw_is_a_problem(client, monkeypatch):
    monkeypatch.setattr("api.formats.pictures.gather.MAX_DRAWN", 2)
    response = client.get("/v1/events.svg")
    assert MAX_DRAWN == 2_000
    assert response.status_code == 400
    assert "A picture has room for 2 events" in response.json["detail"]


@pytest.mark.parametrize(
    "address", ["/v1/claims.svg", "/v1/processes.svg", "/v1/search.svg?q=a", "/v1/events/2031-04-20-handover.png"]
)
def test_what_has_nothing_to_draw_says_what_it_has(client, address):
    response = client.get(address)
    assert response.status_code == 406
    assert ".csv" in response.json["errors"][0]["allowed"]
    assert ".svg" not in response.json["errors"][0]["allowed"]


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("image/svg+xml", "image/svg+xml"),
        ("image/png", "image/png"),
        (IMAGE, "image/svg+xml"),
        (CHROME, "text/html"),
        (FIREFOX, "text/html"),
        ("*/*", "application/json"),
        ("application/json, image/svg+xml;q=0.5", "application/json"),
    ],
)
@pytest.mark.parametrize("address", ["/v1/processes/harbour-talks", "/v1/events", "/v1/transfers/totals?by=month"])
def test_accept_asks_for_a_picture_and_a_browser_gets_its_page(client, address, accept, kind):
    assert client.get(address, headers={"Accept": accept}).mimetype == kind


def test_too_many_meetings_to_draw_are_a_problem(client, monkeypatch):
    monkeypatch.setattr("api.formats.pictures.meetings.MAX_MEETINGS", 1)
    response = client.get("/v1/actors/northland/meetings.svg")
    assert response.status_code == 400
    assert "A picture has room for 1 meetings" in response.json["detail"]


@pytest.mark.parametrize("unit", ["day", "year"])
def test_the_lines_of_any_time_have_room(unit):
    for years in (1, 7, 30, 200, 700, 2000, 8000):
        ticks = TimeScale(date(1000, 1, 1), date(999 + years, 12, 31), 0, 800, unit).ticks()
        assert all(after[0] - before[0] >= MIN_TICK_GAP for before, after in pairwise(ticks)), years
        assert len(ticks) > (unit == "day" or years > 1), years


def test_a_word_too_long_for_a_line_is_broken_and_nothing_of_it_is_lost():
    address = "http://localhost:8000/v1/" + "events" * 20
    lines = broken(f"As served at {address} today.", 200, 12)
    assert lines[0] == "As served at"
    assert " ".join(lines).replace(" ", "") == f"As served at {address} today.".replace(" ", "")
    assert "".join(lines[1:]).startswith(address[:-6])
    assert all(text_width(line, 12) <= 200 for line in lines)


def test_what_records_hold_cannot_become_markup():
    drawing = Drawing()
    drawing.text(0, 0, "<script>&", text_anchor='"><a')
    assert str(drawing) == (
        '<text x="0" y="0" font-size="13" fill="#1d2228" text-anchor="&quot;&gt;&lt;a">&lt;script&gt;&amp;</text>'
    )


def test_a_picture_asks_for_nothing_from_anywhere(client):
    response = client.get("/v1/events.svg")
    assert response.headers["Content-Security-Policy"] == "default-src 'none'"
    assert response.headers["Content-Disposition"] == 'inline; filename="events.svg"'
    assert b"style=" not in response.data
    assert b"<script" not in response.data


def test_serving_loads_what_makes_dots_when_a_png_is_asked_for_and_not_before(database):
    program = (
        "import sys; from api import create_app\n"
        f"client = create_app(PARLEY_DATABASE={str(database)!r}).test_client()\n"
        "loaded = lambda: {'resvg_py', 'fontpkg_arimo'} & set(sys.modules)\n"
        "assert client.get('/v1/places.svg').status_code == 200 and not loaded(), loaded()\n"
        "assert client.get('/v1/places.png').status_code == 200 and len(loaded()) == 2, loaded()\n"
    )
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)


def test_sums_that_are_not_over_time_say_the_time_that_was_asked(client):
    addresses = {
        "by=to&from=2031-04&to=2031-06": "Since April 2031 until June 2031",
        "by=to&date=2031": "Within 2031",
        "by=what": "The whole record",
    }
    for query, period in addresses.items():
        words = words_of_picture(read(client, f"/v1/transfers/totals.svg?{query}"))
        assert period in words
        assert ("The whole record" in words) == period.startswith("The whole record")


@pytest.mark.parametrize(("vague", "marks"), [("../..", 0), ("18XX", 0), ("1900/2031", 0), ("2031-05-01/..", 1)])
def test_a_meeting_whose_date_nobody_knows_does_not_stretch_the_others(
    world, tmp_path, checked, specification, vague, marks
):
    """The picture of whoever met in 2031 began in the year 1 for one meeting without a date."""
    call = (world / "events/2031-05-harbour-call.yaml").read_text(encoding="utf-8").partition("sources:")[0]
    undated = re.sub("(?m)^date: .*$", f"date: '{vague}'", call)
    pictures = list[ElementTree.Element]()
    for name in ("without", "with"):
        if name == "with":
            (world / "events/nobody-knows-when.yaml").write_text(undated, encoding="utf-8")
        build_database(world, tmp_path / f"{name}.db")
        client = checked(tmp_path / f"{name}.db", specification).test_client()
        pictures.append(read(client, "/v1/actors/northland/meetings.svg"))
    words = [box.words for root in pictures for box in boxes(root) if BASE not in box.words]
    years = {year for one in words for year in re.findall(r"\b\d{4}\b", one)}
    assert years == {"2031"}
    told = " ".join(box.words for box in boxes(pictures[1]))
    assert ("1 of them has no mark: the date is not known to a year." in told) == (not marks)
