"""Passages: the address of a publication at the words that are quoted of it, as browsers understand it."""

import re
from collections.abc import Iterable
from urllib.parse import quote

MAX_WORDS = 8
"""Words that are named one by one; of a longer passage only the first and the last are."""
END_WORDS = 4
MIN_PASSAGE_WORDS = 3
MAX_ASCII = 127
MAX_PASSAGES = 2
"""Passages that one address names: a browser marks all of them and goes to the first."""
_CHANGED = re.compile(r"\[[^\[\]]*\]|…|\.\.\.")
"""Where a quotation leaves something out or puts something in, which does not stand in the publication so."""


def passage_url(url: str, quotes: Iterable[str]) -> str:
    """Return the address of a publication at some of its words; as it is where no quote has enough of them."""
    directives = [directive for directive in map(_directive, quotes) if directive][:MAX_PASSAGES]
    if not directives:
        return url
    return f"{url}{'' if '#' in url else '#'}:~:{'&'.join(directives)}"


def _directive(text: str) -> str:
    """Return the words of a quote as a text directive, taken from its longest part that was not changed."""
    words = max((part.split() for part in _CHANGED.split(text)), key=len)
    if len(words) < MIN_PASSAGE_WORDS:
        return ""
    parts = [words] if len(words) <= MAX_WORDS else [words[:END_WORDS], words[-END_WORDS:]]
    return "text=" + ",".join(_encoded(" ".join(part)) for part in parts)


def _encoded(text: str) -> str:
    """Return words as a text directive has them; letters beyond ASCII stay, which browsers encode themselves."""
    letters = (letter if ord(letter) > MAX_ASCII else quote(letter, safe="") for letter in text)
    return "".join(letters).replace("-", "%2D")
