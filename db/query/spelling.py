"""Spelling: what somebody may have meant whose words no record has."""

from difflib import get_close_matches

from db.query.connection import Reader
from db.query.search_syntax import read_search


def similar_words(reader: Reader, text: str) -> str | None:
    """Return the words with each that no record has replaced by the nearest that one has; None if none is near."""
    changed, words = False, list[str]()
    for word in read_search(text).words:
        lower = word.lower().strip("*")
        bounds = {"first": lower[:1], "last": lower[:1] + "\uffff"}
        rows = reader.query("select word from word where word between :first and :last", bounds)
        close = get_close_matches(lower, [row[0].decode() for row in rows], 1, 0.7)
        changed = changed or bool(close and close[0] != lower)
        words.append(close[0] if close else word)
    return " ".join(words) if changed else None
