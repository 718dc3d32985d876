"""Spelling: texts folded so that the spellings of a word or a number meet, in the index and in a search alike."""

import re

_COMMA = re.compile(r"(?<=\d),(?=\d{3}\b)")
_LETTERS = str.maketrans(
    {"ı": "i", "İ": "i", "ł": "l", "Ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ʼ": "'", "’": "'"}
)
"""Letters that no accent can be taken off, with what people type instead; the index takes off the accents itself."""


def fold(text: str) -> str:
    """Return a text in the spelling in which the index compares words: plain letters, and numbers without commas."""
    return _COMMA.sub("", text.translate(_LETTERS))


def extra_words(text: str) -> str:
    """Return the words of a text whose folded spelling differs, so that the index can hold both."""
    if text.isascii() and not _COMMA.search(text):
        return ""
    return " ".join(dict.fromkeys(fold(word) for word in re.findall(r"[\w,]+", text) if fold(word) != word))
