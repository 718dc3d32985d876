"""CSV: one row a record, as RFC 4180 has it, for spreadsheets and data frames."""

import csv
import io
from typing import Any

from api.formats.columns import columns_of
from api.formats.content import Content, Format

FLAGS = {True: "true", False: "false"}


def write_csv(content: Content) -> bytes:
    """Return a header, even where nothing follows it, and a row for each record.

    Values are never altered to please a spreadsheet: a cell that begins with = or + is the record's own text.
    """
    columns = columns_of(content.noun, content.keys)
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(columns)
    for document in content.documents:
        rows.writerow(cell(read(document)) for read in columns.values())
    return text.getvalue().encode()


def cell(value: Any) -> Any:
    """Return a value as a cell holds it."""
    return FLAGS[value] if isinstance(value, bool) else value


CSV = Format(
    "csv",
    "text/csv; charset=utf-8; header=present",
    ("text/csv",),
    "One row a record, with a header; references as ids, lists of them separated by |.",
    write_csv,
    takes_fields=True,
)
