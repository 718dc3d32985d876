"""Synonyms: words that mean the same to a searcher, as `synonyms.yaml` lists them."""

from functools import cache
from pathlib import Path

import yaml

from db.query.spelling import fold

SYNONYMS = Path(__file__).with_name("synonyms.yaml")


@cache
def synonyms() -> dict[str, list[str]]:
    """Return the group of each word that has synonyms."""
    kinds: dict[str, list[list[str]]] = yaml.safe_load(SYNONYMS.read_bytes())
    return {fold(word.lower()): group for groups in kinds.values() for group in groups for word in group}
