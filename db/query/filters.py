"""Filters: what each parameter of a list means in SQL. Values are always bound; all other SQL is written here."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from schemas.query.query import Query

COMPARISONS = {"": "=", "gte": ">=", "lte": "<="}


class DeclarationError(Exception):
    """A noun's declaration in db/ does not fit its schemas."""


class Filter(ABC):
    """What one parameter chooses records by, over the table of a noun.

    A parameter is bound under its own name, operator included: `:topic__not`.
    """

    operators: ClassVar[tuple[str, ...]] = ()
    """The suffixes that it understands."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the noun's table that an index helps with."""
        return ()

    @property
    def certain(self) -> "Filter":
        """The filter that it is with `match=certain`."""
        return self

    @abstractmethod
    def condition(self, name: str) -> str:
        """Return the condition that a record must meet for the parameter `name`."""

    def facet(self, table: str, where: str) -> tuple[str, str]:
        """Return the SQL of the values that records are counted by, and of where to count them."""
        raise NotImplementedError(f"{table}: {type(self).__name__} in db/ has no values to count records by.")


class ValueFilter(Filter):
    """A filter by one or more values, or with `__not` by all but them."""

    operators: ClassVar[tuple[str, ...]] = ("not",)

    @abstractmethod
    def matches(self, values: str) -> str:
        """Return the SQL that says whether a record has one of some values."""

    def condition(self, name: str) -> str:
        """Return the condition; what has no value at all is not one of them."""
        matches = self.matches(f"(select value from json_each(:{name}))")
        return f"not coalesce({matches}, 0)" if name.endswith("__not") else matches


@dataclass(frozen=True)
class Column(ValueFilter):
    """Records by the value in a column."""

    column: str

    @property
    def columns(self) -> tuple[str, ...]:
        """The column."""
        return (self.column.strip('"'),)

    def matches(self, values: str) -> str:
        """Return the SQL that compares the column."""
        return f"{self.column} in {values}"

    def facet(self, table: str, where: str) -> tuple[str, str]:
        """Count by the column."""
        return self.column, f"{table} where ({where})"


@dataclass(frozen=True)
class IndexTerm(ValueFilter):
    """Records by what the build noted about them in the table `_index_term`, as terms of a kind.

    The index of terms can drive a statement: it gives the records with one value in the order of their numbers.
    """

    operators = ("not", "all")

    kind: str

    def condition(self, name: str) -> str:
        """Return the condition; with `__all` a record has every one of the values."""
        if not name.endswith("__all"):
            return super().condition(name)
        values = f"(select distinct value from json_each(:{name}))"
        return (
            f"n in (select n from _index_term where kind = '{self.kind}' and value in {values}"
            f" group by n having count(*) = (select count(*) from {values}))"
        )

    def matches(self, values: str) -> str:
        """Return the SQL that looks the terms up."""
        return f"n in (select n from _index_term where kind = '{self.kind}' and value in {values})"

    def facet(self, table: str, where: str) -> tuple[str, str]:
        """Count by the terms that the records have."""
        return "value", f"_index_term where kind = '{self.kind}' and n in (select n from {table} where {where})"


@dataclass(frozen=True)
class EventColumn(ValueFilter):
    """Records inside events, by the value in a column of their event; `event` is the SQL of the event's id."""

    column: str
    event: str = "event"

    @property
    def columns(self) -> tuple[str, ...]:
        """The column that holds the event."""
        return (self.event,)

    def matches(self, values: str) -> str:
        """Return the SQL that looks the events up."""
        return f"{self.event} in (select id from event where {self.column} in {values})"

    def facet(self, table: str, where: str) -> tuple[str, str]:
        """Count by the column of the event."""
        value = f"(select {self.column} from event as own where own.id = {table}.{self.event})"
        return value, f"{table} where ({where})"


