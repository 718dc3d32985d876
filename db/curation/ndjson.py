"""Bulk: records of one noun as lines of JSON in one file, for what a program makes and is too much for YAML."""

import json
import os
import tempfile
import weakref
from array import array
from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from db.curation import yaml
from db.curation.yaml import Problem

Data = dict[str, Any]
Place = tuple[int, int]
"""Where something on a shelf begins and ends, in bytes."""
KEPT = 256
"""How many records are held in memory at a time; what asks for one mostly asks for its neighbours."""


def read_lines(path: Path) -> Iterator[tuple[int, Data | Problem]]:
    """Yield the number and the record of each line, or what is wrong with it."""
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                yield number, parse_line(line)
            except Problem as problem:
                yield number, Problem(number, problem.message)


def parse_line(line: bytes) -> Data:
    """Return the mapping that a line holds. Raises Problem: for bytes that are not UTF-8, say, or a key given twice."""
    try:
        data = orjson.loads(line)
        # What is written as a program writes it has no key twice; for the rest the standard library looks at each.
        if orjson.dumps(data, option=orjson.OPT_APPEND_NEWLINE) != line:
            data = json.loads(line, object_pairs_hook=_once)
    except ValueError as error:
        raise Problem(1, f"Not a line of JSON: {error}.") from error
    if not isinstance(data, dict):
        raise Problem(1, "Not a mapping of fields.")
    return data


def _once(pairs: list[tuple[str, Any]]) -> Data:
    """Return a mapping. Raises Problem where it has a key twice."""
    mapping = Data()
    for key, value in pairs:
        if key in mapping:
            raise Problem(1, f"The key {key!r} is there twice.")
        mapping[key] = value
    return mapping


class Shelf:
    """Data kept in a temporary file. Processes forked later can read what was there, but not put anything on it."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 # It lives as long as the shelf.
        weakref.finalize(self, self._file.close)
        self._end = self._written = 0

    def put(self, data: Data) -> Place:
        """Put data on the shelf and return its place."""
        start, self._end = self._end, self._end + self._file.write(orjson.dumps(data))
        return start, self._end

    def flush(self) -> None:
        """Have everything in the file; what is not there when a process is forked would be written twice."""
        self._file.flush()
        self._written = self._end

    def get(self, place: Place) -> Data:
        """Return the data at a place."""
        if place[1] > self._written:
            self.flush()
        found: Data = orjson.loads(os.pread(self._file.fileno(), place[1] - place[0], place[0]))
        return found


class Bulk:
    """The loaded records of one file, on a shelf; memory holds where each begins, and the last ones used."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._shelf = Shelf()
        self._starts = array("Q", [0])
        self._kept = OrderedDict[int, Data]()
        self.last: tuple[int, Data] = (-1, {})
        """The number and the record that were read last: most questions are about one record."""

    def add(self, data: Data) -> None:
        """Keep the record of the next line."""
        self._starts.append(self._shelf.put(data)[1])

    def flush(self) -> None:
        """Have everything in the file, so that other processes can read it too."""
        self._shelf.flush()

    def line(self, number: int, _: yaml.Path) -> int:
        """Return the line of a record, which is the line of all its values."""
        return number + 1

    def read(self, number: int) -> Data:
        """Return the record of a line, counted from 0."""
        if number == self.last[0]:
            return self.last[1]
        data = self._kept.get(number)
        if data is None:
            data = self._kept[number] = self._shelf.get((self._starts[number], self._starts[number + 1]))
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        self.last = (number, data)
        return data
