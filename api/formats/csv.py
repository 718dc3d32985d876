"""CSV: one row a record, as RFC 4180 has it, for spreadsheets and data frames."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from api.formats.columns import columns_of
from api.formats.content import Content, Format

FLAGS = {True: "true", False: "false"}


def write_csv(content: Content) -> Iterator[bytes]:
    """Yield a header, even where nothing follows it, and a row for each record.

    Values are never altered to please a spreadsheet: a cell that begins with = or + is the record's own text.
    """
    yield byte_order_mark(content)
    columns = columns_of(content.noun, content.keys)
    rows = ([read(document) for read in columns.values()] for document in content.every())
    yield from write_rows(columns, rows)


def byte_order_mark(content: Content) -> bytes:
    """Return what tells Excel that a file is UTF-8, where the client asked for it with `bom=1`."""
    return codecs.BOM_UTF8 if content.bom else b""


def write_rows(header: Iterable[str], rows: Iterable[Iterable[Any]]) -> Iterator[bytes]:
    """Yield a header and some rows as CSV."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    yield text.getvalue().encode()
    for row in rows:
        text.seek(0)
        text.truncate()
        writer.writerow(map(cell, row))
        yield text.getvalue().encode()


def cell(value: Any) -> Any:
    """Return a value as a cell holds it."""
    return FLAGS[value] if isinstance(value, bool) else value


CSV = Format(
    "csv",
    "text/csv; charset=utf-8; header=present",
    ("text/csv",),
    "One row a record, with a header; references as ids, lists of them separated by |.",
    write_csv,
    whole=True,
    takes_fields=True,
)
