"""PNG: the dots of the same pictures, with title and source in the file, the same every time."""

import struct
from zlib import crc32

import pytest

from api.formats.pictures.picture import WIDTH
from api.formats.pictures.png import ZOOM
from tests.formats.pictures import parse

DRAWN = [
    "/v1/processes/harbour-talks{}",
    "/v1/events{}",
    "/v1/places{}",
    "/v1/transfers/totals{}?by=month,to",
    "/v1/actors/northland/meetings{}",
]


def chunks(image):
    """Return the parts of a PNG, every sum checked."""
    assert image[:8] == b"\x89PNG\r\n\x1a\n"
    place, parts = 8, []
    while place < len(image):
        (length,) = struct.unpack(">I", image[place : place + 4])
        body = image[place + 4 : place + 8 + length]
        assert struct.unpack(">I", image[place + 8 + length : place + 12 + length]) == (crc32(body),)
        parts.append((body[:4], body[4:]))
        place += 12 + length
    assert parts[-1][0] == b"IEND"
    return parts


@pytest.mark.parametrize("address", DRAWN)
def test_it_is_the_picture_of_svg_with_its_title_and_source(client, address):
    response = client.get(address.format(".png"))
    assert (response.status_code, response.headers["Content-Type"]) == (200, "image/png")
    parts = chunks(response.data)
    svg = parse(client.get(address.format(".svg")).data)
    width, height = struct.unpack(">II", parts[0][1][:8])
    assert (width, height) == (round(WIDTH * ZOOM), round(int(svg.get("height")) * ZOOM))
    texts = dict(body.split(b"\0\0\0\0\0", 1) for name, body in parts if name == b"iTXt")
    assert texts[b"Title"].decode() == svg[0].text
    assert "Source: " in texts[b"Description"].decode()


@pytest.mark.parametrize("address", DRAWN)
def test_the_same_question_gives_the_same_bytes_and_their_length(client, address):
    first, second = client.get(address.format(".png")), client.get(address.format(".png"))
    assert first.data == second.data
    assert first.headers["Content-Length"] == str(len(first.data))
    assert first.headers["ETag"] != client.get(address.format(".svg")).headers["ETag"]


def test_it_is_not_compressed_again(client):
    response = client.get("/v1/events.png", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in response.headers
    assert client.get("/v1/events.svg", headers={"Accept-Encoding": "gzip"}).headers["Content-Encoding"] == "gzip"


def test_a_request_for_the_head_gets_it(client):
    whole, head = client.get("/v1/events.png"), client.head("/v1/events.png")
    assert head.status_code == 200
    assert head.headers["Content-Length"] == whole.headers["Content-Length"]
