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
MAX_PHRASE = 12
"""Words of the longest synonym: bodies have long names."""
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
    telling = {id(group): _without_longer(group) for group in joined.values()}
    return {key: telling[id(group)] for key, group in joined.items()}


def _without_longer(group: list[str]) -> list[str]:
    """Return a group without what another of its words or phrases finds anyway.

    Whatever has `United States of America` has `United States`: to ask for both costs time, and counts one name twice
    where hits are ranked.
    """
    keys = [f" {' '.join(part.removesuffix('s') for part in phrase_key(word).split())} " for word in group]
    return [word for word, key in zip(group, keys, strict=True) if not any(k in key and k != key for k in keys)]


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
