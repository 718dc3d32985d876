"""Pages: their pictures are there, of the size that the page says, and said in words."""

import re
import struct
from html import unescape

import pytest

from tests.checked_client import BASE
from tests.formats.pictures import parse

IMAGE = re.compile(r'<img src="([^"]+)" width="(\d+)" height="(\d+)" alt="([^"]+)">')


WITH_PICTURE = (
    "/v1/processes/harbour-talks",
    "/v1/places/midport",
    "/v1/transfers/totals?by=month,to",
    "/v1/actors/northland/meetings",
    "/v1/actors/northland/meetings/southland",
)
OPEN_GRAPH = re.compile(r'<meta property="og:image(?::(\w+))?" content="([^"]+)">')


@pytest.mark.parametrize("address", WITH_PICTURE)
def test_a_page_shows_its_picture_in_its_size(client, address):
    page = client.get(address, headers={"Accept": "text/html"})
    assert page.status_code == 200, page.text
    [(url, width, height, text)] = IMAGE.findall(page.text)
    response = client.get(url.replace("&amp;", "&"))
    assert response.mimetype == "image/svg+xml"
    root = parse(response.data)
    assert (root.get("width"), root.get("height")) == (width, height)
    assert text.startswith(root[0].text.replace("’", "’"))
    assert client.get(address.replace("?", ".html?") if "?" in address else f"{address}.html").text.count("<img") == 1


@pytest.mark.parametrize("address", WITH_PICTURE)
def test_a_site_that_shows_a_link_finds_the_picture_in_dots_and_its_size(client, address):
    page = client.get(address, headers={"Accept": "text/html"}).text
    said = {name: unescape(value) for name, value in OPEN_GRAPH.findall(page)}
    image = client.get(said[""].removeprefix(BASE))
    assert said[""].startswith(BASE)
    assert (image.mimetype, said["type"]) == ("image/png", "image/png")
    assert struct.unpack(">II", image.data[16:24]) == (int(said["width"]), int(said["height"]))
    assert said["alt"] == unescape(IMAGE.search(page)[4])


@pytest.mark.parametrize(
    "address",
    [
        "/v1/events.html",
        "/v1/claims.html",
        "/v1/actors/northland.html",
        "/v1/search.html?q=harbour",
        "/v1/transfers/totals.html?by=month&from=2090",
        "/v1/processes/harbour-talks,lighthouse-talks.html",
    ],
)
def test_where_there_is_nothing_to_show_there_is_no_picture(client, address):
    page = client.get(address)
    assert page.status_code == 200
    assert "<img" not in page.text


def test_an_agreement_has_a_picture_where_something_is_known_of_its_progress(real_client):
    known, unknown = (
        real_client.get(f"/v1/agreements/{identifier}.html").text
        for identifier in (
            "2025-06-02-istanbul-round-2:humanitarian",
            "2024-06-15-burgenstock-summit:communique",
        )
    )
    assert IMAGE.search(known)
    assert not IMAGE.search(unknown)


def test_what_has_too_much_to_draw_is_a_page_without_a_picture(real_client):
    page = real_client.get("/v1/transfers/totals.html?by=event")
    assert page.status_code == 200
    assert "<img" not in page.text


def test_the_picture_on_a_page_of_meetings_is_of_all_meetings(real_client):
    address = "/v1/actors/volodymyr-zelenskyy/meetings"
    answer = real_client.get(address, query_string={"limit": 40}).json
    picture = real_client.get(f"{address}.svg")
    period = parse(picture.data)[1].text.partition("\n")[0].removesuffix(".")
    assert f"; {answer['count']} meetings and calls" in period
    for url in (address, answer["links"]["next"]):
        [(shown, _, height, text)] = IMAGE.findall(real_client.get(url, headers={"Accept": "text/html"}).text)
        assert (shown, height) == (f"{address}.svg", parse(picture.data).get("height"))
        assert f": {period}." in text
    part = parse(real_client.get(f"{address}.svg?limit=2").data)[1].text
    assert "February 2022 to" in part
    assert "2026" not in part.partition("\n")[0]
