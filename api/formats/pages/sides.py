"""Sides: on a page every side keeps its place and its colour, wherever its account stands."""

from collections.abc import Sequence
from dataclasses import replace
from zlib import crc32

from api.formats.text.blocks import Block, Item, SideBySide

HUES = 4
"""Colours of the style sheet that sides have; they are calm, and no flag's."""


def hue_of(head: str) -> int:
    """Return the number of a side's colour, the same on every page; two sides of one colour differ by their border."""
    return crc32(head.encode()) % HUES


def with_steady_sides(blocks: Sequence[Block]) -> list[Block]:
    """Return blocks in which the two accounts of a pair stand in the order of their sides' names, at any depth."""
    return [_steady(block) for block in blocks]


def _steady(block: Block) -> Block:
    if isinstance(block, SideBySide) and block.left.head > block.right.head:
        return SideBySide(block.right, block.left)
    if isinstance(block, Item) and block.inside:
        return replace(block, inside=with_steady_sides(block.inside))
    return block
