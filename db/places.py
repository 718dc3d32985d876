"""Places in the database: their tables, filters and orders, and what is derived about them."""

from collections.abc import Iterator

from db.curation.load import LoadedRecord
from db.noun import Document, Mention, Noun
from db.query.connection import Reader
from db.query.filters import mentions
from db.release.index import RecordIndex


def derive_place(index: RecordIndex, entry: LoadedRecord, document: Document) -> Document:
    """Count the events at a place or within it."""
    del document
    return {"events": index.backlinks.counts["places"][entry.id]}


def mention_place(index: RecordIndex, entry: LoadedRecord, document: Document) -> Iterator[Mention]:
    """Yield the places that a place lies in."""
    del document
    yield from (("part_of", outer) for outer in index.within("places", "part_of", entry.data.get("part_of")))


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
    filters={"kind": "kind in :values", "country": "country in :values", "part_of": mentions("part_of")},
    sorts={"name": "name", "events": "events"},
    derive=derive_place,
    mention=mention_place,
)


def list_coordinates(reader: Reader) -> dict[str, tuple[float, float]]:
    """Return longitude and latitude of each place that has them, by its id, in one statement."""
    sql = "select id, longitude, latitude from place where longitude is not null and latitude is not null"
    return {row[0].decode(): (row[1], row[2]) for row in reader.query(sql, {})}
