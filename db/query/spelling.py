"""Spelling: texts written so that spellings of a word, number or name meet, in the index and in a search alike."""

import re
import unicodedata

from db.query.scripts import CYRILLIC, WITHOUT_SPACES, pairs, stem

MAX_KEY_LENGTH = 80
"""Letters of a name that are compared."""
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_LETTERS = str.maketrans(
    {"ı": "i", "İ": "i", "ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ß": "ss", "æ": "ae", "Æ": "ae"}
    | {"œ": "oe", "Œ": "oe", "ʼ": "'", "’": "'", "ʹ": "'", "‘": "'", "`": "'"}
    | {"´": "'", "＇": "'", "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}
)
"""Letters that no accent can be taken off, with what people type instead; the index takes off the accents itself."""
_NUMBER = re.compile("(?<![\\d,.])\\d{1,3}(?:[, '\u00a0\u2009\u202f]\\d{3})+(?!\\d)")
_ACRONYM = re.compile(r"(?<![\w.])(?:[^\W\d_]\.)+(?:[^\W\d_](?![\w])\.?|(?<=\.[^\W\d_]\.))")
_SPACED_INITIAL = re.compile(r"(?<![\w.])([^\W\d_]\.) (?=[^\W\d_]\.)")
_HYPHEN = re.compile("(?<=[^\\W\\d_])[-\u2010\u2011](?=[^\\W\\d_])")
_LETTER_AND_NUMBER = re.compile("(?<![^\\W_])([^\\W\\d_])[-\u2010\u2011](?=\\d)")
"""The hyphen of `G-7` and `F-16`, which as many write without it."""
_APOSTROPHE = re.compile("(?<=[\u0400-\u052f])'(?=[\u0400-\u052f])")
_POSSESSIVE = re.compile(r"(?<=[\w)])(?:'s|(?<=s)')(?!\w)", re.IGNORECASE)


def plain(text: str) -> str:
    """Return a text composed (NFC) and without what nobody sees: as the index holds it, and as a search is read."""
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text))


def without_separators(text: str) -> str:
    """Return a text whose numbers have no commas or spaces between their thousands."""
    return _NUMBER.sub(lambda number: re.sub(r"\D", "", number[0]), text)


def join_initials(text: str) -> str:
    """Return a text without the spaces between initials: `U. S.` as `U.S.`, `J. D. Vance` as `J.D. Vance`."""
    return _SPACED_INITIAL.sub(r"\1", text)


def fold(text: str) -> str:
    """Return a text as the index compares spellings.

    Plain letters; numbers without commas or spaces; `U.S.` as `US`; `cease-fire` in one word; Cyrillic words by their
    stems; writing without spaces in pairs of letters.
    """
    text = without_separators(plain(text).translate(_LETTERS))
    text = _LETTER_AND_NUMBER.sub(r"\1", _HYPHEN.sub("", text))
    if "." in text:
        text = _ACRONYM.sub(lambda acronym: acronym[0].replace(".", ""), join_initials(text))
    if text.isascii():
        return text
    text = CYRILLIC.sub(lambda word: stem(word[0]), _APOSTROPHE.sub("", text))
    return WITHOUT_SPACES.sub(lambda run: f" {pairs(run[0])} ", text)


def is_acronym(text: str) -> bool:
    """Return whether a text is a word of single letters with dots, like `U.S.`."""
    return _ACRONYM.fullmatch(text) is not None


def without_possessive(text: str) -> str:
    """Return a text without the `'s` that hangs on its words."""
    return _POSSESSIVE.sub("", text.translate(_LETTERS) if not text.isascii() else text)


def name_key(name: str) -> str:
    """Return what two spellings of a name have in common: no case, accents, spaces, signs, endings or possessives."""
    text = unicodedata.normalize("NFKD", fold(without_possessive(plain(name))).lower())
    return "".join(re.findall(r"[^\W_]+", text))[:MAX_KEY_LENGTH]
