"""Descriptions: the sentence that stands over a list and says what was asked."""

import json
from functools import cache
from typing import Any

from db.nouns import NOUNS
from db.query.binding import BoundTerm, bind
from db.query.links import is_link
from db.query.lists import RELEASE_SORT
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


def describe(noun: str, query: dict[str, Any], *, has_order: bool = True) -> str:
    """Return a sentence that says which records of a noun a query gives, and in which order; or its beginning."""
    query_type = QUERIES[noun]
    several = sum(name.partition("__")[0] in _bound_parameters(noun) for name in query) > 1
    binding = bind(NOUNS[noun].filters, query) if several else None
    bound = {name: query[name] for name in query if binding and name in binding.names}
    clauses = _clauses(query_type, {name: value for name, value in query.items() if name not in bound})
    if bound:
        together = _clauses(query_type, bound, whose="")
        entry = "participant" if noun == "events" else "participation"
        clauses.insert(0, f"with a {entry} whose {' and '.join(together)}")
    if query.get("match") == "certain":
        clauses.append("for certain")
    if "q" in query:
        clauses.append(f"with the {'link' if is_link(query['q']) else 'words'} {query['q']!r}")
    chosen = " ".join([noun.capitalize(), ", ".join(clauses)]).strip()
    if not has_order:
        return chosen
    names = [name for name in query["sort"] if name != RELEASE_SORT]
    orders = [f"{name.removeprefix('-')} {'descending' if name[0] == '-' else 'ascending'}" for name in names]
    return f"{chosen}, by {', then '.join(orders)}."


def describe_search(query_type: type[Query], query: dict[str, Any]) -> str:
    """Return a sentence that says what a search over all nouns looks for, and by what it is narrowed."""
    clauses = [f"with the words {query['q']!r}", *_clauses(query_type, query)]
    clauses += ["for certain"] if query.get("match") == "certain" else []
    return f"Records {', '.join(clauses)}, best first."


def describe_names(query_type: type[Query], query: dict[str, Any]) -> str:
    """Return a sentence that says which names are suggested."""
    return f"Names that begin like {', '.join([repr(query['q']), *_clauses(query_type, query)])}."


def _clauses(query_type: type[Query], query: dict[str, Any], whose: str = "whose ") -> list[str]:
    """Return a clause for each filter of a query, in the order in which they were given."""
    clauses, filters, parameters = list[str](), query_type.filters(), query_type.parameters()
    for name, value in query.items():
        base, _, operator = name.partition("__")
        if base not in filters or operator == "spans":
            continue  # What `date` spans, `date` has said.
        if isinstance(parameters[base], YesNo):
            clauses.append(f"{'' if value else 'not '}{base.replace('_', ' ')}")
            continue
        words = (" and " if operator == "all" else " or ").join(json.loads(value)) if parameters[base].many else value
        own = base.replace("_", " ")
        own = parameters[base].metadata.get("words", own) if whose else own
        how = DATE_WORDS.get(base) or f"{whose}{own} {OPERATOR_WORDS[operator]}"
        clauses.append(f"{how} {words}")
    return clauses


def describe_sums(query: dict[str, Any]) -> str:
    """Return a sentence that says which transfers are summed, and by what."""
    chosen = describe("transfers", query, has_order=False)
    return f"{chosen}{',' * (' ' in chosen)} summed by {', '.join(query['by'])}."


@cache
def _bound_parameters(noun: str) -> set[str]:
    """Name the parameters that may mean one entry together."""
    return {name for name, filter_ in NOUNS[noun].filters.items() if isinstance(filter_, BoundTerm)}
