"""Layout: fits text into the columns of a terminal, in which a character may take none, one or two of them."""

import re
from collections.abc import Sequence
from itertools import zip_longest

from wcwidth import ljust, rjust, wcswidth, wrap

WIDTH = 80
BAR = 20
_BETWEEN = " | "
_NUMBER = re.compile(r"-?[\d,.]*")


def wrapped(text: str, width: int = WIDTH, first: str = "", other: str = "") -> list[str]:
    """Break text into lines of at most `width` columns, the first and the others with their indents.

    Hyphens are no places to break, because ids and dates are to be copied; an id that is too long for its indent
    begins further left.
    """
    if " " not in text and len(other) + len(text) > width >= len(text):
        return [text.rjust(width)]
    return wrap(text, width, initial_indent=first, subsequent_indent=other, break_on_hyphens=False) or [first.rstrip()]


def side_by_side(left: list[str], right: list[str], width: int = WIDTH) -> list[str]:
    """Set texts in two columns, the first text of each being its head; the columns run independently."""
    half = (width - len(_BETWEEN)) // 2
    heads = _rows(wrapped(left[0], half), wrapped(right[0], half), half)
    return [*heads, "-" * half + "-+-" + "-" * half, *_rows(_column(left, half), _column(right, half), half)]


def _column(texts: list[str], width: int) -> list[str]:
    """Return the lines of all texts below a head; each after the first line stands further in."""
    return [line for text in texts[1:] for line in wrapped(text, width, other="  ")]


def _rows(left: list[str], right: list[str], width: int) -> list[str]:
    pairs = zip_longest(left, right, fillvalue="")
    return [(ljust(one, width) + _BETWEEN + other).rstrip() for one, other in pairs]


def columns(header: Sequence[str], rows: Sequence[Sequence[str]], width: int = WIDTH) -> list[str]:
    """Set rows in columns as wide as they need, numbers to the right; nothing where there is no room for them."""
    cells = list(zip(*rows, strict=True))
    widths = [
        max(*map(wcswidth, column), *map(wcswidth, name.split())) for name, column in zip(header, cells, strict=True)
    ]
    if sum(widths) + 2 * (len(widths) - 1) > width:
        return []
    heads = zip_longest(*map(wrapped, header, widths), fillvalue="")
    lines = [*heads, ["-" * size for size in widths], *rows]
    sets = [rjust if all(map(_NUMBER.fullmatch, column)) else ljust for column in cells]
    return [
        "  ".join(put(cell, size) for put, cell, size in zip(sets, line, widths, strict=True)).rstrip()
        for line in lines
    ]


def bar(low: int, high: int, agreed: int) -> str:
    """Draw a share of an agreed number: `#` for what is certain, `+` up to the highest account."""
    least, most = (min(BAR, BAR * number // agreed) if agreed else 0 for number in (low, high))
    return "[" + "#" * least + "+" * (most - least) + "." * (BAR - most) + "]"
