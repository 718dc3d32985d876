"""Map: the places of events as circles by how many events there were, over the coasts and without borders."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, radians, sqrt

from api.formats.content import Content
from api.formats.pictures.drawing import INK, MUTED, PAPER, Drawing
from api.formats.pictures.outlines import MapWindow, land_path
from api.formats.pictures.palette import COLOURS
from api.formats.pictures.picture import BODY_WIDTH, Graphic
from api.formats.pictures.widths import text_width
from api.formats.text.phrases import counted

SEA, LAND, COAST = "#eef2f4", "#d9d6cd", "#b5b1a6"
WHOLE_EARTH = MapWindow(-169.0, -50.0, 191.0, 76.0)
MIN_SPAN = (30.0, 18.0)
"""The least width and height of a window, in degrees: a map of one city still shows where in the world it is."""
MAX_SPAN = 75.0
"""The width of a window beyond which the most visited part has a map of its own above that of the world."""
MAX_RADIUS, MIN_RADIUS = 22.0, 3.0
MAX_HEIGHT = 470.0
AREAS = ("country", "region")
"""Kinds of places that are areas, whose point is only their middle."""


@dataclass(frozen=True)
class Spot:
    """A place on the map, and the number of events there or within it."""

    name: str
    longitude: float
    latitude: float
    events: int
    address: str


@dataclass(frozen=True)
class Sheet:
    """A window laid out on the picture: degrees are stretched so that shapes are right in its middle."""

    window: MapWindow
    top: float
    scale: float

    @property
    def squeeze(self) -> float:
        """How much shorter a degree of longitude is than one of latitude."""
        return cos(radians((self.window.south + self.window.north) / 2))

    @property
    def height(self) -> float:
        """The height on the picture."""
        return (self.window.north - self.window.south) * self.scale

    def project(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return where a point of the world is on the picture."""
        x = (longitude - self.window.west) * self.scale * self.squeeze
        return x, self.top + (self.window.north - latitude) * self.scale


def draw_places(content: Content) -> Graphic:
    """Return places as a map."""
    spots = sorted(_spots(content), key=lambda spot: (-spot.events, spot.name))
    left_out = [one for one in content.documents if one["kind"] in AREAS and one["events"]]
    drawing, height, rest = Drawing(), 0.0, spots
    for window in _windows(spots):
        sheet = _sheet(window, height)
        _draw_sheet(drawing, sheet, spots, rest)
        rest = [spot for spot in rest if not window.holds(spot.longitude, spot.latitude)]
        height += sheet.height + 10
    notes = [content.empty["text"]] if content.empty else []
    if len(spots) > 1:
        notes.append("The area of a circle is the number of events in a place and in what lies within it.")
    if left_out and not any(document["kind"] not in AREAS for document in content.documents):
        left_out = []
    if left_out:
        notes.append("Events of which only the country or region is recorded are not on the map.")
    return Graphic(
        title=content.documents[0]["name"] if content.single else "Where events took place",
        period=f"{content.record}; {counted(spots[0].events if spots else 0, 'event')}"
        if content.single
        else f"{content.record}; {counted(len(spots), 'place')}",
        body=drawing,
        height=height,
        columns=["place", "events"],
        rows=[[spot.name, spot.events] for spot in spots],
        notes=notes,
        table_suffix="txt" if content.single else "csv",
    )


def _spots(content: Content) -> Iterator[Spot]:
    """Yield the places to draw: no area beside places with a point of their own, no building beside its city."""
    documents = content.documents
    only_areas = all(document["kind"] in AREAS for document in documents)
    cities = {document["id"] for document in documents if document["kind"] not in AREAS}
    for document in documents:
        point = content.coordinates.get(document["id"])
        lies_in = (document["part_of"] or {}).get("id")
        is_covered = lies_in in cities or (document["kind"] in AREAS and not only_areas)
        if point and not is_covered and (document["events"] or content.single):
            address = content.absolute(document["url"])
            yield Spot(document["name"], point.longitude, point.latitude, document["events"], address)


def _windows(spots: list[Spot]) -> list[MapWindow]:
    """Return the part of the world that holds every place; before it the most visited part, if all are far apart."""
    whole = _window_around(spots)
    if not spots:
        return []
    if whole.east - whole.west <= MAX_SPAN:
        return [whole]
    nearest = max(spots, key=lambda centre: sum(spot.events for spot in spots if _is_near(spot, centre)))
    near = [spot for spot in spots if _is_near(spot, nearest)]
    return [_window_around(near), WHOLE_EARTH] if len(near) > 2 else [WHOLE_EARTH]


def _is_near(spot: Spot, centre: Spot) -> bool:
    return abs(spot.longitude - centre.longitude) < 32 and abs(spot.latitude - centre.latitude) < 18


