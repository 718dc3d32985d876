"""Paging: the opaque, tamper-evident cursor that says where a page begins, and the links to a page's neighbours."""

import hashlib
from functools import lru_cache
from typing import Any

from itsdangerous import BadData, URLSafeSerializer

from db.noun import Position

SHOWING = {"cursor", "limit", "view", "fields", "facet"}
"""Parameters that say how much of a list is shown, not what is in it or in which order."""


class BadCursor(ValueError):
    """The cursor was not made by this server, or was made for another query."""


def fingerprint(path: str, query: dict[str, Any]) -> str:
    """Return what ties a cursor to its list and order; the size and view of a page may change on the way."""
    chosen = sorted((name, str(value)) for name, value in query.items() if name not in SHOWING)
    return hashlib.sha256(repr((path, chosen)).encode()).hexdigest()[:16]


def write_cursor(position: Position, made_for: str, key: str) -> str:
    """Return the cursor of a position in the list with a fingerprint."""
    text: str | bytes = _serializer(key).dumps([made_for, int(position.backwards), *position.values])
    return text if isinstance(text, str) else text.decode()


def read_cursor(text: str, made_for: str, key: str) -> Position:
    """Return the position that a cursor holds. Raises BadCursor."""
    try:
        given, backwards, *values = _serializer(key).loads(text)
    except (BadData, ValueError, TypeError) as error:
        raise BadCursor from error
    if given != made_for:
        raise BadCursor
    return Position(values, bool(backwards))


@lru_cache(maxsize=2)
def _serializer(key: str) -> URLSafeSerializer:
    return URLSafeSerializer(key, salt="parley.cursor", signer_kwargs={"digest_method": hashlib.sha256})
