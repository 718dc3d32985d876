"""Publishers in the database: their tables, filters and orders, and what is derived about them."""

from db.curation.load import LoadedRecord
from db.noun import Document, Noun
from db.release.index import RecordIndex


def derive_publisher(index: RecordIndex, entry: LoadedRecord, document: Document) -> Document:
    """Count the publications of a publisher that are cited."""
    del document
    return {"sources": index.backlinks.counts["publishers"][entry.id]}


PUBLISHERS = Noun(
    "publishers",
    columns={
        "name": "text",
        "country": "text",
        "ownership": "text",
        "group": "text",
        "website_url": "text",
        "wikidata": "text",
        "sources": "integer",
    },
    parts={"aliases": {"alias": "text"}},
    filters={"country": "country in :values", "ownership": "ownership in :values"},
    sorts={"name": "name", "sources": "sources"},
    derive=derive_publisher,
)
