"""Widths: how much room a text takes in Arial and the fonts of its measure, so that labels are laid out and broken."""

from collections.abc import Iterator

_BY_WIDTH = {
    191: "'",
    222: "ijl",
    260: "|",
    278: " !,./:;I[\\]ft",
    333: "()-`r",
    334: "{}",
    355: '"',
    389: "*",
    469: "^",
    500: "Jcksvxyz",
    556: "#$0123456789?L_abdeghnopqu",
    584: "+<=>~",
    611: "FTZ",
    667: "&ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    889: "%",
    944: "W",
    1015: "@",
}
"""Characters by their width, in thousandths of the size of the letters."""
_WIDTHS = {character: width for width, characters in _BY_WIDTH.items() for character in characters}
OTHER_WIDTH = 600
"""The width of a character of another script: few are wider."""
BOLD_FACTOR = 1.08
"""How much wider bold letters are, at most for words of usual letters."""


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of a text, in the units of its size."""
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
