"""Refusing: a suffix, parameter, range or condition that means nothing here is said to, not passed over."""

import pytest

from api import create_app
from tests.checked_client import BASE


@pytest.mark.parametrize(
    "path", ["/v1/search.atom?q=a", "/v1/coverage.bib", "/v1/downloads.geojson", "/v1/on-this-day.ics"]
)
def test_a_suffix_that_means_nothing_is_refused(client, path):
    response = client.get(path)
    assert response.status_code == 406
    assert client.get(response.json["try"].removeprefix(BASE)).status_code in (200, 400)


def test_the_suffix_of_json_may_stand_anywhere(database):
    client = create_app(PARLEY_DATABASE=str(database), PARLEY_PUBLIC_URL=BASE).test_client()
    assert client.get("/v1/coverage.json").data == client.get("/v1/coverage").data


@pytest.mark.parametrize("path", ["/", "/v1", "/openapi.yaml", "/openapi.json", "/errors/gone", "/v1/coverage"])
def test_a_parameter_that_means_nothing_is_refused(client, path):
    problem = client.get(f"{path}?nonsense=1")
    assert problem.status_code == 400
    assert problem.json["try"] == BASE + path


@pytest.mark.parametrize(
    ("given", "status"),
    [("bytes=0-0", 206), ("bytes=0-", 206), ("bytes=999999999-", 416), ("bytes=0-0,2-2", 200), ("lines=0-1", 200)],
)
def test_parts_of_a_file(client, given, status):
    assert client.get("/v1/downloads/parley.db", headers={"Range": given}).status_code == status


def test_a_file_that_is_another_by_now(client):
    response = client.get("/v1/downloads/parley.db", headers={"If-Match": '"another"'})
    assert (response.status_code, response.content_type) == (412, "application/problem+json")


def test_options_have_no_body_and_no_type(client):
    response = client.options("/v1/events")
    assert (response.status_code, response.data, response.headers.get("Content-Type")) == (200, b"", None)
