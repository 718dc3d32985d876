"""Filters: the SQL of the conditions that parameters stand for; only their values are ever bound."""

import re

ONE_OF = "(select value from json_each({}))"
OPERATORS = {"": "=", "gte": ">=", "lte": "<="}
DATED = {
    "from": "latest >= :from_first",
    "to": "earliest <= :to_last",
    "date": "latest >= :date_first and earliest <= :date_last",
}
"""Filters of every noun with dates: a record is found if its date may lie within the bounds."""

CERTAIN = {
    "from": "earliest >= :from_first",
    "to": "latest <= :to_last",
    "date": "earliest >= :date_first and latest <= :date_last",
}
"""The same filters with `match=certain`: a record is found if its date lies within the bounds whatever it means."""


INDEX_TERM = re.compile(r"n in \(select n from index_term where kind = '(\w+)' and value in :values\)")
"""A filter that `index_terms` makes, and its kind."""


def index_terms(kind: str) -> str:
    """Return the filter that finds records by their index terms of a kind."""
    return f"n in (select n from index_term where kind = '{kind}' and value in :values)"


INSIDE = {
    **DATED,
    "event": "event in :values",
    "process": "event in (select id from event where process in :values)",
    "topic": index_terms("topic"),
    "publisher": index_terms("publisher"),
}
"""Filters of every noun whose records lie inside events."""


def condition(fragment: str, name: str) -> str:
    """Return the SQL of one parameter; only its values are ever bound, the rest is written in this package."""
    _, _, operator = name.partition("__")
    values = ONE_OF.format(f":{name}")
    if operator == "not":
        return f"not coalesce({fragment.replace(':values', values)}, 0)"
    if ":" in fragment:
        return fragment.replace(":values", values)
    return f"{fragment} {OPERATORS[operator]} :{name}"
