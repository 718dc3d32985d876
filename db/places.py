"""Places in the database: their tables, filters and orders."""

from db.noun import Noun
from db.query.connection import Reader
from db.query.filters import Column, IndexTerm
from db.query.sorts import Sort

PLACES = Noun(
    "places",
    columns={
        "name": "text",
        "kind": "text",
        "country": "text",
        "latitude": "real",
        "longitude": "real",
        "part_of": "place",
        "wikidata": "text",
        "events": "integer",
    },
    parts={"aliases": {"alias": "text"}},
    filters={"kind": Column("kind"), "country": Column("country"), "part_of": IndexTerm("part_of")},
    sorts={"name": Sort("name"), "events": Sort("events")},
)


def list_coordinates(reader: Reader) -> dict[str, tuple[float, float]]:
    """Return longitude and latitude of each place that has them, by its id, in one statement."""
    sql = "select id, longitude, latitude from place where longitude is not null and latitude is not null"
    return {identifier: (longitude, latitude) for identifier, longitude, latitude in reader.query(sql, {})}
