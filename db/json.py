"""JSON as it is stored and served: indented, in its own order, letters as they are, with a newline at its end."""

import json
from hashlib import blake2b
from typing import Any

import orjson

PUBLIC_URL = "{public_url}"
"""Stands in stored citations for the address that the server is reached at; put in when a reply is sent."""
STYLE = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE

MAX_LINE = 240
"""Characters of an object or list that stands on one line."""
_LINE = json.JSONEncoder(ensure_ascii=False)


def as_json(value: Any) -> bytes:
    """Write a value as it is served."""
    return orjson.dumps(value, option=STYLE)


def document_digest(document: bytes) -> str:
    """Return what tells the bytes of a document from those that stood there before, for its ETag."""
    return blake2b(document, digest_size=8).hexdigest()


def as_lines(value: Any) -> bytes:
    """Write a value so that an object or list of plain values stands on one line; about a fifth shorter, and readable.

    For what is made of stored documents to be small; those are served as they are stored.
    """
    return (_lines(value, "\n") + "\n").encode()


def _lines(value: Any, newline: str) -> str:
    """Return a value as lines, those after the first as far in as `newline` says."""
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    whole = None if any(isinstance(part, (dict, list)) and part for part in parts) else _LINE.encode(value)
    if whole is not None and (len(whole) <= MAX_LINE or not parts):
        return whole
    further = newline + "  "
    if isinstance(value, dict):
        items = [f"{_LINE.encode(key)}: {_lines(part, further)}" for key, part in value.items()]
        return "{" + further + f",{further}".join(items) + newline + "}"
    return "[" + further + f",{further}".join([_lines(part, further) for part in value]) + newline + "]"


def as_list_items(documents: list[bytes]) -> bytes:
    """Join documents, as they are stored, into the items of a list in a reply: all but the first line further in."""
    return b",\n".join([document[:-1] for document in documents]).replace(b"\n", b"\n    ")
