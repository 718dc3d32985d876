"""Descriptions: the sentence that stands over a list and says what was asked."""

import json
from typing import Any

from schemas.nouns import QUERIES

OPERATOR_WORDS = {"": "is", "not": "is not", "gte": "is at least", "lte": "is at most"}
DATE_WORDS = {"from": "on or after", "to": "on or before", "date": "within"}


def describe(noun: str, query: dict[str, Any]) -> str:
    """Return a sentence that says which records of a noun a query gives, and in which order."""
    clauses, filters, parameters = [], QUERIES[noun].filters(), QUERIES[noun].parameters()
    for name, value in query.items():
        base, _, operator = name.partition("__")
        if base not in filters:
            continue
        words = " or ".join(json.loads(value)) if parameters[base].many else str(value)
        if base in DATE_WORDS:
            clauses.append(f"{DATE_WORDS[base]} {words}")
        else:
            clauses.append(f"whose {base.replace('_', ' ')} {OPERATOR_WORDS[operator]} {words}")
    if query.get("match") == "certain":
        clauses.append("for certain")
    if "q" in query:
        clauses.append(f"with the words {query['q']!r}")
    orders = [f"{name.removeprefix('-')} {'descending' if name[0] == '-' else 'ascending'}" for name in query["sort"]]
    subject = " ".join([noun.capitalize(), ", ".join(clauses)]).strip()
    return f"{subject}, by {', then '.join(orders)}."