def _window_around(spots: list[Spot]) -> MapWindow:
    if not spots:
        return WHOLE_EARTH
    longitudes, latitudes = [spot.longitude for spot in spots], [spot.latitude for spot in spots]
    west, east, south, north = min(longitudes), max(longitudes), min(latitudes), max(latitudes)
    aside = max((MIN_SPAN[0] - (east - west)) / 2, (east - west) * 0.06, 2)
    above = max((MIN_SPAN[1] - (north - south)) / 2, (north - south) * 0.06, 1.5)
    return MapWindow(west - aside, max(south - above, -85), east + aside, min(north + above, 85))


def _sheet(window: MapWindow, top: float) -> Sheet:
    """Lay a window out over the whole width; one that would be too high is widened."""
    squeeze = cos(radians((window.south + window.north) / 2))
    scale = BODY_WIDTH / ((window.east - window.west) * squeeze)
    if (window.north - window.south) * scale > MAX_HEIGHT:
        scale = MAX_HEIGHT / (window.north - window.south)
        more = (BODY_WIDTH / scale / squeeze - (window.east - window.west)) / 2
        window = MapWindow(window.west - more, window.south, window.east + more, window.north)
    return Sheet(window, top, scale)


def _draw_sheet(drawing: Drawing, sheet: Sheet, spots: list[Spot], unnamed: list[Spot]) -> None:
    """Draw the land of a sheet, the circles of its places, and the names that no sheet has yet where there is room."""
    window, height = sheet.window, sheet.height
    drawing.rect(0, sheet.top, BODY_WIDTH, height, fill=SEA)
    land = land_path(window, sheet.project)
    drawing.add("path", d=land, fill=LAND, stroke=COAST, stroke_width=0.5)
    seen = [spot for spot in spots if window.holds(spot.longitude, spot.latitude)]
    most = max((spot.events for spot in spots), default=1) or 1
    largest = MAX_RADIUS if window != WHOLE_EARTH else MAX_RADIUS * 0.55
    circles = []
    for spot in seen:
        x, y = sheet.project(spot.longitude, spot.latitude)
        radius = max(MIN_RADIUS, largest * sqrt(spot.events / most))
        with drawing.group("a", href=spot.address):
            hint = f"{spot.name}: {counted(spot.events, 'event')}"
            drawing.add(*("circle", "", hint), cx=x, cy=y, r=radius, fill=COLOURS[0], fill_opacity=0.62, stroke=PAPER)
        circles.append((x, y, radius))
    labels = Labels(sheet.top, sheet.top + height, circles)
    for spot, (x, y, radius) in zip(seen, circles, strict=True):
        if spot in unnamed:
            labels.draw(drawing, f"{spot.name} {spot.events}", x, y, radius)
    drawing.rect(0, sheet.top, BODY_WIDTH, height, fill="none", stroke=MUTED, stroke_width=0.5)


class Labels:
    """The names on a sheet, none over another: each beside its circle where there is room, or not at all."""

    def __init__(self, top: float, bottom: float, circles: list[tuple[float, float, float]]) -> None:
        self.top, self.bottom = top, bottom
        self.boxes = list[tuple[float, float, float, float]]()
        self.circles = circles

    def draw(self, drawing: Drawing, words: str, x: float, y: float, radius: float) -> None:
        """Draw the name of a circle at the first place around it that is free."""
        width, size = text_width(words, 12), 12
        for left, base in (
            (x + radius + 3, y + 4),
            (x - radius - 3 - width, y + 4),
            (x - width / 2, y - radius - 4),
            (x - width / 2, y + radius + 13),
            (x + radius * 0.7 + 3, y - radius * 0.7 - 2),
            (x + radius * 0.7 + 3, y + radius * 0.7 + 11),
            (x - radius * 0.7 - 3 - width, y - radius * 0.7 - 2),
            (x - radius * 0.7 - 3 - width, y + radius * 0.7 + 11),
        ):
            box = (left - 2, base - size + 1, left + width + 2, base + 4)
            if self._is_free(box, (x, y, radius)):
                self.boxes.append(box)
                drawing.text(left, base, words, size, stroke=PAPER, stroke_width=2.5, paint_order="stroke", fill=INK)
                return

    def _is_free(self, box: tuple[float, float, float, float], own: tuple[float, float, float]) -> bool:
        left, top, right, bottom = box
        if left < 2 or right > BODY_WIDTH - 2 or top < self.top + 2 or bottom > self.bottom - 2:
            return False
        if any(left < other[2] and other[0] < right and top < other[3] and other[1] < bottom for other in self.boxes):
            return False
        return not any(
            circle != own
            and left < circle[0] + circle[2]
            and circle[0] - circle[2] < right
            and top < circle[1] + circle[2]
            and circle[1] - circle[2] < bottom
            for circle in self.circles
            if circle[2] > MIN_RADIUS
        )
