"""Binding: filters that mean one entry of a list inside a record as soon as two of them stand together.

`actor=a` asks for events in which `a` had a part, and `role=host` for those that somebody hosted. Both together ask for
the events that `a` hosted: one participant with this actor and this role, and not the role of one beside the presence
of another. Alone each is an index term like any other.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from db.query.filters import Filter, IndexTerm


class Part(NamedTuple):
    """A list inside records, as the table of its entries."""

    table: str
    record: str
    """The column that holds the id of the record that is asked for."""
    indexes: tuple[tuple[str, ...], ...] = ()
    """The columns that are indexed together, so that the table itself need not be read."""


@dataclass(frozen=True)
class BoundTerm(IndexTerm):
    """Records by an index term, and beside another filter of its part by one entry that has the values of both."""

    column: str
    """The column of the part that holds the value."""
    part: Part
    is_loose: bool = False
    """Whether it says more alone than that there is such an entry."""


class Binding(NamedTuple):
    """What the filters of one part come to that stand together in a query."""

    part: Part
    entry: dict[str, str]
    """What the one entry must be, by the column that says so."""
    conditions: list[str]
    """What that means for a record."""
    names: set[str]
    """The parameters that have no other meaning then."""


def bind(filters: Mapping[str, Filter], names: Iterable[str]) -> Binding | None:
    """Return what the parameters of a query mean together, or None where each of them speaks for itself.

    Parameters with `__not` are bound beside another one that says which entry is meant: `actor=a&role__not=host` is an
    event in which `a` took part in another role. Otherwise they speak of the whole record, as `__all` always does.
    """
    names = list(names)
    terms = {name: term for name in names if isinstance(term := filters.get(name), BoundTerm)}
    strict = {term.column for term in terms.values() if not term.is_loose}
    terms = {name: term for name, term in terms.items() if not term.is_loose or term.column not in strict}
    if not terms:
        return None
    part = next(iter(terms.values())).part
    entry = {term.column: f"{term.column} in {_values(name)}" for name, term in terms.items()}
    bound, absent = set(terms), list[str]()
    for name in names:
        base, _, operator = name.partition("__")
        term = filters.get(base)
        if operator != "not" or not isinstance(term, BoundTerm) or not entry.keys() - {term.column}:
            continue
        if term.is_loose and term.column in strict:
            continue
        bound.add(name)
        if term.column in {one.column for one in terms.values()}:
            others = [sql for column, sql in entry.items() if column != term.column]
            absent.append(_entries(part, [*others, f"{term.column} in {_values(name)}"]))
        else:
            entry[term.column] = f"coalesce({term.column} not in {_values(name)}, 1)"
    if len(bound) < 2:
        return None
    conditions = [f"id in ({_entries(part, entry.values())})", *(f"id not in ({entries})" for entries in absent)]
    return Binding(part, entry, conditions, bound)


def bound_facet(
    filters: Mapping[str, Filter], names: Iterable[str], facet: str, table: str, where: str
) -> tuple[str, str] | None:
    """Return the SQL of a facet whose values count only where the entry that has them is the one that is asked for.

    `actor=a&facet=role` counts the roles of `a`. None where no other filter of the part stands in the query.
    """
    term = filters.get(facet)
    if not isinstance(term, BoundTerm):
        return None
    names = [name for name in names if name.partition("__")[0] != facet]
    binding = bind(filters, [*names, facet])
    if binding is None or facet not in binding.names or binding.names == {facet}:
        return None
    others = [sql for column, sql in binding.entry.items() if column != term.column]
    part = term.part
    entries = (
        f"select distinct {part.record} as record, {term.column} as value from {part.table}"
        f" where {' and '.join(others)} and {part.record} in (select id from {table} where {where})"
    )
    return "value", f"({entries}) where 1"


def _entries(part: Part, conditions: Iterable[str]) -> str:
    """Return the SQL of the records that have an entry which meets some conditions."""
    return f"select {part.record} from {part.table} where {' and '.join(conditions)}"


def _values(name: str) -> str:
    """Return the SQL of the values of a parameter."""
    return f"(select value from json_each(:{name}))"
