"""gzip: for those who take it, the same text in fewer bytes, under an ETag of its own."""

import gzip

import pytest

from api.http.streams import compressed

LARGE = [
    "/v1/events",
    "/v1/claims.csv",
    "/v1/events/2031-04-12.txt",
    "/openapi.yaml",
    "/openapi.json",
    "/docs/swagger-ui-bundle.js",
    "/v1/search?q=bodies",
    "/docs/swagger-ui.css",
    "/v1/vocabularies",
    "/v1/events/2031-04-12-harbour-round-1",
]


@pytest.mark.parametrize("url", LARGE)
def test_the_same_text(client, url):
    plain = client.get(url)
    found = client.get(url, headers={"Accept-Encoding": "br, gzip"})
    assert found.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(found.data) == plain.data
    assert int(found.headers["Content-Length"]) == len(found.data) < len(plain.data) / 2
    assert "Accept-Encoding" in found.headers["Vary"]
    assert client.head(url, headers={"Accept-Encoding": "gzip"}).headers["Content-Length"] == str(len(found.data))
    assert client.get(url, headers={"Accept-Encoding": "br, gzip"}).data == found.data


def test_what_is_small_is_sent_as_it_is(client):
    found = client.get("/docs/start.js", headers={"Accept-Encoding": "gzip"})
    assert (found.data, "Content-Encoding" in found.headers) == (client.get("/docs/start.js").data, False)


@pytest.mark.parametrize(
    ("accepted", "coded"),
    [
        ("gzip", True),
        ("*", True),
        ("deflate, gzip;q=0.8, br", True),
        ("gzip;q=0.5, identity;q=0.5", True),
        ("gzip;q=0.5, identity", False),
        ("gzip;q=0", False),
        ("br", False),
        ("", False),
        ("identity", False),
        ("gzip;q=x", False),
    ],
)
def test_what_the_client_takes(client, accepted, coded):
    found = client.get("/v1/events", headers={"Accept-Encoding": accepted})
    assert ("Content-Encoding" in found.headers) == coded


def test_each_coding_has_its_own_etag(client):
    zipped = {"Accept-Encoding": "gzip"}
    plain, coded = client.get("/v1/events").headers["ETag"], client.get("/v1/events", headers=zipped).headers["ETag"]
    assert plain != coded
    same = client.get("/v1/events", headers=zipped | {"If-None-Match": coded})
    assert (same.status_code, same.data, same.headers["ETag"]) == (304, b"", coded)
    assert "Content-Encoding" not in same.headers
    assert client.get("/v1/events", headers=zipped | {"If-None-Match": plain}).status_code == 200


def test_downloads_are_sent_as_they_are(client):
    for name in ("parley.db", "parley.csv.zip", "parley.ndjson"):
        found = client.get(f"/v1/downloads/{name}", headers={"Accept-Encoding": "gzip"})
        assert (found.status_code, "Content-Encoding" in found.headers) == (200, False)


def test_problems_are_sent_as_they_are(client):
    found = client.get("/v1/events?limit=0", headers={"Accept-Encoding": "gzip"})
    assert found.json["status"] == 400


def test_no_piece_of_a_compressed_stream_is_empty():
    """Chunked coding takes an empty piece for the end."""
    blocks = [b"harbour " * 10_000, b"a", b"b"]
    pieces = list(compressed(iter(blocks), 1))
    assert all(pieces)
    assert gzip.decompress(b"".join(pieces)) == b"".join(blocks)
