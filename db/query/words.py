"""Words: a text cut into the words by which two wordings of it are compared, whatever marks and letters they use."""

import re
import unicodedata
from typing import NamedTuple

from db.query.scripts import WITHOUT_SPACES
from db.query.spelling import plain, without_separators

GAP = "…"
"""What stands for words that somebody left out."""
_ELLIPSIS = r"[\[(]?(?:…|\.{3,}|\.(?:\s\.){2,})[\])]?"
_UNSPACED = WITHOUT_SPACES.pattern.removesuffix("{2,}")
"""A letter of a script that sets no spaces between words; each is compared by itself."""
_LETTER = rf"[^\W\d_{_UNSPACED[1:-1]}]"
_ACRONYM = rf"(?:{_LETTER}\.){{2,}}{_LETTER}?"
_NUMBER = rf"\d+(?:[.,:]\d+)*{_LETTER}*"
_WORD = rf"{_LETTER}(?:{_LETTER}|\d)*(?:[-'‐‑’ʼ‘`](?:{_LETTER}|\d)+)*"
_PIECE = re.compile(rf"(?P<gap>{_ELLIPSIS})|(?P<mark>[\[\]])|{_UNSPACED}|{_ACRONYM}|{_NUMBER}|{_WORD}")
_WRITTEN = re.compile(rf"{_ELLIPSIS}|[\[\]]|({_UNSPACED}|{_ACRONYM}|{_NUMBER}|{_WORD})")
_INSIDE = re.compile(r"[-.'‐‑’ʼ‘`]")


class Word(NamedTuple):
    """A word: its key, which two spellings share, where it stands in the text, and whether it is in square brackets."""

    key: str
    start: int
    end: int
    is_bracketed: bool = False


def comparable_text(text: str) -> str:
    """Return a text as its words are read: composed, on one line, numbers without separators of thousands."""
    return without_separators(" ".join(plain(text).split()))


def read_words(text: str) -> list[Word]:
    """Return the words of a comparable text; case, accents of Latin letters and punctuation are no part of them.

    Brackets around the whole of it say nothing of any word.
    """
    words, is_bracketed = list[Word](), False
    for piece in _PIECE.finditer(text):
        kind, written = piece.lastgroup, piece[0]
        if kind is None:
            words.append(Word(word_key(written), *piece.span(), is_bracketed))
        elif kind == "mark":
            is_bracketed = written == "["
        else:
            words.append(Word(GAP, *piece.span()))
    if all(word.is_bracketed for word in words):
        return [word._replace(is_bracketed=False) for word in words]
    return words


def written_words(text: str) -> list[str]:
    """Return the words of a comparable text as they are written, in their order, without what was left out."""
    return [word for word in _WRITTEN.findall(text) if word]


def word_key(word: str) -> str:
    """Return what spellings of a word have in common: no case, accents of Latin letters, hyphens or apostrophes."""
    letters = word.casefold() if word[0].isdecimal() else _INSIDE.sub("", word).casefold()
    if letters.isascii():
        return letters
    parts = unicodedata.normalize("NFKD", letters)
    plain_letters = [
        one for place, one in enumerate(parts) if not (unicodedata.combining(one) and parts[place - 1].isascii())
    ]
    return unicodedata.normalize("NFC", "".join(plain_letters))
