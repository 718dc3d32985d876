"""Standard codes: the country or language that somebody means by another code of ISO, or by its English name.

The library has the tables of the Unicode consortium. Loading them takes tens of milliseconds, so that only who needs a
suggestion waits.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

OTHER_COUNTRIES = {
    **dict.fromkeys(("england", "britain", "great britain", "scotland", "wales"), "GB"),
    "holland": "NL",
    "america": "US",
}
"""Countries by names that the library does not have."""
MAX_KEPT_TEXTS = 256
"""Texts that a process remembers the codes of."""
MIN_WORD = 5
"""Letters of a word that says by itself which country is meant, though it stands in a longer name."""
_WORDS = re.compile(r"[^\W\d_]+")


@lru_cache(MAX_KEPT_TEXTS)
def country_code(text: str) -> str | None:
    """Return the code of the country whose code, number or English name a text is; None if there is none, or several.

    One word of a name is enough where no other country has it: Emirates.
    """
    from babel import Locale
    from babel.core import get_global

    word = " ".join(text.split()).casefold()
    codes = get_global("territory_aliases").get(word.upper(), [])
    names = {code: name for code, name in Locale("en").territories.items() if re.fullmatch("[A-Z]{2}", code)}
    if code := _only(codes) or OTHER_COUNTRIES.get(word) or _named(names, word):
        return code
    is_word = len(word) >= MIN_WORD and word.isalpha()
    return _only([code for code, name in names.items() if is_word and word in _WORDS.findall(name.casefold())])


@lru_cache(MAX_KEPT_TEXTS)
def language_tag(text: str) -> str | None:
    """Return the tag of two letters of the language whose code or English name a text is; None if there is none.

    Where no language has a code, the one official language of the country is meant that has it: `jp`, `ua`.
    """
    from babel import Locale
    from babel.core import get_global
    from babel.languages import get_official_languages

    word = re.sub(r"[-_][A-Za-z0-9]+$", "", text.strip()).casefold()
    languages = Locale("en").languages
    tag = get_global("language_aliases").get(word) or (word if word in languages else _named(languages, word))
    tag = tag or (_only(get_official_languages(word.upper(), regional=False)) if len(word) == len("xx") else None)
    return tag if tag and len(tag) == len("xx") else None


def _only(codes: list[str] | tuple[str, ...]) -> str | None:
    return codes[0] if len(codes) == 1 else None


def _named(names: Mapping[str, str], word: str) -> str | None:
    """Return the code whose name a word is."""
    return next((code for code, name in names.items() if name.casefold() == word), None)
