"""Dates: the bounds of a record that lies inside an event."""

from db.curation.load import LoadedRecord
from db.release.index import RecordIndex
from schemas.model.edtf import bounds


def dated(index: RecordIndex, entry: LoadedRecord) -> dict[str, str]:
    """Return the date of an inner record and its first and last day."""
    date = index.date(entry)
    earliest, latest = bounds(date)
    return {"date": date, "earliest": earliest, "latest": latest}
