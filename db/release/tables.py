"""Tables: the STRICT tables that the nouns declare, their indexes, and the index for full text search."""

from sqlite_utils import Database

from db.columns import VALUE_TYPES
from db.noun import REVISION_COLUMNS, Noun
from db.query.binding import BoundTerm
from db.query.ranking import COLUMN_WEIGHTS
from db.release.search_index import TOKENIZE

RELEASE_COLUMNS = ("version", "digest", "date", "schema_version", "counts", "ranges", "coverage", "synonyms")
COLUMN_TYPES = dict(zip(VALUE_TYPES, (str, int, float), strict=True))


def create_tables(db: Database, nouns: dict[str, Noun]) -> None:
    """Create every table: `record` with the documents, each noun and its lists, and the search index."""
    db.table("release").create(dict.fromkeys(RELEASE_COLUMNS, str), strict=True)
    db.table("record").create(
        {"n": int, "type": str, "id": str, "state": str, "target": str}
        | {"title": str, "event": str, "earliest": str, "latest": str}
        | {column: COLUMN_TYPES[kind] for column, kind in REVISION_COLUMNS.items()}
        | {"digest": str, "brief": str, "full": str},
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
    _create_history(db)
    _create_passages(db)
    _create_search(db)


def _create_history(db: Database) -> None:
    """Create what tells how the record changed: releases, changes in their order, and what was served before."""
    db.table("history_release").create(
        {"sequence": int, "version": str, "date": str, "records_digest": str, "notes": str, "counts": str}
        | {"changes": int},
        pk="sequence",
        strict=True,
    )
    db.table("history_change").create(
        {"sequence": int, "release": int, "date": str, "noun": str, "id": str, "kind": str, "reason": str}
        | {"source": str, "before": str, "after": str, "corrects": int},
        pk="sequence",
        foreign_keys=[("release", "history_release", "sequence")],
        strict=True,
    )
    for columns in (["noun", "id"], ["release"], ["date"], ["kind"], ["corrects"]):
        db.table("history_change").create_index(columns)
    db.table("history_record").create(
        {"n": int, "created": int, "updated": int, "corrected": int},
        pk="n",
        foreign_keys=[("n", "record", "n")],
        strict=True,
    )
    # What has a long value is stored in rows that are looked up by a key of their own.
    db.table("history_document").create(
        {"noun": str, "id": str, "until": int, "state": str, "target": str, "document": bytes},
        pk=("noun", "id", "until"),
        foreign_keys=[("until", "history_release", "sequence")],
        strict=True,
    )
    db.table("history_first_id").create({"noun": str, "id": str, "first_id": str}, pk=("noun", "id"), strict=True)


def _create_passages(db: Database) -> None:
    """Create what wordings are compared with, and the index by which its words are found."""
    columns = {"id": "integer", "n": "integer", "field": "text", "kind": "text", "text": "text"}
    actors = {"speaker": "actor", "side": "actor", "account_by": "text", "source": "source"}
    more = {"language": "text", "translated_from": "text", "date": "text"}
    _create(db, "passage", columns | actors | more, [("n", "record", "n")], pk="id")
    db.execute("create virtual table _passage_words using fts5(words, content='', detail=none, tokenize='ascii')")
    # How many passages have a word, without reading them all.
    db.execute("create virtual table _passage_word_counts using fts5vocab(_passage_words, row)")


def _create_search(db: Database) -> None:
    """Create what records are found by: terms, names, links, words, and the index for full text search."""
    db.execute(
        "create table _index_term (kind text not null, value text not null, n integer not null references record(n),"
        " primary key (kind, value, n)) strict, without rowid"
    )
    db.execute(
        "create table _name (key text not null, type text not null, rank integer not null, id text not null,"
        " primary key (type, key, rank, id)) strict, without rowid"
    )
    db.execute(
        "create table _link (key text primary key, source text not null references source(id)) strict, without rowid"
    )
    db.execute("create table _word (word text primary key) strict, without rowid")
    db.table("_search_text").create({"n": int} | dict.fromkeys(COLUMN_WEIGHTS, str), pk="n", strict=True)
    db.execute(f"create virtual table _search using fts5({', '.join(COLUMN_WEIGHTS)}, tokenize='{TOKENIZE}')")


def _create(
    db: Database,
    name: str,
    columns: dict[str, str],
    keys: list[tuple[str, str, str]] | None = None,
    *,
    pk: str | tuple[str, ...],
) -> None:
    """Create one table; a column whose type is another table's name holds that table's ids."""
    keys = (keys or []) + [(column, kind, "id") for column, kind in columns.items() if kind not in COLUMN_TYPES]
    types = {column: COLUMN_TYPES.get(kind, str) for column, kind in columns.items()}
    db.table(name).create(types, pk=pk, foreign_keys=keys, strict=True)


def create_indexes(db: Database, nouns: dict[str, Noun]) -> None:
    """Index every column that a filter or an order uses, after the rows are in, which is quicker."""
    for noun in nouns.values():
        filtered = {column for filter_ in noun.filters.values() for column in filter_.columns}
        ordered = {column for sort in noun.sorts.values() for column in sort.columns}
        for column in sorted(filtered | ordered):
            db.table(noun.table).create_index([column, "id"])
        for part in {filter_.part for filter_ in noun.filters.values() if isinstance(filter_, BoundTerm)}:
            for columns in part.indexes:
                db.table(part.table).create_index(columns)
    db.table("_index_term").create_index(["n"])
    db.table("evidence").create_index(["source"])
    db.execute("create index record_moved on record (type, id, target) where state = 'moved'")
    # A search narrows and ranks by these without reading the documents that stand beside them.
    db.table("record").create_index(["n", "type", "id", "event", "earliest", "latest"])


def fill_search(db: Database) -> None:
    """Fill the search index from `_search_text`, which is not needed afterwards.

    FTS5 writes a new piece of its index whenever a number is lower than the last one, and records are not made in the
    order of their numbers.
    """
    columns = ", ".join(COLUMN_WEIGHTS)
    db.execute(f"insert into _search (rowid, {columns}) select n, {columns} from _search_text order by n")
    for index in ("_search", "_passage_words"):
        db.execute(f"insert into {index}({index}) values ('optimize')")
    db.execute("drop table _search_text")
