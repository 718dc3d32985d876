"""Writing: JSON as it is stored and served: indented, in its own order, letters as they are, with a final newline."""

from typing import Any

import orjson

STYLE = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
DEEPER = b"\n    "


def as_json(value: Any) -> bytes:
    """Write a value as it is served."""
    return orjson.dumps(value, option=STYLE)


def as_item(document: bytes) -> bytes:
    """Write a document as it stands in a list: deeper by two steps, and without a newline at its end."""
    return DEEPER[1:] + document.rstrip(b"\n").replace(b"\n", DEEPER)
