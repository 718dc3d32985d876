"""Strict YAML: to mappings, lists and text, each with its line, and back to one canonical form. Knows no schema."""

from dataclasses import dataclass, field
from typing import Any

import yaml

MAX_DEPTH = 16
WIDTH = 110
Path = tuple[str | int, ...]


@dataclass
class Problem(Exception):
    """What is wrong at a line of a file."""

    line: int
    message: str


@dataclass
class Document:
    """A file's content, and the line on which each value (by its path of keys and indexes) begins."""

    data: Any = None
    lines: dict[Path, int] = field(default_factory=dict)

    def line(self, path: Path) -> int:
        """Return the line of a value, or of the nearest thing around it that is there."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def parse(content: bytes) -> Document:
    """Return what a YAML file holds, every scalar as text.

    Refused, with the line: bytes that are not UTF-8, tabs, duplicate keys, anchors and aliases, tags, empty values,
    several documents, and nesting deeper than 16. Raises Problem.
    """
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem(content[: error.start].count(b"\n") + 1, "Not UTF-8.") from error
    for number, line in enumerate(text.split("\n"), 1):
        if "\t" in line:
            raise Problem(number, "Has a tab; indent with spaces.")
    try:
        return _Builder().build(yaml.parse(text, Loader=yaml.CBaseLoader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Problem(mark.line + 1 if mark else 1, f"Not YAML: {error.problem or error.context}.") from error
    except yaml.YAMLError as error:
        raise Problem(1, f"Not YAML: {str(error).splitlines()[0]}.") from error


class _Builder:
    """Builds a document from the parser's events, with a stack of its own, so that depth costs nothing."""

    def __init__(self) -> None:
        self.document = Document()
        self.stack: list[tuple[Any, Path]] = []
        self.key: str | None = None
        self.documents = 0

    def build(self, events: Any) -> Document:
        for event in events:
            line = event.start_mark.line + 1
            if isinstance(event, yaml.DocumentStartEvent):
                self.documents += 1
                if self.documents > 1:
                    raise Problem(line, "A second document; one file holds one record.")
            elif isinstance(event, yaml.AliasEvent):
                raise Problem(line, "An alias (*name); write the value out.")
            elif isinstance(event, yaml.NodeEvent):
                self._node(event, line)
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                self.stack.pop()
        if not self.documents or not isinstance(self.document.data, dict):
            raise Problem(1, "Not a mapping of fields.")
        return self.document

    def _node(self, event: Any, line: int) -> None:
        if event.anchor is not None:
            raise Problem(line, "An anchor (&name); write the value out.")
        if event.tag is not None:
            raise Problem(line, f"A tag ({event.tag}); every value is text here.")
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event, line)
            return
        value: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
        path = self._place(value, line)
        self.stack.append((value, path))
        if len(self.stack) > MAX_DEPTH:
            raise Problem(line, f"Nested deeper than {MAX_DEPTH} levels.")

    def _scalar(self, event: Any, line: int) -> None:
        value = event.value
        parent = self.stack[-1][0] if self.stack else None
        if isinstance(parent, dict) and self.key is None:
            if value in parent:
                raise Problem(line, f"The key {value!r} is there twice.")
            self.key = value
            return
        if not value or (event.implicit[0] and value in ("~", "null", "Null", "NULL")):
            raise Problem(line, f"{self.key or 'An item'}: no value; leave the field out instead.")
        self._place(value, line)

    def _place(self, value: Any, line: int) -> Path:
        """Put a value into what is being built, and return its path."""
        if not self.stack:
            self.document.data = value
            return ()
        parent, path = self.stack[-1]
        if isinstance(parent, list):
            path = (*path, len(parent))
            parent.append(value)
        elif self.key is None:
            raise Problem(line, "A key that is not plain text.")
        else:
            path = (*path, self.key)
            parent[self.key] = value
            self.key = None
        self.document.lines[path] = line
        return path


class _Flow(dict[str, Any]):
    """A mapping short enough for one line."""


class _Dumper(yaml.SafeDumper):
    """Writes short mappings and lists of words on one line, everything else in blocks."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write equal values out each time."""
        del data
        return True


def _represent_list(dumper: yaml.SafeDumper, items: list[Any]) -> yaml.Node:
    words = all(isinstance(item, str) for item in items) and sum(len(item) + 2 for item in items) < WIDTH - 30
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=words)


def _represent_flow(dumper: yaml.SafeDumper, mapping: _Flow) -> yaml.Node:
    return dumper.represent_mapping("tag:yaml.org,2002:map", mapping.items(), flow_style=True)


_Dumper.add_representer(list, _represent_list)
_Dumper.add_representer(_Flow, _represent_flow)


def canonical(data: dict[str, Any]) -> str:
    """Return the one form in which a file with this content is written. Comments are not kept; reasons go in `note`."""
    short = {key: _shorten(value, 1) for key, value in data.items()}
    return yaml.dump(short, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=WIDTH)


def _shorten(value: Any, depth: int) -> Any:
    """Mark mappings of plain words that fit on one line, so that they are written on one."""
    if isinstance(value, list):
        return [_shorten(item, depth + 1) for item in value]
    if not isinstance(value, dict):
        return value
    plain = all(
        isinstance(item, str) or (isinstance(item, list) and all(isinstance(word, str) for word in item))
        for item in value.values()
    )
    length = 2 * depth + sum(len(key) + len(str(item)) + 6 for key, item in value.items())
    if plain and length < WIDTH:
        return _Flow(value)
    return {key: _shorten(item, depth + 1) for key, item in value.items()}
