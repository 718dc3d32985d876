"""Similar: the ids and words that may have been meant by those that no record has."""

from difflib import get_close_matches
from heapq import nlargest

from db.query.connection import Reader
from db.query.search_syntax import read_search

MAX_SUGGESTED_ID = 80
"""Letters of an unknown id that are compared with ids."""
MAX_IDS = 2_000
MAX_COMPARED = 30
MAX_SUGGESTIONS = 3
PREFIX = 7
"""Letters in which ids begin alike."""


def similar_ids(reader: Reader, kind: str, identifier: str) -> list[str]:
    """Return up to three ids of a type of record that may have been meant: those that begin alike come first."""
    sql = f"select id from record where type = :type and state = 'current' and id between :from and :to limit {MAX_IDS}"
    text = identifier[:MAX_SUGGESTED_ID]
    pieces = {text[start : start + 3] for start in range(len(text) - 2)}
    for prefix in (text[:PREFIX], ""):
        rows = reader.query(sql, {"type": kind, "from": prefix, "to": prefix + "~"})
        # Comparing letter by letter takes long, so only those are compared that have the most in common.
        ids = nlargest(MAX_COMPARED, [row[0] for row in rows], lambda other: sum(piece in other for piece in pieces))
        close = get_close_matches(text, ids, MAX_SUGGESTIONS, 0.5)
        if close:
            return close
    return []


def similar_words(reader: Reader, text: str) -> str | None:
    """Return a search with each word that no record has replaced by the nearest that one has; None if all are known."""
    changed, result = False, list[str]()
    for word in read_search(text).words:
        lower = word.lower().strip("*")
        bounds = {"first": lower[:1], "last": lower[:1] + "\uffff"}
        rows = reader.query("select word from word where word between :first and :last", bounds)
        close = get_close_matches(lower, [row[0] for row in rows], 1, 0.7)
        changed = changed or bool(close and close[0] != lower)
        result.append(close[0] if close else word)
    return " ".join(result) if changed else None
