"""Drawing: the few elements of SVG that pictures are made of, written the same way every time."""

from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from typing import Any

INK, MUTED, FAINT, PAPER = "#1d2228", "#59616b", "#d8dce0", "#ffffff"
"""The colours of words, of what explains, of lines behind, and of the ground."""

Attributes = dict[str, Any]
"""Attributes of elements, which several share: texts and numbers."""


def number(value: float) -> str:
    """Write a coordinate to a tenth of a unit, which no eye can see."""
    return f"{round(value, 1):.1f}".removesuffix(".0").replace("-0", "0" if value > -0.05 else "-0")


class Drawing:
    """What is drawn so far, in the order in which it covers what lies beneath."""

    def __init__(self) -> None:
        self.elements = list[str]()

    def add(self, name: str, content: str = "", hint: str = "", **attributes: Any) -> None:
        """Add an element. `hint` is what a pointer that rests on it is told, and a screen reader."""
        pairs = "".join(f' {key.strip("_").replace("_", "-")}="{_value(value)}"' for key, value in attributes.items())
        inner = (f"<title>{escape(hint, quote=False)}</title>" if hint else "") + escape(content, quote=False)
        self.elements.append(f"<{name}{pairs}>{inner}</{name}>" if inner else f"<{name}{pairs}/>")

    def text(self, x: float, y: float, words: str, size: float = 13, **attributes: Any) -> None:
        """Add a line of text, `y` being the line that its letters stand on."""
        self.add("text", words, x=x, y=y, font_size=size, **({"fill": INK} | attributes))

    def bold(self, x: float, y: float, words: str, size: float = 13, **attributes: Any) -> None:
        """Add a line of bold text."""
        self.text(x, y, words, size, font_weight="700", **attributes)

    def line(self, x1: float, y1: float, x2: float, y2: float, **attributes: Any) -> None:
        """Add a line from one point to another."""
        self.add("line", x1=x1, y1=y1, x2=x2, y2=y2, **({"stroke": FAINT} | attributes))

    def rect(self, x: float, y: float, width: float, height: float, hint: str = "", **attributes: Any) -> None:
        """Add a rectangle."""
        self.add("rect", hint=hint, x=x, y=y, width=width, height=height, **attributes)

    @contextmanager
    def group(self, name: str = "g", **attributes: Any) -> Iterator[None]:
        """Put what is drawn within into a group, or, with `a` and `href`, into a link."""
        pairs = "".join(f' {key.strip("_").replace("_", "-")}="{_value(value)}"' for key, value in attributes.items())
        self.elements.append(f"<{name}{pairs}>")
        yield
        self.elements.append(f"</{name}>")

    def __str__(self) -> str:
        return "".join(self.elements)


def _value(value: str | float) -> str:
    return escape(value) if isinstance(value, str) else number(value)
