"""NDJSON: records of one noun as lines of JSON in one file, for what a program makes and is too much for YAML."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from schemas.model.base import Json


class LineError(Exception):
    """What is wrong with a line."""


def read_lines(path: Path) -> Iterator[tuple[int, Json | LineError]]:
    """Yield the number and the record of each line, or what is wrong with it."""
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                yield number, parse_line(line)
            except LineError as error:
                yield number, error


def parse_line(line: bytes) -> Json:
    """Return the mapping that a line holds.

    Raises LineError: for bytes that are not UTF-8, say, or a key that is there twice.
    """
    try:
        data = orjson.loads(line)
        # What is written as a program writes it has no key twice; for the rest the standard library looks at each.
        if orjson.dumps(data, option=orjson.OPT_APPEND_NEWLINE) != line:
            data = json.loads(line, object_pairs_hook=_mapping)
    except ValueError as error:
        raise LineError(f"Not a line of JSON: {error}.") from error
    if not isinstance(data, dict):
        raise LineError("Not a mapping of fields.")
    return data


def _mapping(pairs: list[tuple[str, Any]]) -> Json:
    """Return a mapping of pairs. Raises LineError where a key is there twice."""
    mapping = Json()
    for key, value in pairs:
        if key in mapping:
            raise LineError(f"The key {key!r} is there twice.")
        mapping[key] = value
    return mapping
