"""Cursors: opaque text in a page's links that says where the next page begins and which list it belongs to."""

import hashlib
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import orjson

from db.query.pages import PagePosition

VIEW_PARAMETERS = {"cursor", "limit", "view", "fields", "facet"}
"""Parameters that change how much of a list is shown, but neither its records nor their order."""

CURSOR_IN_URL = re.compile("[?&]cursor=([^&]+)")
"""The cursor in the link to a page, for a client that makes its addresses itself."""


class BadCursor(ValueError):
    """The cursor was not made by this server, or belongs to another list."""


def cursor_scope(path: str, query: dict[str, Any]) -> str:
    """Return the fingerprint of a list and its order, for the cursors of that list to carry.

    The size and view of a page are no part of it: a client may change them halfway.
    """
    chosen = sorted((name, str(value)) for name, value in query.items() if name not in VIEW_PARAMETERS)
    return hashlib.sha256(repr((path, chosen)).encode()).hexdigest()[:16]


def write_cursor(position: PagePosition, scope: str) -> str:
    """Return the cursor of a position in the list that the scope stands for."""
    return _encode(orjson.dumps([scope, position.backwards, *position.values]))


def read_cursor(text: str, scope: str, length: int) -> PagePosition:
    """Return the position that a cursor holds, as many values as the list's order has. Raises BadCursor.

    Anybody can write a cursor, so nothing in it is trusted: each value is checked, and SQL binds it. The worst that a
    forged one can do is to begin a page somewhere else in the same list.
    """
    try:
        content = urlsafe_b64decode(text + "=" * (-len(text) % 4))
        cursor_of, backwards, *values = orjson.loads(content)
    except (ValueError, TypeError) as error:
        raise BadCursor from error
    # Several texts can mean the same bytes, and several JSON texts the same values; only the canonical one is taken.
    if _encode(content) != text or orjson.dumps([cursor_of, backwards, *values]) != content:
        raise BadCursor
    if cursor_of != scope or not isinstance(backwards, bool) or len(values) != length:
        raise BadCursor
    if not all(map(_is_sort_value, values)):
        raise BadCursor
    return PagePosition(values, backwards)


def _encode(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")


def _is_sort_value(value: Any) -> bool:
    """Tell whether a list can be ordered by such a value; SQLite takes no larger number."""
    return isinstance(value, (str, float)) or (isinstance(value, int) and abs(value) < 2**63)
