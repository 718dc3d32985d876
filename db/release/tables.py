"""Tables: the STRICT tables that the nouns declare, and the rows that documents give them."""

import re
from collections.abc import Iterator
from typing import Any

from sqlite_utils import Database

from db.noun import Document, Noun
from db.query.filters import INDEX_TERM
from db.release.search_index import COLUMNS, REFERENCE, TOKENIZE
from schemas.nouns import SCHEMAS

LISTED = re.compile(r"^(\w+) in :values$")
COMMON = 100
"""Records that a value must find to be counted beforehand; fewer are counted when they are asked for."""
TYPES = {"text": str, "integer": int, "real": float}
Row = dict[str, Any]


def create_tables(db: Database, nouns: dict[str, Noun]) -> None:
    """Create every table: `record` with the finished documents, each noun and its lists, and the search index."""
    db.table("release").create(
        {
            "version": str,
            "digest": str,
            "date": str,
            "schema_version": str,
            "counts": str,
            "ranges": str,
            "coverage": str,
        },
        strict=True,
    )
    db.table("record").create(
        {"n": int, "type": str, "id": str, "state": str, "target": str}
        | {"title": str, "event": str, "earliest": str, "latest": str, "brief": str, "full": str},
        pk="n",
        not_null={"type", "id", "state"},
        strict=True,
    )
    db.table("record").create_index(["type", "id"], unique=True)
    for noun in nouns.values():
        _create(db, noun.table, {"n": "integer", "id": "text"} | noun.columns, [("n", "record", "n")], pk="n")
        db.table(noun.table).create_index(["id"], unique=True)
        for part, columns in noun.parts.items():
            name = f"{noun.table}_{part}"
            _create(db, name, {noun.table: noun.table, "ordinal": "integer"} | columns, pk=(noun.table, "ordinal"))
    db.table("evidence").create(
        {"n": int, "ordinal": int, "field": str, "source": str, "quote": str, "locator": str},
        pk=("n", "ordinal"),
        foreign_keys=[("n", "record", "n"), ("source", "source", "id")],
        strict=True,
    )
    db.execute(
        "create table index_term (kind text not null, value text not null, n integer not null references record(n),"
        " primary key (kind, value, n)) strict, without rowid"
    )
    db.execute(
        "create table tally (noun text not null, filter text not null, value text not null, records integer not null,"
        " primary key (noun, filter, value)) strict, without rowid"
    )
    db.execute("create table word (word text primary key) strict, without rowid")
    db.execute(f"create virtual table search using fts5({', '.join(COLUMNS)}, tokenize='{TOKENIZE}')")


def _create(
    db: Database,
    name: str,
    columns: dict[str, str],
    keys: list[tuple[str, str, str]] | None = None,
    *,
    pk: str | tuple[str, ...],
) -> None:
    """Create one table; a column whose type is another table's name holds that table's ids."""
    keys = (keys or []) + [(column, kind, "id") for column, kind in columns.items() if kind not in TYPES]
    types = {column: TYPES.get(kind, str) for column, kind in columns.items()}
    db.table(name).create(types, pk=pk, foreign_keys=keys, strict=True)


def create_indexes(db: Database, nouns: dict[str, Noun]) -> None:
    """Index every column that a filter or an order uses, after the rows are in, which is quicker."""
    for noun in nouns.values():
        used = {fragment.split(" ")[0].strip('"') for fragment in (*noun.filters.values(), *noun.sorts.values())}
        used |= {"earliest", "latest"} if "from" in noun.filters else set()
        for column in sorted(used & set(noun.columns)):
            db.table(noun.table).create_index([column, "id"])
    db.table("index_term").create_index(["n"])


def count_filters(db: Database, nouns: dict[str, Noun]) -> None:
    """Count what each value of each filter finds by itself, so that no request has to."""
    for noun in nouns.values():
        for name, fragment in noun.filters.items():
            if kind := INDEX_TERM.fullmatch(fragment):
                value, source = "value", f"index_term join {noun.table} using (n) where index_term.kind = '{kind[1]}'"
            elif column := LISTED.fullmatch(fragment):
                value, source = column[1], f"{noun.table} where {column[1]} is not null"
            else:
                continue
            db.execute(
                f"insert into tally select ?, ?, {value}, count(*) from {source} group by {value} having count(*) >= ?",
                [noun.name, name, COMMON],
            )


def rows_of(noun: Noun, n: int, document: Document) -> Iterator[tuple[str, Row]]:
    """Yield the rows of a document, each with the table that it goes into, the evidence left out."""
    yield noun.table, {"n": n, "id": document["id"]} | {column: _cell(document, column) for column in noun.columns}
    for part, columns in noun.parts.items():
        for ordinal, item in enumerate(document[part]):
            row = {column: _cell(item, column) for column in columns}
            yield f"{noun.table}_{part}", {noun.table: document["id"], "ordinal": ordinal} | row


def _cell(item: Any, column: str) -> Any:
    """Return what a column holds of a document or list item: a reference's id, `best` in `count` for `count_best`."""
    if not isinstance(item, dict):
        return item
    if column in item:
        value = item[column]
    elif set(item) == REFERENCE:
        value = item["id"]
    else:
        outer, _, inner = column.rpartition("_")
        value = (item[outer] or {}).get(inner)
    if isinstance(value, dict):
        value = value["id"]
    return int(value) if isinstance(value, bool) else value


def evidence_rows(n: int, document: Document, path: str = "") -> Iterator[Row]:
    """Yield a row for each piece of evidence in a document, with the field that it supports."""
    for key, value in document.items():
        if not isinstance(value, list):
            continue
        where = f"{path}.{key}".lstrip(".")
        for index, item in enumerate(value):
            if key == "evidence":
                yield {
                    "n": n,
                    "field": path or "record",
                    "source": item["source"]["id"],
                    "quote": item["quote"],
                    "locator": item["locator"],
                }
            elif isinstance(item, dict) and key not in SCHEMAS:
                yield from evidence_rows(n, item, f"{where}[{index}]")
