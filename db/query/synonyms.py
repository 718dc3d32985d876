"""Synonyms: words that mean the same to a searcher: general English ones, and those that a record brings."""

import json
import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

import yaml

from db.query.spelling import fold, plain, without_possessive

SYNONYMS = Path(__file__).with_name("synonyms.yaml")
MAX_PHRASE = 3
"""Words of the longest synonym."""
Groups = Iterable[list[str]]
Synonyms = dict[str, list[str]]
"""The group of each word or phrase that has synonyms, by its key."""


def phrase_key(text: str) -> str:
    """Return the words of a text as synonyms are compared: folded, without possessives, one space between them."""
    folded = unicodedata.normalize("NFKD", fold(without_possessive(plain(text))).lower())
    return " ".join(re.findall(r"\w+", "".join(letter for letter in folded if not unicodedata.combining(letter))))


def join_groups(groups: Groups) -> Synonyms:
    """Return the group of each of its words; groups that share a word become one."""
    joined = Synonyms()
    for group in groups:
        parts = [group, *(joined[key] for key in map(phrase_key, group) if key in joined)]
        merged = list(dict.fromkeys(word for part in parts for word in part))
        joined |= dict.fromkeys(map(phrase_key, merged), merged)
    return joined


def synonyms_of(synonyms: Synonyms, key: str) -> list[str] | None:
    """Return the group of a word, in the plural too."""
    return synonyms.get(key) or synonyms.get(key.removesuffix("s"))


@cache
def general_groups() -> list[list[str]]:
    """Return the groups of general English words."""
    groups: list[list[str]] = yaml.safe_load(SYNONYMS.read_bytes())
    return groups


@lru_cache(maxsize=4)
def synonyms_with(record_groups: str) -> Synonyms:
    """Return the general synonyms and those of a record, which a release holds as JSON."""
    return join_groups([*general_groups(), *json.loads(record_groups)])
