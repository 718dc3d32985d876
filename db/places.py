"""Places in the database: their tables, filters and orders, and their points on a map."""

from typing import NamedTuple

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


class Point(NamedTuple):
    """Where a place is on a map, and the kind of place whose point it is: its own, or the nearest it lies in."""

    longitude: float
    latitude: float
    precision: str
    is_own: bool = True

    @property
    def is_near(self) -> bool:
        """Whether it is near enough to go there: no country's middle, and no region's for a place within it."""
        return self.precision in ("venue", "city") or (self.is_own and self.precision != "country")


def list_points(reader: Reader) -> dict[str, Point]:
    """Return the point of each place by its id, in one statement.

    A place without coordinates has those of the nearest place that it lies in and that has some: a venue its city's,
    or else its region's, or its country's.
    """
    rows = reader.query("select id, part_of, kind, longitude, latitude from place", {})
    outer = {identifier: part_of for identifier, part_of, *_ in rows}
    own = {row[0]: Point(row[3], row[4], row[2]) for row in rows if row[3] is not None and row[4] is not None}
    points = dict[str, Point]()
    for identifier in outer:
        nearest: str | None = identifier
        while nearest is not None and nearest not in own:
            nearest = outer[nearest]
        if nearest is not None:
            points[identifier] = own[nearest]._replace(is_own=nearest == identifier)
    return points
