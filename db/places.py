"""Places in the database: their tables, filters and orders."""

from db.noun import Noun
from db.query.connection import Reader
from db.query.filters import index_terms

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
    filters={"kind": "kind in :values", "country": "country in :values", "part_of": index_terms("part_of")},
    sorts={"name": "name", "events": "events"},
)


def list_coordinates(reader: Reader) -> dict[str, tuple[float, float]]:
    """Return longitude and latitude of each place that has them, by its id, in one statement."""
    sql = "select id, longitude, latitude from place where longitude is not null and latitude is not null"
    return {row[0].decode(): (row[1], row[2]) for row in reader.query(sql, {})}
