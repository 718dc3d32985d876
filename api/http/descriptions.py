"""Descriptions: the sentence that stands over a list and says what was asked."""

import json
from functools import cache
from typing import Any

from db.nouns import NOUNS
from db.query.binding import BoundTerm, bind
from schemas.nouns import QUERIES
from schemas.query.parameters import YesNo
from schemas.query.query import Query

OPERATOR_WORDS = {"": "is", "not": "is not", "all": "is", "gte": "is at least", "lte": "is at most"}
DATE_WORDS = {
    "from": "on or after",
    "to": "on or before",
    "date": "within",
    "created_since": "added since",
    "updated_since": "changed since",
    "corrected_since": "corrected since",
}


def describe(noun: str, query: dict[str, Any]) -> str:
    """Return a sentence that says which records of a noun a query gives, and in which order."""
    orders = [f"{name.removeprefix('-')} {'descending' if name[0] == '-' else 'ascending'}" for name in query["sort"]]
    return f"{describe_chosen(noun, query)}, by {', then '.join(orders)}."


def describe_chosen(noun: str, query: dict[str, Any]) -> str:
    """Return the beginning of a sentence: which records of a noun a query chooses."""
    query_type = QUERIES[noun]
    several = sum(name.partition("__")[0] in _bound_parameters(noun) for name in query) > 1
    binding = bind(NOUNS[noun].filters, query) if several else None
    bound = {name: query[name] for name in query if binding and name in binding.names}
    clauses = _clauses(query_type, {name: value for name, value in query.items() if name not in bound})
    if bound:
        together = [" ".join(_condition(query_type, name, value)) for name, value in bound.items()]
        entry = "participant" if noun == "events" else "participation"
        clauses.insert(0, f"with a {entry} whose {' and '.join(together)}")
    if query.get("match") == "certain":
        clauses.append("for certain")
    if "q" in query:
        clauses.append(f"with the words {query['q']!r}")
    return " ".join([noun.capitalize(), ", ".join(clauses)]).strip()


def describe_search(query_type: type[Query], query: dict[str, Any]) -> str:
    """Return a sentence that says what a search over all nouns looks for, and by what it is narrowed."""
    clauses = [f"with the words {query['q']!r}", *_clauses(query_type, query)]
    clauses += ["for certain"] if query.get("match") == "certain" else []
    return f"Records {', '.join(clauses)}, best first."


def describe_names(query_type: type[Query], query: dict[str, Any]) -> str:
    """Return a sentence that says which names are suggested."""
    return f"Names that begin like {', '.join([repr(query['q']), *_clauses(query_type, query)])}."


def _clauses(query_type: type[Query], query: dict[str, Any]) -> list[str]:
    """Return a clause for each filter of a query, in the order in which they were given."""
    clauses, filters = list[str](), query_type.filters()
    for name, value in query.items():
        base = name.partition("__")[0]
        if base in filters and base in DATE_WORDS:
            clauses.append(f"{DATE_WORDS[base]} {_values(query_type, name, value)}")
        elif isinstance(query_type.parameters().get(name), YesNo):
            clauses.append(f"{'' if value else 'not '}{base.replace('_', ' ')}")
        elif base in filters:
            own, *condition = _condition(query_type, name, value)
            words = query_type.parameters()[base].metadata.get("words", own)
            clauses.append(f"whose {' '.join([words, *condition])}")
    return clauses


def _condition(query_type: type[Query], name: str, value: Any) -> tuple[str, str, str]:
    """Return what a filter compares, how, and with what, in words."""
    base, _, operator = name.partition("__")
    return base.replace("_", " "), OPERATOR_WORDS[operator], _values(query_type, name, value)


def _values(query_type: type[Query], name: str, value: Any) -> str:
    base, _, operator = name.partition("__")
    joint = " and " if operator == "all" else " or "
    return joint.join(json.loads(value)) if query_type.parameters()[base].many else str(value)


def describe_sums(query: dict[str, Any]) -> str:
    """Return a sentence that says which transfers are summed, and by what."""
    chosen = describe_chosen("transfers", query)
    return f"{chosen}{',' * (' ' in chosen)} summed by {', '.join(query['by'])}."


@cache
def _bound_parameters(noun: str) -> set[str]:
    """Name the parameters that may mean one entry together."""
    return {name for name, filter_ in NOUNS[noun].filters.items() if isinstance(filter_, BoundTerm)}
