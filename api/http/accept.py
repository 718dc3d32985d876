"""Accept: which of some media types a client likes best, whatever parameters it names them with."""

import re
from collections.abc import Sequence
from functools import lru_cache

from werkzeug.http import parse_accept_header

_BARE_QUALITY = re.compile(r"(?i);[ \t]*q=(?=\.)")

JAVA_DEFAULT = "text/html, image/gif, image/jpeg, "
"""How the Accept begins that Java's HttpURLConnection sends unasked: a program, which means anything."""


def best_type(accept: str, served: Sequence[str]) -> str | None:
    """Return the type, of those that are served, that a client likes best; None where it takes none of them.

    `text/csv; header=present` is `text/csv`: no format here has parameters that a client could choose. For each type
    the range counts that names it most closely (RFC 9110, 12.5.1); of types liked equally the one that is named most
    closely is taken, and then the one that is served first.
    """
    return _best_type(accept, tuple(served))


@lru_cache(maxsize=256)
def _best_type(accept: str, served: tuple[str, ...]) -> str | None:
    if accept.startswith(JAVA_DEFAULT):
        return served[0]
    ranges = [(media_range.partition(";")[0].strip().lower(), quality) for media_range, quality in _parsed(accept)]
    if not ranges:
        return served[0]
    closest = [max((_closeness(media_type, name), quality) for name, quality in ranges) for media_type in served]
    likings = [(quality if closeness else 0, closeness) for closeness, quality in closest]
    best = max(range(len(served)), key=lambda place: (likings[place], -place))
    return served[best] if likings[best][0] > 0 else None


def _parsed(accept: str) -> list[tuple[str, float]]:
    """Return the media ranges of a header with their qualities.

    Java sends `*; q=.2`, which is meant for `*/*; q=0.2`; what else is no range is left out.
    """
    pairs = parse_accept_header(_BARE_QUALITY.sub(r"\g<0>0", accept))
    return [("*/*" if name == "*" else name, quality) for name, quality in pairs if name == "*" or "/" in name]


def _closeness(media_type: str, media_range: str) -> int:
    """Return how closely a range names a type: 3 by itself, 2 by its kind, 1 as anything, 0 not at all."""
    if media_range == media_type:
        return 3
    if media_range == f"{media_type.partition('/')[0]}/*":
        return 2
    return int(media_range == "*/*")
