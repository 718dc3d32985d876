"""GeoJSON: records as points on a map, as RFC 7946 has it."""

import json
from collections.abc import Iterator
from typing import Any

from api.formats.columns import columns_of
from api.formats.content import Content, Format, with_coordinates
from api.formats.items import write_items
from schemas.model.base import Json
from schemas.nouns import SCHEMAS


def write_geojson(content: Content) -> Iterator[bytes]:
    """Yield a feature for one record, a collection of features for a list; either has the licence as a member."""
    features = (_feature(content, document) for document in content.every())
    if content.single:
        yield (json.dumps(next(features) | content.license_members, ensure_ascii=False, indent=2) + "\n").encode()
    else:
        yield from write_items({"type": "FeatureCollection"} | content.license_members, "features", features)


def _feature(content: Content, document: Json) -> dict[str, Any]:
    """Return a record as a feature with flat properties, which is what tools for maps read.

    A building whose coordinates nobody gave stands at its city's, and `location_precision` says so.
    """
    place = document if content.noun == "places" else document["place"]
    point = content.coordinates.get(place["id"]) if place else None
    columns = columns_of(content.noun, (*SCHEMAS[content.noun].BRIEF, "citation"))
    properties = {name: read(document) for name, read in columns.items()}
    if content.noun != "places":
        properties |= {"place": place["id"] if place else None, "place_name": place["name"] if place else None}
    properties["location_precision"] = point.precision if point else None
    return {
        "type": "Feature",
        "id": document["id"],
        "geometry": {"type": "Point", "coordinates": [point.longitude, point.latitude]} if point else None,
        "properties": properties,
    }


GEOJSON = Format(
    "geojson",
    "application/geo+json",
    ("application/geo+json",),
    "A point for each record whose place has coordinates, for maps.",
    write_geojson,
    whole=True,
    nouns=frozenset({"events", "places", "transfers"}),
    gather=with_coordinates,
)
