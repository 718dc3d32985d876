"""Descriptions: the sentence that stands over a list and says what was asked."""

import json
from functools import cache
from typing import Any

from db.nouns import NOUNS
from db.query.binding import BoundTerm, bind
from schemas.nouns import QUERIES

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
    clauses, filters, parameters = [], QUERIES[noun].filters(), QUERIES[noun].parameters()
    several = sum(name.partition("__")[0] in _bound_parameters(noun) for name in query) > 1
    binding = bind(NOUNS[noun].filters, query) if several else None
    together = list[str]()
    for name, value in query.items():
        base, _, operator = name.partition("__")
        if base not in filters:
            continue
        joint = " and " if operator == "all" else " or "
        words = joint.join(json.loads(value)) if parameters[base].many else str(value)
        if base in DATE_WORDS:
            clauses.append(f"{DATE_WORDS[base]} {words}")
        elif binding and name in binding.names:
            together.append(f"{base} {OPERATOR_WORDS[operator]} {words}")
        else:
            clauses.append(f"whose {base.replace('_', ' ')} {OPERATOR_WORDS[operator]} {words}")
    if together:
        entry = "participant" if noun == "events" else "participation"
        clauses.insert(0, f"with a {entry} whose {' and '.join(together)}")
    if query.get("match") == "certain":
        clauses.append("for certain")
    if "q" in query:
        clauses.append(f"with the words {query['q']!r}")
    return " ".join([noun.capitalize(), ", ".join(clauses)]).strip()


def describe_sums(query: dict[str, Any]) -> str:
    """Return a sentence that says which transfers are summed, and by what."""
    chosen = describe_chosen("transfers", query)
    return f"{chosen}{',' * (' ' in chosen)} summed by {', '.join(query['by'])}."


@cache
def _bound_parameters(noun: str) -> set[str]:
    """Name the parameters that may mean one entry together."""
    return {name for name, filter_ in NOUNS[noun].filters.items() if isinstance(filter_, BoundTerm)}
