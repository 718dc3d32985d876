"""Pictures as the tests read them: the texts of an SVG with the room that each takes."""

from itertools import combinations
from typing import NamedTuple
from xml.etree import ElementTree

from api.formats.pictures.picture import WIDTH
from api.formats.pictures.widths import text_width

SVG = "{http://www.w3.org/2000/svg}"
MIN_SIZE = 12
"""The size below which letters cannot be read in a column of a page."""


class Box(NamedTuple):
    """A line of text and the room that it takes."""

    words: str
    left: float
    right: float
    top: float
    bottom: float
    size: float

    def covers(self, other: "Box") -> bool:
        """Tell whether two lines of text lie over each other."""
        across = self.left < other.right - 1 and other.left < self.right - 1
        return across and self.top < other.bottom - 1 and other.top < self.bottom - 1


def parse(svg: bytes) -> ElementTree.Element:
    """Return the root of a picture, which is well formed."""
    return ElementTree.fromstring(svg)


def boxes(root: ElementTree.Element) -> list[Box]:
    """Return every line of text that is seen."""
    return list(_boxes(root, 0.0, 0.0))


def _boxes(element, x, y):
    shift = element.get("transform", "")
    if shift.startswith("translate("):
        dx, dy = map(float, shift.removeprefix("translate(").removesuffix(")").split())
        x, y = x + dx, y + dy
    if element.tag == f"{SVG}text":
        size = float(element.get("font-size"))
        width = text_width(element.text, size, bold=element.get("font-weight") == "700")
        at = {"start": 0, "middle": width / 2, "end": width}[element.get("text-anchor", "start")]
        left, base = x + float(element.get("x")) - at, y + float(element.get("y"))
        yield Box(element.text, left, left + width, base - size * 0.75, base + size * 0.2, size)
    for child in element:
        yield from _boxes(child, x, y)


def faults(root: ElementTree.Element) -> list[str]:
    """Return what a reader would stumble over: letters too small, beyond the edge, or over others."""
    texts = boxes(root)
    height = float(root.get("height"))
    wrong = [f"too small: {box.words}" for box in texts if box.size < MIN_SIZE]
    wrong += [
        f"beyond the edge: {box.words} {box.left:.0f} to {box.right:.0f}"
        for box in texts
        if box.left < 0 or box.right > WIDTH or box.top < 0 or box.bottom > height
    ]
    return wrong + [f"{one.words} | {other.words}" for one, other in combinations(texts, 2) if one.covers(other)]
