"""GeoJSON: points where coordinates are known, held to RFC 7946 by the geojson package."""

import geojson
import pytest

from tests.goldens import assert_golden

LOCATED = ["events", "places", "transfers"]
LICENSE = {"license": "CC-BY-4.0", "license_url": "https://creativecommons.org/licenses/by/4.0/"}
MIDPORT = [-7.25, 12.5]


def read(response) -> geojson.FeatureCollection:
    assert response.status_code == 200, response.text
    assert response.headers["Content-Type"] == "application/geo+json"
    found = geojson.loads(response.text)
    assert found.is_valid, found.errors()
    return found


def test_the_whole_output(client):
    assert_golden(client.get("/v1/transfers.geojson"), "transfers.geojson")


@pytest.mark.parametrize("noun", LOCATED)
def test_every_record_is_a_feature(client, noun):
    collection = read(client.get(f"/v1/{noun}.geojson"))
    assert isinstance(collection, geojson.FeatureCollection)
    features = {feature["id"]: feature for feature in collection["features"]}
    records = client.get(f"/v1/{noun}").json["data"]
    assert list(features) == [record["id"] for record in records]
    for feature in features.values():
        assert isinstance(feature, geojson.Feature)
        assert not any(isinstance(value, dict | list) for value in feature["properties"].values())
    one = read(client.get(f"/v1/{noun}/{records[0]['id']}.geojson"))
    assert one == features[records[0]["id"]] | LICENSE


def test_longitude_comes_first_and_an_unknown_point_is_null(client):
    features = {one["id"]: one for one in read(client.get("/v1/events.geojson"))["features"]}
    assert features["2031-04-27-handover"]["geometry"] == {"type": "Point", "coordinates": MIDPORT}
    assert features["2031-04-27-handover"]["properties"]["location_precision"] == "city"
    # Nobody gave the coordinates of the building, so it stands at its city's.
    assert features["2031-04-12-harbour-round-1"]["geometry"] == {"type": "Point", "coordinates": MIDPORT}
    assert features["2031-04-12-harbour-round-1"]["properties"]["location_precision"] == "city"
    assert features["2031-05-harbour-call"]["properties"]["location_precision"] is None
    assert features["2031-04-12-harbour-round-1"]["properties"]["place_name"] == "Customs House"
    assert features["2031-05-harbour-call"]["properties"]["place"] is None
    places = {one["id"]: one for one in read(client.get("/v1/places.geojson"))["features"]}
    assert places["midport"]["geometry"]["coordinates"] == MIDPORT
    assert places["southland"]["geometry"] is None


@pytest.mark.parametrize("noun", LOCATED)
def test_no_record_is_an_empty_collection(client, noun):
    empty = {"type": "FeatureCollection", "features": []}
    assert read(client.get(f"/v1/{noun}.geojson?q=zzzz")) == empty | LICENSE


def test_coordinates_cost_one_statement(statements):
    assert len(statements("/v1/events.geojson")) == len(statements("/v1/events.csv")) + 1


def test_what_has_no_place_is_refused(client):
    response = client.get("/v1/claims.geojson")
    assert response.status_code == 406
    assert ".geojson" not in response.json["errors"][0]["allowed"]
