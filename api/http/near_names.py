"""Near names: the parameter that somebody means who misspelt its name, where no habit explains it."""

from functools import cache

from api.http.name_habits import OPERATORS
from api.http.parameter_names import ACTORS_NAMED, NAMES_FOR
from schemas.model.closest import closest
from schemas.nouns import QUERIES
from schemas.query.query import Query

LIKE_PARAMETER = 0.75
"""How alike a misspelt name must be: names are short, and `place` has three letters of `facet`."""
NO_MISSPELLINGS = {"all", "not", "gte", "lte", *OPERATORS} - {""}
"""Operators that mean something: where a parameter does not take one, another would ask something else."""


def near_name(name: str, query_type: type[Query]) -> str | None:
    """Return the name that an address takes and that one is a misspelling of; None where it is a word of its own."""
    base, mark, operator = name.partition("__")
    parameters = query_type.parameters()
    if base in parameters:
        near = closest(operator, parameters[base].operators) if operator not in NO_MISSPELLINGS else []
        return f"{base}__{near[0]}" if near else None
    near = closest(base, parameters, likeness=LIKE_PARAMETER) if base.lower() not in _words() else []
    target = near[0] + mark + operator if near else None
    return target if target in query_type.names() else None


@cache
def _words() -> frozenset[str]:
    """Return the names of parameters, here or elsewhere: none of them is a misspelling of another."""
    taken = {name for query_type in QUERIES.values() for name in query_type.parameters()}
    named = {word for words, _ in ACTORS_NAMED for word in words.split()}
    return frozenset(taken | named | NAMES_FOR.keys()).union(*NAMES_FOR.values())
