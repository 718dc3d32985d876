"""JSON as it is stored and served: indented, in its own order, letters as they are, with a newline at its end."""

from hashlib import blake2b
from typing import Any

import orjson

PUBLIC_URL = "{public_url}"
"""Stands in stored citations for the address that the server is reached at; put in when a reply is sent."""
STYLE = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE


def as_json(value: Any) -> bytes:
    """Write a value as it is served."""
    return orjson.dumps(value, option=STYLE)


def document_digest(document: bytes) -> str:
    """Return what tells the bytes of a document from those that stood there before, for its ETag."""
    return blake2b(document, digest_size=8).hexdigest()


def as_list_items(documents: list[bytes]) -> bytes:
    """Join documents, as they are stored, into the items of a list in a reply: all but the first line further in."""
    return b",\n".join([document[:-1] for document in documents]).replace(b"\n", b"\n    ")
