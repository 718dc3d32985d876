"""Similar: the ids and words that may have been meant by those that no record has."""

from collections.abc import Iterable
from difflib import get_close_matches
from heapq import nlargest

from db.query.connection import Reader
from db.query.search_syntax import read_search
from db.query.spelling import name_key

MAX_SUGGESTED_ID = 80
"""Letters of an unknown id that are compared with names."""
MAX_NAMES = 2_000
"""Names, or words, that are looked at."""
MAX_COMPARED = 30
"""Names, or words, that are compared letter by letter, which takes long."""
MAX_SUGGESTIONS = 3
PREFIXES = (7, 4, 2, 0)
"""Letters in which the names that are looked at begin alike, most first."""
LIKE_NAME, LIKE_WORD = 0.6, 0.7
"""How much of its letters a name or a word must share."""
SAME = "select id from _name where type = :type and key = :key order by rank, id limit :limit"
ALIKE = "select key, id from _name where type = :type and key between :first and :last order by key limit :limit"


def same_name(reader: Reader, kind: str, text: str) -> list[str]:
    """Return up to three ids of a type of record that are called as somebody writes: the likeliest first.

    Case, accents, script, spaces, possessives, the endings of Cyrillic names and all aliases are looked through.
    """
    bound = {"type": kind, "key": name_key(text[: 2 * MAX_SUGGESTED_ID]), "limit": MAX_SUGGESTIONS}
    return [row[0] for row in reader.query(SAME, bound)]


def similar_ids(reader: Reader, kind: str, text: str) -> list[str]:
    """Return up to three ids of a type of record that may have been meant.

    What is called so comes alone; otherwise names that begin alike come before names that are merely spelt alike.
    """
    same = same_name(reader, kind, text)
    if same:
        return same
    key = name_key(text[:MAX_SUGGESTED_ID])
    for length in PREFIXES:
        bound = {"type": kind, "first": key[:length], "last": key[:length] + "\U0010ffff", "limit": MAX_NAMES}
        ids = dict(reader.query(ALIKE, bound))
        close = get_close_matches(key, _nearest(key, ids), MAX_SUGGESTIONS, LIKE_NAME)
        if close:
            return list(dict.fromkeys(ids[name] for name in close))
    return []


def similar_words(reader: Reader, text: str) -> str | None:
    """Return a search with each word that no record has replaced by the nearest that one has; None if all are known."""
    changed, result = False, list[str]()
    for word in read_search(text, reader.synonyms).words:
        lower = word.lower().strip("*")
        bounds = {"first": lower[:1], "last": lower[:1] + "\uffff"}
        rows = reader.query("select word from _word where word between :first and :last", bounds)
        words = [row[0] for row in rows]
        close = [lower] if lower in words else get_close_matches(lower, _nearest(lower, words), 1, LIKE_WORD)
        changed = changed or bool(close and close[0] != lower)
        result.append(close[0] if close else word)
    return " ".join(result) if changed else None


def _nearest(text: str, names: Iterable[str]) -> list[str]:
    """Return the names that have the most pieces of a text in common with it, few enough to compare each letter."""
    pieces = {text[start : start + 2] for start in range(len(text) - 1)}
    return nlargest(
        MAX_COMPARED, names, lambda name: sum(piece in name for piece in pieces) - abs(len(name) - len(text)) / 4
    )
