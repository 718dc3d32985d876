"""Widths: how much room a text takes at most in the sans-serif fonts that people have, so that no label is cut.

Each character is as wide as the wider of Arial and DejaVu Sans makes it: most systems have a font of Arial's measure,
and what Linux shows without one is an eighth wider.
"""

from collections.abc import Iterator

_BY_WIDTH = {
    275: "'",
    278: "ijl",
    295: "I",
    318: " ,.’",
    337: "/:;\\|",
    352: "f",
    361: "-",
    390: "()[]",
    392: "t",
    401: "!",
    411: "r",
    460: '"',
    500: "*J`",
    521: "s“”",
    550: "cz",
    557: "?_L–",
    592: "kvxy",
    615: "FToae",
    636: "hnubdgpq$0123456789{}",
    667: "EKPSY",
    686: "AVXZB",
    732: "CRU",
    752: "NH",
    787: "DG&OQ",
    838: "w#+<=>^~",
    863: "M",
    974: "%m",
    1015: "W@—…",
}
"""Characters by their width, in thousandths of the size of the letters."""
_WIDTHS = {character: width for width, characters in _BY_WIDTH.items() for character in characters}
OTHER_WIDTH = 650
"""The width of a character of another script: few are wider."""
BOLD_FACTOR = 1.17
"""How much wider bold letters are, at most for words of usual letters."""


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of a text at most, in the units of its size."""
    width = sum(_WIDTHS.get(character, OTHER_WIDTH) for character in text) * size / 1000
    return width * BOLD_FACTOR if bold else width


def broken(text: str, room: float, size: float, *, bold: bool = False) -> list[str]:
    """Return a text in lines that fit into the room, broken between words, and within one where it must be."""
    lines = [""]
    for word in _pieces(text, room, size, bold=bold):
        longer = f"{lines[-1]} {word}".strip()
        if text_width(longer, size, bold=bold) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return [line for line in lines if line]


def _pieces(text: str, room: float, size: float, *, bold: bool) -> Iterator[str]:
    """Yield the words of a text, those that are too long, as addresses are, in parts."""
    for word in text.split():
        rest = word
        while text_width(rest, size, bold=bold) > room:
            end = next(n for n in range(len(rest), 0, -1) if n == 1 or text_width(rest[:n], size, bold=bold) <= room)
            yield rest[:end]
            rest = rest[end:]
        yield rest


def shortened(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """Return a text that fits into the room, its end left out where it is too long."""
    if text_width(text, size, bold=bold) <= room:
        return text
    while text and text_width(text + "…", size, bold=bold) > room:
        text = text[:-1]
    return text.rstrip(" ,;:–-") + "…"
