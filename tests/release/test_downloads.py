"""Downloads: the whole record as files, that their digests are true, and that parts of them can be asked for."""

import base64
import csv
import hashlib
import io
import json
import sqlite3
import zipfile
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from werkzeug.http import http_date

from api import create_app
from api.formats.exports import export_release
from api.http.preconditions import fits_range
from db.release.store import activate, take_in
from schemas.nouns import SCHEMAS
from tests.checked_client import BASE, checked_app

NAMES = ["parley.db", "parley.ndjson", "parley.csv.zip", "datasette.json", "croissant.json", "dcat.jsonld"]


def test_listing(client):
    files = client.get("/v1/downloads").json["data"]
    assert [file["name"] for file in files] == NAMES
    for file in files:
        response = client.get(file["url"])
        assert response.status_code == 200
        assert response.mimetype == file["media_type"] != "application/octet-stream"
        plain = client.get(file["url"], headers={"Accept": "application/octet-stream"})
        assert plain.mimetype == "application/octet-stream"
        assert response.headers["Parley-Release"] == client.get("/v1").headers["Parley-Release"]
        assert len(response.data) == file["bytes"]
        digest = hashlib.sha256(response.data).digest()
        assert digest.hex() == file["sha256"]
        assert response.headers["Repr-Digest"] == f"sha-256=:{base64.b64encode(digest).decode()}:"
        assert response.headers["Content-Disposition"] == f"attachment; filename={file['name']}"


def test_the_database_opens_in_any_sqlite_tool(client, tmp_path):
    path = tmp_path / "parley.db"
    path.write_bytes(client.get("/v1/downloads/parley.db").data)
    with closing(sqlite3.connect(path)) as connection:
        titles = [title for (title,) in connection.execute("select title from event order by earliest")]
    assert titles[0] == "First round of the harbour talks"


def test_ndjson_has_every_record_as_it_is_served(client):
    records = [json.loads(line) for line in client.get("/v1/downloads/parley.ndjson").text.splitlines()]
    assert len(records) == sum(noun["records"] for noun in client.get("/v1").json["data"])
    for record in records[:5] + records[-5:]:
        assert client.get(record["url"] if record["type"] != "source" else record["record_url"]).json == record


def test_csv_is_a_data_package(client):
    package = zipfile.ZipFile(io.BytesIO(client.get("/v1/downloads/parley.csv.zip").data))
    descriptor = json.loads(package.read("datapackage.json"))
    assert [resource["name"] for resource in descriptor["resources"]] == list(SCHEMAS)
    for resource in descriptor["resources"]:
        rows = list(csv.reader(io.StringIO(package.read(resource["path"]).decode(), newline="")))
        assert rows[0] == [field["name"] for field in resource["schema"]["fields"]]
        assert len(rows) - 1 == client.get(f"/v1/{resource['name']}").json["meta"]["total"]
        assert all(len(row) == len(rows[0]) for row in rows)


def test_the_package_says_what_each_column_is(client):
    package = zipfile.ZipFile(io.BytesIO(client.get("/v1/downloads/parley.csv.zip").data))
    assert {entry.external_attr >> 16 & 0o777 for entry in package.infolist()} == {0o644}
    descriptor = json.loads(package.read("datapackage.json"))
    assert descriptor["licenses"][0]["name"] == "CC-BY-4.0"
    schemas = {resource["name"]: resource["schema"] for resource in descriptor["resources"]}
    columns = {(noun, field["name"]): field for noun, schema in schemas.items() for field in schema["fields"]}
    assert columns["transfers", "count_high"]["type"] == "integer"
    assert columns["claims", "confirmed_by_both_sides"]["type"] == "boolean"
    assert columns["places", "latitude"]["type"] == "number"
    assert columns["events", "date"]["rdfType"].endswith("EDTF")
    assert columns["events", "earliest"]["type"] == "date"
    assert "talks-round" in columns["events", "kind"]["constraints"]["enum"]
    assert {"fields": ["place"], "reference": {"resource": "places", "fields": ["id"]}} in schemas["events"][
        "foreignKeys"
    ]
    assert {field["type"] for field in columns.values()} >= {"string", "integer", "number", "boolean", "date"}
    assert all(field["description"] for field in columns.values())


def test_frictionless_finds_every_value_of_its_type(client, tmp_path):
    frictionless = pytest.importorskip("frictionless")
    zipfile.ZipFile(io.BytesIO(client.get("/v1/downloads/parley.csv.zip").data)).extractall(tmp_path)
    for path in tmp_path.glob("*.csv"):
        # What an open date ends with is said to be null; until it is, it is no day.
        path.write_text(path.read_text(encoding="utf-8").replace("9999-99-99", ""), encoding="utf-8")
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["title", "message"])


def test_the_licence_is_in_the_data(client):
    for line in client.get("/v1/events.ndjson").text.splitlines():
        assert json.loads(line)["license_url"] == "https://creativecommons.org/licenses/by/4.0/"
    record = client.get("/v1/claims/2031-04-12-harbour-round-1:bodies").json
    assert record["license"] == "CC-BY-4.0"
    assert client.get("/v1/claims.csv?fields=id,license").text.splitlines()[1].endswith(",CC-BY-4.0")
    assert "license" not in client.get("/v1/events/2031-04-12-harbour-round-1").json["claims"][0]


def test_the_same_release_gives_the_same_files(database, tmp_path):
    copy = tmp_path / "copy.db"
    copy.write_bytes(database.read_bytes())
    first = {path.name: path.read_bytes() for path in export_release(copy, BASE).iterdir()}
    second = {path.name: path.read_bytes() for path in export_release(copy, BASE).iterdir()}
    assert first == second


