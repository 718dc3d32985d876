"""Sorts: the columns that a list can be ordered by, none of which may be null, because no page begins after a null."""

from collections.abc import Mapping

from db.query.filters import DeclarationError
from schemas.model.edtf import OPEN_END, OPEN_START
from schemas.model.record import Record
from schemas.query.query import Query

OPEN_DAYS = {"earliest": OPEN_START, "latest": OPEN_END}
"""Columns that are never null, and what the build writes there where the document has null, since a date is open or
unknown: text order stays date order, and no comparison of days needs to know of null."""

FIRST_DAY = f"nullif(earliest, '{OPEN_START}')"
"""The SQL of the first day of a record's date; null where it is not known."""


class Sort:
    """What a list is ordered by: a column or, where that is null, the next one, or else the value `missing`."""

    def __init__(self, *columns: str, missing: int | str | None = None) -> None:
        self.names, self.missing = columns, missing
        values = [*columns] if missing is None else [*columns, repr(missing)]
        self.sql = values[0] if len(values) == 1 else f"coalesce({', '.join(values)})"

    @property
    def columns(self) -> tuple[str, ...]:
        """The column that an index helps with: one by itself."""
        return self.names if self.sql in self.names else ()


REVISION_ORDERS = {
    "created_date": Sort("created", missing=""),
    "updated_date": Sort("updated"),
    "corrected_date": Sort("corrected", missing=""),
}
"""The orders of every noun by when its records came, changed and were corrected. Only the second has an index."""


def check_sorts(noun: str, sorts: Mapping[str, Sort], query: type[Query], record: type[Record]) -> None:
    """Refuse an order that only db/ or only the query has, and one by what may be null. Raises DeclarationError."""
    for name in sorted(set(query.SORTS) - set(sorts)):
        raise DeclarationError(f"{noun}: the order {name!r} of {query.__name__} has no sort in db/.")
    for name in sorted(set(sorts) - set(query.SORTS)):
        raise DeclarationError(f"{noun}: the sort {name!r} in db/ is no order of {query.__name__}.")
    if query.DEFAULT_SORT.removeprefix("-") not in sorts:
        raise DeclarationError(
            f"{noun}: DEFAULT_SORT of {query.__name__}, {query.DEFAULT_SORT!r}, is none of its orders."
        )
    nullable = {field.data_key or name: field.allow_none for name, field in record(mode="document").fields.items()}
    for name, sort in sorts.items():
        column = sort.names[-1]
        may_be_null = nullable.get(column, nullable.get(f"{column}_date", True))
        if sort.missing is None and column not in OPEN_DAYS and may_be_null:
            raise DeclarationError(
                f"{noun}: the order {name!r} sorts by the column {column!r}, which may be null;"
                f' write Sort("{column}", missing=...) with the value that stands for it then.'
            )
