"""What somebody may have meant: the nearest of the allowed words, ids or spellings to one that is wrong."""

from collections.abc import Iterable
from difflib import get_close_matches

LIKE_WORD = 0.6
"""How alike, from 0 to 1, a word must be to one of a few allowed: difflib's own measure of a good match."""
LIKE_ID = 0.5
"""An id is long, and whoever has lost half of it still means that record."""
LIKE_SPELLING = 0.7
"""Among all words of the record something is always a little alike; only a misspelling should be corrected."""


def closest(text: str, choices: Iterable[str], number: int = 1, *, likeness: float = LIKE_WORD) -> list[str]:
    """Return at most a number of the choices that are alike enough to have been meant, the nearest first.

    It compares letter by letter, which takes long: where a client waits, give it tens of choices, not thousands.
    """
    return get_close_matches(text, list(choices), number, likeness)
