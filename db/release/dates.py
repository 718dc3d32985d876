"""Dates: the bounds of a record that lies inside an event."""

from db.curation.load import Entry
from db.release.index import World
from schemas.model.edtf import bounds


def dated(world: World, entry: Entry) -> dict[str, str]:
    """Return the date of an inner record and its first and last day."""
    date = world.date(entry)
    earliest, latest = bounds(date)
    return {"date": date, "earliest": earliest, "latest": latest}
