"""NDJSON: one complete record a line, for programs that read line by line."""

import json
from collections.abc import Iterator

from api.formats.content import Content, Format


def write_ndjson(content: Content) -> Iterator[bytes]:
    """Yield each record as one line of JSON; nothing at all where there is none."""
    for document in content.every():
        yield (json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


NDJSON = Format(
    "ndjson",
    "application/x-ndjson; charset=utf-8",
    ("application/x-ndjson", "application/jsonl", "application/ndjson"),
    "One complete record a line.",
    write_ndjson,
    whole=True,
    takes_fields=True,
)