@dataclass(frozen=True)
class EventTerm(ValueFilter):
    """Events, and records inside events, by an index term of the event; `event` is the SQL of the event's id."""

    kind: str
    event: str

    def matches(self, values: str) -> str:
        """Return the SQL that looks the events up."""
        return (
            f"{self.event} in (select event.id from event join _index_term using (n)"
            f" where _index_term.kind = '{self.kind}' and _index_term.value in {values})"
        )


@dataclass(frozen=True)
class Comparison(Filter):
    """Records by a number, or by 1 or 0: a column, or an expression over columns."""

    operators = ("gte", "lte")

    expression: str

    @property
    def columns(self) -> tuple[str, ...]:
        """The column, if it is one."""
        return (self.expression,) if self.expression.isidentifier() else ()

    def condition(self, name: str) -> str:
        """Return the comparison that the operator stands for."""
        return f"{self.expression} {COMPARISONS[name.partition('__')[2]]} :{name}"


@dataclass(frozen=True)
class DateBound(Filter):
    """Records from a date on, until a date, or both.

    A record is found if its date may lie within the bounds, or with `match=certain` if it does so whatever it means.
    Of a set with gaps, whose runs of days are bound as `name__spans`, it must be so within one of them.
    """

    since: bool = False
    until: bool = False
    is_certain: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The first and the last day that the record's date may mean."""
        return ("earliest", "latest")

    @property
    def certain(self) -> Filter:
        """The same bounds for whatever the record's date means."""
        return replace(self, is_certain=True)

    def condition(self, name: str) -> str:
        """Return the comparison of days."""
        begin, end = ("earliest", "latest") if self.is_certain else ("latest", "earliest")
        has_gaps = name.endswith("__spans")
        first, last = ("span.value ->> 0", "span.value ->> 1") if has_gaps else (f":{name}_first", f":{name}_last")
        since = [f"{begin} >= {first}"] if self.since else []
        until = [f"{end} <= {last}"] if self.until else []
        within = " and ".join(since + until)
        return f"exists (select 1 from json_each(:{name}) as span where {within})" if has_gaps else within


@dataclass(frozen=True)
class SinceDate(Filter):
    """Records by a date in the course of releases: from a day on, or after a release, be it on the same day."""

    column: str

    @property
    def columns(self) -> tuple[str, ...]:
        """The column; only when records changed last is asked for often enough to pay for an index."""
        return (self.column,) if self.column == "updated" else ()

    def condition(self, name: str) -> str:
        """Return the comparison of days, which an index helps with, and beside a release that of releases."""
        release = f"from history_release where version = :{name}"
        later = f"select n from history_record where {self.column} > (select sequence {release})"
        by_day = f"{self.column} >= coalesce((select date {release}), :{name})"
        return f"{by_day} and (:{name} not like '%.%' or n in ({later}))"


REVISION_FILTERS: dict[str, Filter] = {f"{name}_since": SinceDate(name) for name in ("created", "updated", "corrected")}
"""The filters of every noun by when its records came, changed and were corrected."""

DATED = {
    "from": DateBound(since=True),
    "to": DateBound(until=True),
    "date": DateBound(since=True, until=True),
}
"""The filters of every noun with dates."""

INSIDE: dict[str, Filter] = {
    **DATED,
    "event": Column("event"),
    "process": EventColumn("process"),
    "topic": IndexTerm("topic"),
    "publisher": IndexTerm("publisher"),
}
"""The filters of every noun whose records lie inside events."""


def check_filters(noun: str, filters: Mapping[str, Filter], query: type[Query]) -> None:
    """Refuse a parameter without a filter, and a filter without a parameter. Raises DeclarationError."""
    for name in sorted(query.filters() - set(filters)):
        raise DeclarationError(f"{noun}: the parameter {name!r} of {query.__name__} has no filter in db/.")
    for name in sorted(set(filters) - query.filters()):
        raise DeclarationError(f"{noun}: the filter {name!r} in db/ has no parameter in {query.__name__}.")
    for name, used in filters.items():
        for operator in set(query.parameters()[name].operators) - set(used.operators):
            raise DeclarationError(f"{noun}: the filter {name!r} in db/ does not know the operator {operator!r}.")
