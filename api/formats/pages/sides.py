"""Sides: on a page every side keeps its place and its colour, wherever its account stands."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from api.formats.side_colours import hues_apart
from api.formats.text.blocks import Block, Item, SideBySide, TextColumn


@dataclass(frozen=True)
class SideColumn(TextColumn):
    """What one side says, and the place of its colour."""

    hue: int = 0


def with_steady_sides(blocks: Sequence[Block], chief: Sequence[str]) -> list[Block]:
    """Return blocks in which the two accounts of a pair stand in the order of their sides' names, at any depth.

    `chief` are the names of the sides that have a colour of their own.
    """
    return [_steady(block, chief) for block in blocks]


def _steady(block: Block, chief: Sequence[str]) -> Block:
    if isinstance(block, SideBySide):
        left, right = sorted((block.left, block.right), key=lambda column: column.head)
        hues = hues_apart(_side(left), _side(right), chief)
        return SideBySide(*(SideColumn(one.head, one.lines, hue) for one, hue in zip((left, right), hues, strict=True)))
    if isinstance(block, Item) and block.inside:
        return replace(block, inside=with_steady_sides(block.inside, chief))
    return block


def _side(column: TextColumn) -> str:
    return column.head.removesuffix(" says")
