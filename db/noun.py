"""Noun: what the database knows of one noun, and the questions that it answers about it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from db.columns import check_columns
from db.query.connection import Reader
from db.query.facets import count_facets
from db.query.filters import REVISION_FILTERS, DeclarationError, Filter, check_filters
from db.query.lookup import Lookup, RecordNotFound
from db.query.pages import Page, PagePosition, list_page
from db.query.sorts import REVISION_ORDERS, Sort, check_sorts
from db.query.streams import stream_list
from schemas.nouns import QUERIES, SCHEMAS, RegistryError
from schemas.query.query import LoadedQuery, Query

REVISION_COLUMNS = {"created": "text", "updated": "text", "corrected": "text", "revision": "integer"}
"""Columns that every noun's table and `record` have: when a record came, last changed and was corrected, how often."""


@dataclass(eq=False)
class Noun:
    """One noun in the database.

    `columns` maps each column of its table to its type: `text`, `integer`, `real`, or the table whose id it holds. A
    column's value is the document's field of that name; `count_best` is `best` within `count`, and that of `created`
    is `created_date`. `parts` does the same for lists inside the document. `filters` says what each parameter of its
    query means, `sorts` each order of its list; a declaration that does not fit the schemas is refused when it is made.
    Raises DeclarationError.
    """

    name: str
    columns: dict[str, str]
    filters: Mapping[str, Filter]
    sorts: Mapping[str, Sort]
    parts: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a declaration that is only half done."""
        if self.name not in SCHEMAS:
            raise RegistryError(
                f"The noun {self.name!r} of db/{self.name}.py is missing in SCHEMAS of schemas/nouns.py."
            )
        self.filters = {**self.filters, **REVISION_FILTERS}
        self.sorts = {**self.sorts, **REVISION_ORDERS}
        self.columns = self.columns | REVISION_COLUMNS
        check_columns(self.name, self.columns, self.parts, SCHEMAS[self.name])
        check_filters(self.name, self.filters, self.query_type)
        check_sorts(self.name, self.sorts, self.query_type, SCHEMAS[self.name])
        for kind, declared in (("filter", self.filters), ("order", self.sorts)):
            for name, part in declared.items():
                for column in set(part.columns) - set(self.columns):
                    raise DeclarationError(f"{self.name}: the {kind} {name!r} needs a column {column!r} in db/.")

    @cached_property
    def table(self) -> str:
        """The name of the noun's table: its singular."""
        return SCHEMAS[self.name].TYPE

    @cached_property
    def query_type(self) -> type[Query]:
        """The parameters that its list takes."""
        return QUERIES[self.name]

    def list_records(self, reader: Reader, query: LoadedQuery, position: PagePosition | None = None) -> Page:
        """Return a page of the records that a query asks for; all of them where `limit` is None. Raises UnknownIds."""
        if query["limit"] is None:
            return stream_list(reader, self, query, position)
        return list_page(reader, self, query, position)

    def count_by(self, reader: Reader, query: LoadedQuery, names: list[str]) -> dict[str, list[dict[str, Any]]]:
        """Count the records that a query asks for by some facets."""
        return count_facets(reader, self, query, names)

    def get_record(self, reader: Reader, identifier: str) -> Lookup:
        """Return what stands at an id, in one statement. Raises RecordNotFound."""
        rows = reader.query(
            "select state, target, cast(full as blob), digest,"
            " (select max(until) from history_document where noun = :noun and id = :id)"
            " from record where type = :type and id = :id",
            {"type": self.table, "noun": self.name, "id": identifier},
        )
        if not rows:
            raise RecordNotFound(identifier)
        return Lookup(*rows[0])

    def get_digest(self, reader: Reader, identifier: str) -> str | None:
        """Return the digest of the document at an id, which costs less than the document; None where there is none."""
        rows = reader.query(
            "select digest from record where type = :type and id = :id", {"type": self.table, "id": identifier}
        )
        return rows[0][0] if rows else None

    def get_records(self, reader: Reader, identifiers: list[str]) -> dict[str, bytes]:
        """Return the documents at some ids, in one statement; a former id leads to its record, an unknown to none."""
        rows = reader.query(
            "select requested.value, cast(record.full as blob) from json_each(:ids) as requested"
            " join record as entry on entry.type = :type and entry.id = requested.value"
            " join record on record.type = :type and record.state = 'current'"
            " and record.id = case entry.state when 'moved' then entry.target else entry.id end",
            {"type": self.table, "ids": json.dumps(identifiers)},
        )
        return dict(rows)
