"""Search syntax: what somebody types into a search, as full-text queries."""

import re
from dataclasses import dataclass

from db.query.spelling import fold
from db.query.synonyms import synonyms

_TERM = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')


@dataclass(frozen=True)
class Search:
    """What somebody typed, as full-text queries; each is None where there is nothing to search for."""

    all_of: str | None
    """All of the words must be there."""
    any_of: str | None
    """Any of the words must be there."""
    none_of: str | None
    """What must not be there, as a query for any of it."""
    words: list[str]
    """The words that must be there, for saying what was understood."""


def read_search(text: str) -> Search:
    """Return what a searcher means. No text makes it fail.

    All words must be there, or a synonym of each; `"several words"` stand together; `-word` must not be there;
    `begin*` is a beginning.
    """
    required, excluded, words = list[str](), list[str](), list[str]()
    for minus, phrase, word in _TERM.findall(text.replace("\0", " ")):
        typed = phrase or word
        tokens = re.findall(r"\w+", fold(typed))
        if not tokens:
            continue
        expression = _phrase(tokens, prefix=word.endswith("*")) if phrase or word.endswith("*") else _any_of(tokens)
        (excluded if minus else required).append(expression)
        if not minus:
            words.append(typed)
    return Search(" AND ".join(required) or None, " OR ".join(required) or None, " OR ".join(excluded) or None, words)


def _any_of(tokens: list[str]) -> str:
    """Return the query for a word or one of its synonyms."""
    group = synonyms().get(tokens[0].lower()) if len(tokens) == 1 else None
    if group is None:
        return _phrase(tokens)
    alternatives = [_phrase(re.findall(r"\w+", word)) for word in dict.fromkeys((tokens[0].lower(), *group))]
    return f"({' OR '.join(alternatives)})"


def _phrase(tokens: list[str], *, prefix: bool = False) -> str:
    """Return the query for words that stand together; quoted, so that none of them is taken for an operator."""
    return '"' + " ".join(tokens) + '"' + ("*" if prefix else "")