def test_those_for_another_address_change_nothing_under_a_server_that_runs(pointer):
    """A second server beside the first, on another port, has files of its own; one without any has the first."""
    here, there = "http://localhost:8001", "http://localhost:8002"

    def listed(address):
        client = create_app(PARLEY_DATABASE=str(pointer), PARLEY_PUBLIC_URL=address).test_client()
        files = {one["name"]: one["sha256"] for one in client.get("/v1/downloads").json["data"]}
        for name, digest in files.items():
            assert hashlib.sha256(client.get(f"/v1/downloads/{name}", buffered=True).data).hexdigest() == digest
        return files, client.get("/v1/downloads/parley.ndjson", buffered=True).text

    release = pointer.resolve()
    export_release(release, here)
    files, lines = listed(here)
    assert here in lines
    assert listed(there) == (files, lines)
    export_release(release, there)
    assert listed(here) == (files, lines)
    assert listed(there)[1] == lines.replace(here, there)
    export_release(release, here)
    assert listed(here) == (files, lines)


@pytest.mark.parametrize("name", NAMES)
def test_ranges(client, name):
    whole = client.get(f"/v1/downloads/{name}")
    part = client.get(f"/v1/downloads/{name}", headers={"Range": "bytes=10-19"})
    assert part.status_code == 206
    assert part.data == whole.data[10:20]
    assert part.headers["Content-Range"] == f"bytes 10-19/{len(whole.data)}"
    rest = client.get(f"/v1/downloads/{name}", headers={"Range": "bytes=100-", "If-Range": whole.headers["ETag"]})
    assert whole.data[:100] + rest.data == whole.data
    assert client.get(f"/v1/downloads/{name}", headers={"Range": "bytes=99999999-"}).status_code == 416
    assert client.get(f"/v1/downloads/{name}", headers={"If-None-Match": whole.headers["ETag"]}).status_code == 304


@pytest.fixture(scope="module")
def whole(app):
    return app.test_client().get("/v1/downloads/parley.ndjson")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"If-Match": "TAG"}, 200),
        ({"If-Match": "*"}, 200),
        ({"If-Match": '"nope", TAG'}, 200),
        ({"If-Match": '"nope"'}, 412),
        ({"If-Match": "W/TAG"}, 412),
        ({"If-Match": "TAG", "Range": "bytes=0-0"}, 206),
        ({"If-Match": "*", "Range": "bytes=0-0"}, 206),
        ({"If-Match": '"nope"', "Range": "bytes=0-0"}, 412),
        ({"If-Match": '"nope"', "Range": "bytes=0-0", "If-Range": "TAG"}, 412),
        ({"If-Match": "TAG", "If-Unmodified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"}, 200),
        ({"If-Unmodified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"}, 412),
        ({"If-Unmodified-Since": "Thu, 01 Jan 1970 00:00:00 GMT", "Range": "bytes=0-0"}, 412),
        ({"If-Unmodified-Since": "DATE", "Range": "bytes=0-0"}, 206),
        ({"If-Unmodified-Since": "no date"}, 200),
        ({"If-None-Match": "TAG", "Range": "bytes=0-0"}, 304),
        ({"If-None-Match": '"nope"', "Range": "bytes=0-0"}, 206),
        ({"If-Range": "TAG", "Range": "bytes=0-0"}, 206),
        ({"If-Range": "W/TAG", "Range": "bytes=0-0"}, 200),
        ({"If-Range": '"nope"', "Range": "bytes=0-0"}, 200),
        ({"If-Range": "nope", "Range": "bytes=0-0"}, 200),
        ({"If-Range": "Thu, 01 Jan 1970 00:00:00 GMT", "Range": "bytes=0-0"}, 200),
        ({"If-Range": "Fri, 01 Jan 2100 00:00:00 GMT", "Range": "bytes=0-0"}, 200),
        ({"If-Range": "TAG"}, 200),
    ],
)
def test_a_part_is_of_the_very_file_that_was_begun(client, whole, headers, status):
    names = {"TAG": whole.headers["ETag"], "DATE": whole.headers["Last-Modified"]}
    for name, value in names.items():
        headers = {header: text.replace(name, value) for header, text in headers.items()}
    reply = client.get("/v1/downloads/parley.ndjson", headers=headers)
    assert reply.status_code == status
    assert reply.data == {200: whole.data, 206: whole.data[:1], 304: b""}.get(status, reply.data)
    if status == 412:
        assert reply.mimetype == "application/problem+json"


def test_a_date_names_a_file_once_no_other_can_bear_it():
    def fits(modified, condition):
        return fits_range({"HTTP_IF_RANGE": http_date(condition)}, "tag", modified)

    now = datetime.now(UTC).replace(microsecond=0)
    old = now - timedelta(hours=1)
    assert fits(old, old)
    assert not fits(old, old + timedelta(seconds=1))
    assert not fits(old, old - timedelta(seconds=1))
    assert not fits(now, now)
    assert fits_range({}, "tag", now)


def test_what_is_not_there(client, database, tmp_path, specification):
    response = client.get("/v1/downloads/parley.xlsx")
    assert response.status_code == 404
    assert response.json["errors"][0]["allowed"] == NAMES
    assert client.get("/v1/downloads/..%2Fparley.db").status_code == 404
    file = tmp_path / "copy"
    file.write_bytes(database.read_bytes())
    pointer = tmp_path / "current"
    activate(pointer, take_in(file, pointer))
    fresh = checked_app(pointer, specification).test_client()
    assert fresh.get("/v1/downloads").status_code == 503
