"""Paging: the opaque, tamper-evident cursor that says where a page begins, and the links to a page's neighbours."""

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import orjson

from db.query.pages import PagePosition

VIEW_PARAMETERS = {"cursor", "limit", "view", "fields", "facet"}
"""Parameters that say how much of a list is shown, not what is in it or in which order."""
SIGNED = 12
"""Bytes of the signature."""


class BadCursor(ValueError):
    """The cursor was not made by this server, or was made for another query."""


def cursor_scope(path: str, query: dict[str, Any]) -> str:
    """Return what ties a cursor to its list and order; the size and view of a page may change on the way."""
    chosen = sorted((name, str(value)) for name, value in query.items() if name not in VIEW_PARAMETERS)
    return hashlib.sha256(repr((path, chosen)).encode()).hexdigest()[:16]


def write_cursor(position: PagePosition, made_for: str, key: str) -> str:
    """Return the cursor of a position in the list with a fingerprint."""
    content = orjson.dumps([made_for, position.backwards, *position.values])
    return urlsafe_b64encode(_signature(content, key) + content).decode().rstrip("=")


def read_cursor(text: str, made_for: str, key: str, length: int) -> PagePosition:
    """Return the position that a cursor holds, of as many values as the list's order has. Raises BadCursor.

    The key may be known to anybody, so what it signs is looked at all the same.
    """
    try:
        signed = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError as error:
        raise BadCursor from error
    signature, content = signed[:SIGNED], signed[SIGNED:]
    # Several texts can mean the same bytes; only the one that was written is taken.
    as_written = urlsafe_b64encode(signed).decode().rstrip("=") == text
    if not as_written or not hmac.compare_digest(signature, _signature(content, key)):
        raise BadCursor
    try:
        given, backwards, *values = orjson.loads(content)
    except (ValueError, TypeError) as error:
        raise BadCursor from error
    if given != made_for or len(values) != length or not all(map(_is_bound, values)):
        raise BadCursor
    return PagePosition(values, backwards)


def _signature(content: bytes, key: str) -> bytes:
    return hmac.digest(key.encode(), content, "sha256")[:SIGNED]


def _is_bound(value: Any) -> bool:
    """Tell whether a value is one that a list is ordered by; SQLite takes no larger number."""
    return isinstance(value, (str, float)) or (isinstance(value, int) and abs(value) < 2**63)
