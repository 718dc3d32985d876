"""Accept: which of some media types a client likes best, whatever parameters it names them with."""

import re
from collections.abc import Sequence

from werkzeug.http import parse_accept_header

from api.http.short_texts import remember_short

_BARE_QUALITY = re.compile(r"(?i);[ \t]*q=(?=\.)")

JAVA_DEFAULT = "text/html, image/gif, image/jpeg, "
"""How the Accept begins that Java's HttpURLConnection sends unasked: a program, which means anything."""


def best_type(accept: str, served: Sequence[str]) -> str | None:
    """Return the type, of those that are served, that a client likes best; None where it takes none of them.

    `text/csv; header=present` is `text/csv`: no format here has parameters that a client could choose. For each type
    the range counts that names it most closely (RFC 9110, 12.5.1); of types liked equally the one that is named most
    closely is taken, and then the one that is served first.
    """
    if means_anything(accept):
        return served[0]
    likings = liking(accept, served)
    best = max(range(len(served)), key=lambda place: (likings[place], -place))
    return served[best] if likings[best][0] > 0 else None


def means_anything(accept: str) -> bool:
    """Tell whether a client says nothing of what it likes: it names no range, or is a program of Java's."""
    return accept.startswith(JAVA_DEFAULT) or not _ranges(accept)


def liking(accept: str, served: Sequence[str]) -> list[tuple[float, int]]:
    """Return how much a client likes each type, and how closely it names it; this and no more decides what it gets."""
    ranges = _ranges(accept)
    closest = [
        max(((_closeness(media_type, name), quality) for name, quality in ranges), default=(0, 0.0))
        for media_type in served
    ]
    return [(quality if closeness else 0, closeness) for closeness, quality in closest]


@remember_short(256)
def _ranges(accept: str) -> tuple[tuple[str, float], ...]:
    return tuple((media_range.partition(";")[0].strip().lower(), quality) for media_range, quality in _parsed(accept))


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
