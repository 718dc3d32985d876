"""NDJSON: one complete record a line, for programs that read line by line."""

import json

from api.formats.content import Content, Format


def write_ndjson(content: Content) -> bytes:
    """Return each record as one line of JSON; nothing at all where there is none."""
    lines = (json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n" for document in content.documents)
    return "".join(lines).encode()


NDJSON = Format(
    "ndjson",
    "application/x-ndjson; charset=utf-8",
    ("application/x-ndjson", "application/jsonl", "application/ndjson"),
    "One complete record a line.",
    write_ndjson,
    takes_fields=True,
)
