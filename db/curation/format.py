"""The canonical form of a record's file, which `parley format` writes, so that a diff shows only what changed."""

import unicodedata
from pathlib import Path
from typing import Any

import yaml

from db.curation.yaml import parse

MAX_WIDTH = 110
"""Characters of a line."""


def format_file(path: Path) -> str:
    """Return the canonical text of a record's file. Raises YamlError where it is not strict YAML."""
    return canonical(_composed(parse(path.read_bytes()).data))


def _composed(value: Any) -> Any:
    """Bring every text into Unicode's composed form, which the schema requires."""
    if isinstance(value, dict):
        return {key: _composed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_composed(item) for item in value]
    return unicodedata.normalize("NFC", value)


class _Flow(dict[str, Any]):
    """A mapping short enough for one line."""


class _Dumper(yaml.SafeDumper):
    """Writes short mappings and lists of words on one line, everything else in blocks."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 # PyYAML's.
        """Write equal values out each time."""
        return True


def _represent_list(dumper: yaml.SafeDumper, items: list[Any]) -> yaml.Node:
    words = all(isinstance(item, str) for item in items) and sum(len(item) + 2 for item in items) < MAX_WIDTH - 30
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=words)


def _represent_flow(dumper: yaml.SafeDumper, mapping: _Flow) -> yaml.Node:
    return dumper.represent_mapping("tag:yaml.org,2002:map", mapping.items(), flow_style=True)


_Dumper.add_representer(list, _represent_list)
_Dumper.add_representer(_Flow, _represent_flow)


def canonical(data: dict[str, Any]) -> str:
    """Return the one text for what a file holds. Comments are not kept; reasons go in `note`."""
    short = {key: _shorten(value, 1) for key, value in data.items()}
    return yaml.dump(short, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=MAX_WIDTH)


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
    if plain and length < MAX_WIDTH:
        return _Flow(value)
    return {key: _shorten(item, depth + 1) for key, item in value.items()}
