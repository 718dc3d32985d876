"""Facets: how many of the records that a query asks for have each value of a filter."""

from typing import Any

from db.query.binding import bound_facet
from db.query.connection import Reader
from db.query.lists import SelectFrom
from db.query.pages import where_clause
from db.query.sorts import FIRST_DAY
from schemas.query.query import LoadedQuery

MAX_FACETS = 100
"""Values of a facet that are counted, the most frequent first."""
YEAR = f"substr({FIRST_DAY}, 1, 4)"


def count_facets(
    reader: Reader, noun: SelectFrom, query: LoadedQuery, names: list[str]
) -> dict[str, list[dict[str, Any]]]:
    """Count the records that a query asks for by facets, in one statement; the most frequent values come first."""
    conditions, bound = where_clause(reader, noun, query)
    parts = list[str]()
    for name in names:
        value, source = (
            (YEAR, f"{noun.table} where ({conditions})")
            if name == "year"
            else bound_facet(noun.filters, query, name, noun.table, conditions)
            or noun.filters[name].facet(noun.table, conditions)
        )
        parts.append(
            f"select * from (select '{name}', {value}, count(*) as records from {source} and {value} is not null"
            f" group by {value} order by records desc, {value} limit {MAX_FACETS})"
        )
    counts: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    for name, value, records in reader.query(" union all ".join(parts), bound):
        counts[name].append({"value": value, "records": records})
    return counts
