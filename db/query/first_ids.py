"""First ids in the database: by which id a feed or a calendar knows a record that has another one now."""

from db.query.connection import Reader


def list_first_ids(reader: Reader, noun: str) -> dict[str, str]:
    """Return the first id of each record of a noun that has had several, by every other id that it has had."""
    return dict(reader.query("select id, first_id from history_first_id where noun = :noun", {"noun": noun}))
