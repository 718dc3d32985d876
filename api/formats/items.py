"""Items: JSON in which a long list is written item by item, and looks as if it had been written at once."""

import json
from collections.abc import Iterable, Iterator
from textwrap import indent
from typing import Any


def write_items(head: dict[str, Any], name: str, items: Iterable[Any]) -> Iterator[bytes]:
    """Yield an object that begins with `head` and ends with a list under `name`."""
    opening = _text(head | {name: []}).removesuffix("[]\n}")
    yield opening.encode()
    yield from _list(items, "  ")
    yield b"\n}\n"


def write_list(items: Iterable[Any]) -> Iterator[bytes]:
    """Yield a list."""
    yield from _list(items, "")
    yield b"\n"


def _list(items: Iterable[Any], margin: str) -> Iterator[bytes]:
    before = "[\n"
    for item in items:
        yield (before + indent(_text(item), margin + "  ")).encode()
        before = ",\n"
    yield b"[]" if before == "[\n" else f"\n{margin}]".encode()


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
