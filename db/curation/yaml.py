"""Strict YAML: to mappings, lists and text, each with its line. It knows no schema."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import yaml

from schemas.model.walk import FieldPath

MAX_DEPTH = 16


@dataclass
class YamlError(Exception):
    """What is wrong at a line of a file."""

    line: int
    message: str


class Lines:
    """The lines of a file on which its values begin, worked out when somebody asks, which is when one is wrong."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def line(self, path: FieldPath) -> int:
        """Return the line on which a value begins, or the nearest thing around it that is there."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 1)

    @cached_property
    def _lines(self) -> dict[FieldPath, int]:
        lines = dict[FieldPath, int]()
        _Builder(lines).build(_events(self._content.decode("utf-8")))
        return lines


@dataclass
class ParsedYaml:
    """What a YAML file holds, and on which lines."""

    data: dict[str, Any]
    lines: Lines


def parse(content: bytes) -> ParsedYaml:
    """Return what a YAML file holds, every scalar as text.

    Refused, with the line: bytes that are not UTF-8, tabs, duplicate keys, anchors and aliases, tags, empty values,
    comments behind a value, several documents, and nesting deeper than 16. Raises YamlError.
    """
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise YamlError(content[: error.start].count(b"\n") + 1, "Not UTF-8.") from error
    tab = text.find("\t")
    if tab >= 0:
        raise YamlError(text.count("\n", 0, tab) + 1, "Has a tab; indent with spaces.")
    try:
        if " #" in text:
            _refuse_comments_behind_values(text)
        return ParsedYaml(_Builder().build(_events(text)), Lines(content))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlError(mark.line + 1 if mark else 1, f"Not YAML: {error.problem or error.context}.") from error
    except yaml.YAMLError as error:
        raise YamlError(1, f"Not YAML: {str(error).splitlines()[0]}.") from error


def _events(text: str) -> Iterable[yaml.Event]:
    """Return the events of libyaml's parser: the beginnings and ends of mappings and lists, and the scalars."""
    events: Iterable[yaml.Event] = yaml.parse(text, Loader=yaml.CBaseLoader)
    return events


def _refuse_comments_behind_values(text: str) -> None:
    """Refuse `title: Talks #2`: to YAML the title would end before the number sign, and nobody would miss the rest.

    A comment on a line of its own loses nothing that somebody meant to be read. Raises YamlError.
    """
    lines = text.splitlines()
    for event in _events(text):
        if type(event) is yaml.ScalarEvent and not event.style:
            mark: Any = event.end_mark
            if mark.line < len(lines) and re.match(r"[\s\]},]*\s#", lines[mark.line][mark.column :]):
                message = "A # after a space begins a comment, and what follows it is lost; put the value in quotes."
                raise YamlError(mark.line + 1, message)


def outline(content: bytes) -> dict[str, Any]:
    """Return the keys of the first two levels of a file that is refused, as far as its lines show them."""
    keys, inner = dict[str, Any](), dict[str, Any]()
    for line in content.decode("utf-8", "replace").splitlines():
        if match := re.match(r"( {2})?([^\s:#-][^\s:]*):(?=\s|$)", line):
            if match[1]:
                inner[match[2]] = {}
            else:
                keys[match[2]] = inner = {}
    return keys


class _Builder:
    """Builds data from the parser's events, with a stack of its own, so that depth costs nothing."""

    def __init__(self, lines: dict[FieldPath, int] | None = None) -> None:
        self.lines = lines
        """Where the line of each value is noted, if anybody wants to know."""
        self.stack: list[Any] = []
        """The mappings and lists that are open, the innermost last."""
        self.path: list[str | int] = []
        """The keys and indexes that lead to the innermost."""
        self.key: str | None = None
        self.data: Any = None

    def build(self, events: Iterable[yaml.Event]) -> dict[str, Any]:
        """Return the one mapping that the events describe. Raises YamlError."""
        documents = 0
        for event in events:
            kind = type(event)
            if kind is yaml.ScalarEvent:
                self._scalar(event)
            elif kind is yaml.MappingStartEvent:
                self._open(event, {})
            elif kind is yaml.SequenceStartEvent:
                self._open(event, [])
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                self.stack.pop()
                del self.path[-1:]
            elif kind is yaml.AliasEvent:
                raise YamlError(_line(event), "An alias (*name); write the value out.")
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    raise YamlError(_line(event), "A second document; one file holds one record.")
        if not isinstance(self.data, dict):
            raise YamlError(1, "Not a mapping of fields.")
        return self.data

    def _open(self, event: Any, value: Any) -> None:
        """Begin a mapping or a list."""
        _refuse_marks(event)
        step = self._place(event, value)
        if self.stack:
            self.path.append(step)
        self.stack.append(value)
        if len(self.stack) > MAX_DEPTH:
            raise YamlError(_line(event), f"Nested deeper than {MAX_DEPTH} levels.")

    def _scalar(self, event: Any) -> None:
        """Take a scalar as the next key of the innermost mapping, or as a value."""
        _refuse_marks(event)
        value = event.value
        if self.key is None and self.stack and type(self.stack[-1]) is dict:
            if value in self.stack[-1]:
                raise YamlError(_line(event), f"The key {value!r} is there twice.")
            self.key = value
            return
        if not value or (value in ("~", "null", "Null", "NULL") and event.implicit[0]):
            raise YamlError(_line(event), f"{self.key or 'An item'}: no value; leave the field out instead.")
        self._place(event, value)

    def _place(self, event: Any, value: Any) -> str | int:
        """Put a value into the innermost mapping or list, and return its key or index there."""
        if not self.stack:
            self.data = value
            return ""
        parent = self.stack[-1]
        step: str | int
        if type(parent) is list:
            step = len(parent)
            parent.append(value)
        elif self.key is None:
            raise YamlError(_line(event), "A key that is not plain text.")
        else:
            step = self.key
            parent[step] = value
            self.key = None
        if self.lines is not None:
            self.lines[*self.path, step] = _line(event)
        return step


def _refuse_marks(event: Any) -> None:
    """Refuse an anchor or a tag. Raises YamlError."""
    if event.anchor is not None:
        raise YamlError(_line(event), "An anchor (&name); write the value out.")
    if event.tag is not None:
        raise YamlError(_line(event), f"A tag ({event.tag}); every value is text here.")


def _line(event: Any) -> int:
    line: int = event.start_mark.line + 1
    return line
