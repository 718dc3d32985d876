"""Outlines: the coasts of a map, cut to what it shows. Where they come from, deploy/land.py says."""

import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from api.formats.pictures.drawing import number

MapPoint = tuple[float, float]


class MapWindow(NamedTuple):
    """A part of the world, in degrees: from west to east and from south to north."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, longitude: float, latitude: float) -> bool:
        """Tell whether a point lies in it."""
        return self.west <= longitude <= self.east and self.south <= latitude <= self.north


@cache
def land_rings() -> list[list[MapPoint]]:
    """Return the outlines of the land, in degrees; they are read when the first map is drawn."""
    land = json.loads((Path(__file__).parent / "land.json").read_text(encoding="utf-8"))
    unit: float = land["unit"]
    return [
        [(ring[place] * unit, ring[place + 1] * unit) for place in range(0, len(ring), 2)] for ring in land["rings"]
    ]


def land_path(window: MapWindow, project: Callable[[float, float], MapPoint]) -> str:
    """Return the land of a window as a path of SVG."""
    path = []
    for ring in land_rings():
        points = cut(ring, window)
        if len(points) > 2:
            path.append("M" + "L".join(_spaced([project(*point) for point in points])) + "Z")
    return "".join(path)


def _spaced(points: list[MapPoint]) -> Iterator[str]:
    """Yield points as text, without those that an eye does not tell from the one before."""
    x, y = float("inf"), float("inf")
    for point in points:
        if abs(point[0] - x) + abs(point[1] - y) >= 0.9:
            x, y = point
            yield f"{number(x)} {number(y)}"


def cut(ring: list[MapPoint], window: MapWindow) -> list[MapPoint]:
    """Return the part of a ring that lies in a window (Sutherland and Hodgman)."""
    edges = ((0, window.west, 1), (0, window.east, -1), (1, window.south, 1), (1, window.north, -1))
    for axis, bound, sign in edges:
        if not ring:
            return []
        inside = [(point[axis] - bound) * sign >= 0 for point in ring]
        if all(inside):
            continue
        points = []
        for place, point in enumerate(ring):
            if inside[place] != inside[place - 1]:
                points.append(_crossing(ring[place - 1], point, axis, bound))
            if inside[place]:
                points.append(point)
        ring = points
    return ring


def _crossing(start: MapPoint, end: MapPoint, axis: int, bound: float) -> MapPoint:
    """Return where a line crosses the edge of a window."""
    part = (bound - start[axis]) / (end[axis] - start[axis])
    other = start[1 - axis] + part * (end[1 - axis] - start[1 - axis])
    return (bound, other) if axis == 0 else (other, bound)
