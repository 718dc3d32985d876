"""Side colours: the one place that says in which colour, pattern and edge a side is shown, on pages and in pictures.

They are calm and no flag's. Whoever sees no colours tells sides apart by lightness, by the pattern of a bar, the shape
of a mark and the edge of an account.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from zlib import crc32


class SideColour(NamedTuple):
    """The colours of a side: `mark` and `bar` of pictures, on white; of pages the words and the ground, light and dark.

    Bars are dark and light by turns, so that neighbours differ in a copy without colours too.
    """

    mark: str
    bar: str
    words: str
    ground: str
    dark_words: str
    dark_ground: str


SIDE_COLOURS = (
    SideColour("#1f6f6b", "#1f5f5b", "#24605f", "#eaf2f1", "#6fb3b3", "#1b2728"),
    SideColour("#b07a2e", "#dcb7a4", "#83551a", "#f6f0e5", "#d3a566", "#2a241a"),
    SideColour("#6d4a78", "#5d3f6b", "#6a4a86", "#f2eef6", "#bb9fd6", "#261f2d"),
    SideColour("#7c8b3f", "#b9c47f", "#4a5f2a", "#eff2e8", "#a9bf83", "#22271a"),
    SideColour("#a0525f", "#8c3f4d", "#8c3f4d", "#f7ecee", "#dd97a3", "#2c1f22"),
    SideColour("#4a5a78", "#a5b4cb", "#3f5175", "#ebeff5", "#9fb2d6", "#1d2330"),
    SideColour("#8a6d52", "#6b4f38", "#6b4f38", "#f3eee9", "#c9a98c", "#29231e"),
    SideColour("#5f6368", "#c9ccd0", "#555a60", "#f0f0f0", "#b5b8bc", "#232527"),
)
"""Teal, ochre, plum, olive, rose, slate; and clay and grey, which all share who have no colour of their own."""
EDGES = ("4px solid", "6px double", "4px dashed", "4px dotted")
"""The edges of accounts; the second four sides have them twice as wide."""
OWN = 6
"""Colours that belong to one side each."""


def hue_of(side: str, chief: Sequence[str]) -> int:
    """Return the place of a side's colour, the same on every page; `chief` are the sides with one of their own."""
    return chief.index(side) if side in chief[:OWN] else OWN + crc32(side.encode()) % (len(SIDE_COLOURS) - OWN)


def hues_apart(left: str, right: str, chief: Sequence[str]) -> tuple[int, int]:
    """Return the places of the colours of two sides that stand next to each other, which always differ."""
    first, second = hue_of(left, chief), hue_of(right, chief)
    return first, second if first != second else OWN + (second + 1 - OWN) % (len(SIDE_COLOURS) - OWN)


def hues_of(names: Sequence[str], wishes: Mapping[str, int]) -> dict[str, int]:
    """Return the place of a colour for each name: the one that it wishes for, or else the first that is free.

    Beside sides with a colour of their own the others have first what no side has.
    """
    places = dict[str, int]()
    for name in names:
        if name in wishes and wishes[name] not in places.values():
            places[name] = wishes[name]
    free = [place for place in range(len(SIDE_COLOURS)) if place not in places.values()]
    free.sort(key=lambda place: bool(wishes) and place < OWN)
    for name in names:
        if name not in places:
            places[name] = free.pop(0) if free else len(places) % len(SIDE_COLOURS)
    return {name: places[name] for name in names}


def style_rules() -> str:
    """Return the rules of the style sheet that give each side its colours and its edge, in light and in dark."""
    light, dark, sides = "", "", ""
    for place, one in enumerate(SIDE_COLOURS):
        light += f"--hue{place}:{one.words};--hue{place}-ground:{one.ground};"
        dark += f"--hue{place}:{one.dark_words};--hue{place}-ground:{one.dark_ground};"
        own = f"--hue:var(--hue{place});--hue-ground:var(--hue{place}-ground);--edge:{_edge(place)}"
        sides += f".hue{place}{{{own}}}\n"
    return f":root{{{light}}}\n@media (prefers-color-scheme: dark){{:root{{{dark}}}}}\n{sides}"


def _edge(place: int) -> str:
    width, kind = EDGES[place % len(EDGES)].split()
    return f"{int(width.removesuffix('px')) * (1 + place // len(EDGES))}px {kind}"
