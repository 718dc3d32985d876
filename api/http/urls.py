"""URLs: paths and parameters, encoded for the links in a reply."""

import re
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import quote, urlencode

PLAIN_QUERY = re.compile(r"\A[\w.~,:/-]+=[\w.~,:/-]*(&[\w.~,:/-]+=[\w.~,:/-]*)*", re.ASCII)
"""A query string that `encode_query` would write just so; bound to the beginning, because a search for it would not be
linear."""


@lru_cache(maxsize=1_000)
def encoded_path(path: str) -> str:
    """Return a path with everything percent-encoded that needs to be."""
    return quote(path, safe="/:,~")


def encode_query(query_params: Mapping[str, list[str]]) -> str:
    """Return parameters as a query string, question mark included; empty where there are none."""
    pairs = [(name, value) for name, values in query_params.items() for value in values]
    return "?" + urlencode(pairs, safe=",/~:") if pairs else ""
