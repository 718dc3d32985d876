"""Land: writes api/formats/pictures/land.json, the coastlines of the maps; `make land` runs it.

The npm package world-atlas holds Natural Earth's land at 1:50 million, which is in the public domain. Coasts alone are
taken and no borders of states, since where those run is in dispute between the parties whose talks are recorded.
"""

import json
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

OUTLINES = Path(__file__).parents[1] / "api" / "formats" / "pictures" / "land.json"
SOURCE = "Natural Earth, land 1:50m, version 4.1, by the npm package world-atlas 2.0.2; public domain"
UNIT = 0.05
"""Degrees for each unit of what is written: some five kilometres."""
TOLERANCE = 0.7
"""How far, in units, a coast may be straightened."""
MIN_AREA = 30
"""Islands of fewer square units are left out, about 0.08 square degrees."""
SOUTH = -57.0
"""The latitude beyond which nothing is drawn."""

Point = tuple[float, float]


def decoded(topology: dict[str, Any]) -> list[list[Point]]:
    """Return the rings of a TopoJSON file of one geometry collection, in degrees."""
    scale, translate = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale[0] + translate[0], y * scale[1] + translate[1]))
        arcs.append(points)

    def ring(indexes: list[int]) -> list[Point]:
        points: list[Point] = []
        for index in indexes:
            arc = arcs[index] if index >= 0 else arcs[~index][::-1]
            points += arc[1:] if points else arc
        return points

    geometries = topology["objects"]["land"]["geometries"]
    polygons = [
        polygon for one in geometries for polygon in (one["arcs"] if one["type"] == "MultiPolygon" else [one["arcs"]])
    ]
    return [unwrapped(ring(indexes)) for polygon in polygons for indexes in polygon]


def unwrapped(points: list[Point]) -> list[Point]:
    """Return a ring without the leap from 180 degrees east to 180 west: what lies beyond is further east."""
    line, turn = points[:1], 0
    for (before, _), (x, y) in pairwise(points):
        turn += 360 if before - x > 180 else -360 if x - before > 180 else 0
        line.append((x + turn, y))
    return line if min(x for x, _ in line) >= -180 else [(x + 360, y) for x, y in line]


def straightened(points: list[Point]) -> list[Point]:
    """Return a line without the points that lie nearer to it than the tolerance (Douglas and Peucker)."""
    keep, spans = {0, len(points) - 1}, [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        far, distance = first, 0.0
        for place in range(first + 1, last):
            if (gap := offset(points[place], points[first], points[last])) > distance:
                far, distance = place, gap
        if distance > TOLERANCE:
            keep.add(far)
            spans += [(first, far), (far, last)]
    return [points[place] for place in sorted(keep)]


def offset(point: Point, start: Point, end: Point) -> float:
    """Return how far a point lies from a line; from the start where the line has no length."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = (dx * dx + dy * dy) ** 0.5
    x, y = point[0] - start[0], point[1] - start[1]
    return abs(dx * y - dy * x) / length if length else (x * x + y * y) ** 0.5


def area(points: list[Point]) -> float:
    """Return the area of a ring."""
    pairs = zip(points, points[1:] + points[:1], strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2


def main(path: str) -> None:
    """Write the outlines from a file of the package."""
    rings = []
    for ring in decoded(json.loads(Path(path).read_text(encoding="utf-8"))):
        if max(y for _, y in ring) < SOUTH:
            continue
        line = straightened([(x / UNIT, max(y, SOUTH) / UNIT) for x, y in ring])
        if len(line) > 3 and area(line) >= MIN_AREA:
            rings.append([round(value) for point in line for value in point])
    rings.sort(key=len, reverse=True)
    lines = ",\n".join(json.dumps(ring, separators=(",", ":")) for ring in rings)
    head = f'{{"source": {json.dumps(SOURCE)}, "unit": {UNIT}, "rings": [\n'
    OUTLINES.write_text(head + lines + "\n]}\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
