"""Streams: every record of a list, read in chunks while the reply is written, so that memory does not grow with it."""

import json
from collections.abc import Iterator
from itertools import chain

from db.query.connection import Reader
from db.query.ids import check_ids_exist
from db.query.lists import SelectFrom, stream_statement
from db.query.pages import Page, PagePosition, count_records, read_shape
from schemas.query.query import LoadedQuery

STREAM_CHUNK = 50
"""Records that are in memory at a time; the time limit of a request's statements holds for each chunk anew."""


def stream_list(reader: Reader, noun: SelectFrom, query: LoadedQuery, position: PagePosition | None) -> Page:
    """Return all records that a query asks for, from a position on: the first chunk, and `rest` to read the others.

    Whoever reads `rest` keeps the reader until then. Raises UnknownIds.
    """
    check_ids_exist(reader, noun.query_type, query)
    chunks = _read_chunks(reader, noun, query, position)
    first = next(chunks, [])
    total = count_records(reader, noun, query)
    return Page(total, first, None, None, rest=chain.from_iterable(chunks))


def _read_chunks(
    reader: Reader, noun: SelectFrom, query: LoadedQuery, position: PagePosition | None
) -> Iterator[list[bytes]]:
    """Yield the documents of a list in its order. SQLite sorts numbers alone; documents are looked up by the chunk."""
    shape, bound = read_shape(reader, noun, query)
    bound |= {f"after{index}": value for index, value in enumerate(position.values if position else ())}
    body = "brief" if query["view"] == "brief" else "full"
    numbers = stream_statement(noun, shape, tuple(query["sort"]), "after" if position else None)
    lookup = f"select n, cast({body} as blob) from record where n in (select value from json_each(:numbers))"
    for rows in reader.stream(numbers, bound, STREAM_CHUNK):
        chunk = [number for (number,) in rows]
        documents: dict[int, bytes] = dict(reader.query(lookup, {"numbers": json.dumps(chunk)}))
        yield [documents[number] for number in chunk]
