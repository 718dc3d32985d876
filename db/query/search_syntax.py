"""Words: folding them so that spellings meet, the synonyms that stand for one another, and the grammar of a search."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

SYNONYMS = Path(__file__).with_name("synonyms.yaml")
_TERM = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')
_COMMA = re.compile(r"(?<=\d),(?=\d{3}\b)")
_LETTERS = str.maketrans(
    {"ı": "i", "İ": "i", "ł": "l", "Ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ʼ": "'", "’": "'"}
)
"""Letters that no accent can be taken off, with what people type instead; the index takes off the accents itself."""


@dataclass(frozen=True)
class Search:
    """What somebody typed, as full-text queries for what must be there and what must not; None where nothing."""

    wanted: str | None
    any_of: str | None
    unwanted: str | None
    words: list[str]
    """The words that must be there, for saying what was understood."""


def fold(text: str) -> str:
    """Return a text in the spelling in which the index compares words: plain letters, and numbers without commas."""
    return _COMMA.sub("", text.translate(_LETTERS))


def extra_words(text: str) -> str:
    """Return the words of a text whose folded spelling differs, so that the index can hold both."""
    if text.isascii() and not _COMMA.search(text):
        return ""
    return " ".join(dict.fromkeys(fold(word) for word in re.findall(r"[\w,]+", text) if fold(word) != word))


@cache
def synonyms() -> dict[str, list[str]]:
    """Return the group of each word that has synonyms."""
    groups = [group for kind in yaml.safe_load(SYNONYMS.read_bytes()).values() for group in kind]
    return {fold(word.lower()): group for group in groups for word in group}


def read_search(text: str) -> Search:
    """Return what a searcher means. No text makes it fail.

    All words must be there, or a synonym of each; `"several words"` stand together; `-word` must not be there;
    `begin*` is a beginning.
    """
    wanted, unwanted, words = list[str](), list[str](), list[str]()
    for minus, phrase, word in _TERM.findall(text.replace("\0", " ")):
        typed = phrase or word
        tokens = re.findall(r"\w+", fold(typed))
        if not tokens:
            continue
        expression = _quoted(tokens, prefix=word.endswith("*")) if phrase or word.endswith("*") else _any_of(tokens)
        (unwanted if minus else wanted).append(expression)
        if not minus:
            words.append(typed)
    return Search(" AND ".join(wanted) or None, " OR ".join(wanted) or None, " OR ".join(unwanted) or None, words)


def _any_of(tokens: list[str]) -> str:
    """Return the query for a word or one of its synonyms."""
    group = synonyms().get(tokens[0].lower()) if len(tokens) == 1 else None
    if group is None:
        return _quoted(tokens)
    alternatives = [_quoted(re.findall(r"\w+", word)) for word in dict.fromkeys((tokens[0].lower(), *group))]
    return f"({' OR '.join(alternatives)})"


def _quoted(tokens: list[str], *, prefix: bool = False) -> str:
    """Return the query for words that stand together; quoted, so that none of them is taken for an operator."""
    return '"' + " ".join(tokens) + '"' + ("*" if prefix else "")
