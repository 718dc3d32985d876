"""Timeline: the events of a process or a period in lanes by their kind, with proposals, agreements and ceasefires."""

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from api.formats.content import Content
from api.formats.dates import is_exact
from api.formats.pictures.drawing import INK, MUTED, PAPER, Drawing
from api.formats.pictures.names import capitalised
from api.formats.pictures.palette import COLOURS, UNKNOWN
from api.formats.pictures.picture import BODY_WIDTH, Graphic
from api.formats.pictures.scales import TimeScale, scale_of
from api.formats.pictures.widths import shortened, text_width
from api.formats.text.phrases import counted, date_words
from schemas.model.base import Json

LANES = (
    ("Rounds and summits", ("talks-round", "summit")),
    ("Agreements", ("agreements",)),
    ("Ceasefires", ("ceasefire",)),
    ("Proposals", ("proposals",)),
    ("Meetings and visits", ("meeting", "visit", "mediation")),
    ("Calls", ("call",)),
    ("Exchanges and returns", ("exchange", "repatriation", "return")),
    ("Statements, papers, votes", ()),
)
"""The lanes from above, with the kinds of events in each, or the noun; what has no other lane is in the last."""
NAMED_FIRST = (0, 1, 2, 3, 4, 6, 5, 7)
"""The order in which lanes get room for names."""
MAX_NAMES, MAX_LANE_NAMES = 34, 14
ROW, DOT = 20, 4.0
MAX_LEVELS = 9
HEADING = 24
DONE = ("held", "scheduled")


@dataclass(frozen=True)
class TimelineItem:
    """Something on a timeline: from one day to another, and whether its date and it itself are certain."""

    title: str
    date: str
    first: datetime.date
    last: datetime.date
    address: str
    status: str = "held"
    days: int = 0
    """For how many days more it is to hold."""

    @property
    def until(self) -> datetime.date:
        """The last day that its bar shows."""
        return self.last + datetime.timedelta(self.days)

    @property
    def words(self) -> str:
        """What it is, with its date."""
        status = "" if self.status == "held" else f"{self.status.upper()}: "
        return f"{date_words(self.date)}: {status}{self.title}"


@dataclass
class Lane:
    """A lane: its heading, its colour, and what is in it."""

    heading: str
    colour: str
    items: list[TimelineItem] = field(default_factory=list)
    has_names: bool = False


class Strip(NamedTuple):
    """What lanes are drawn on, and the time that it shows."""

    drawing: Drawing
    scale: TimeScale


def draw_process(content: Content) -> Graphic:
    """Return the timeline of a process."""
    process = content.documents[0]
    ends = f"{process['start_date']}/{process['end_date'] or '..'}" if process["start_date"] else process["end_date"]
    words = date_words(ends) if ends and process["start_date"] != process["end_date"] else date_words(ends or "")
    parties = ", ".join(party["name"] for party in process["parties"])
    period = capitalised("; ".join(part for part in (words, process["status"], parties) if part))
    return _timeline(content, process["title"], period, "txt")


def draw_events(content: Content) -> Graphic:
    """Return the timeline of a list of events."""
    days = sorted(item.first for item in _items(content, content.documents))
    ends = dict.fromkeys(date_words(str(day)) for day in (days[0], days[-1])) if days else {}
    title = content.description.removesuffix(".").partition(", by date")[0]
    title = re.sub(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?", lambda match: date_words(match[0]), title)
    period = "; ".join(part for part in (" to ".join(ends), counted(content.total, "event")) if part)
    return _timeline(content, title, period, "csv")


def _timeline(content: Content, title: str, period: str, table_suffix: str) -> Graphic:
    lanes = _lanes(content)
    items = sorted((item for lane in lanes for item in lane.items), key=lambda item: (item.first, item.title))
    body, height = _draw_lanes(lanes, items) if items else (Drawing(), 0.0)
    return Graphic(
        title=title,
        period=period,
        body=body,
        height=height,
        columns=["date", "what", "status"],
        rows=[[date_words(item.date), item.title, item.status] for item in items],
        notes=_notes_on(content, items),
        table_suffix=table_suffix,
    )


def _lanes(content: Content) -> list[Lane]:
    """Return the lanes that have something in them, some of them with room for names."""
    lanes = [Lane(heading, COLOURS[place]) for place, (heading, _) in enumerate(LANES)]
    place_of = {kind: place for place, (_, kinds) in enumerate(LANES) for kind in kinds}
    for event in content.related["events"]:
        lanes[place_of.get(event["kind"], len(LANES) - 1)].items += _items(content, [event])
    for noun in ("agreements", "proposals"):
        lanes[place_of[noun]].items += _items(content, content.related[noun])
    room = MAX_NAMES
    for place in NAMED_FIRST:
        size = len(lanes[place].items)
        if size <= min(room, MAX_LANE_NAMES):
            lanes[place].has_names = True
            room -= size
    for lane in lanes:
        lane.items.sort(key=lambda item: (item.first, item.last, item.title))
    return [lane for lane in lanes if lane.items]


def _items(content: Content, documents: Iterable[Json]) -> Iterator[TimelineItem]:
    """Yield what is on the timeline; what has no day at all has no place there."""
    for document in documents:
        ends = [end for end in (document["earliest"], document["latest"]) if end]
        if ends:
            yield TimelineItem(
                title=document["title"],
                date=document["date"],
                first=datetime.date.fromisoformat(ends[0]),
                last=datetime.date.fromisoformat(ends[-1]),
                address=content.absolute(document["url"]),
                status=document.get("status", "held"),
                days=max(0, (document.get("days") or 0) - 1),
            )


def _notes_on(content: Content, items: list[TimelineItem]) -> list[str]:
    notes = []
    if not items:
        return [(content.empty or {}).get("text") or "No event with a date is recorded."]
    if any(item.days for item in items):
        notes.append("Light bars: the days for which an agreement is to hold.")
    if any(not is_exact(item.date) for item in items):
        notes.append("Hatched: some time between these days; the sources do not say when.")
    if any(item.status not in DONE for item in items):
        notes.append("Crosses: put off, called off, denied or rumoured.")
    undated = len(content.related["events"]) - sum(1 for _ in _items(content, content.related["events"]))
    if undated:
        notes.append(f"{counted(undated, 'event')} without a date left out.")
    return notes


def _draw_lanes(lanes: list[Lane], items: list[TimelineItem]) -> tuple[Drawing, float]:
    """Draw every lane over the lines of the time axis; return the height too."""
    scale = scale_of([day for item in items for day in (item.first, item.until)], 0, BODY_WIDTH)
    drawing, over, y = Drawing(), Drawing(), 0.0
    for lane in lanes:
        over.bold(0, y + 16, lane.heading)
        over.text(text_width(lane.heading, 13, bold=True) + 8, y + 16, str(len(lane.items)), 12, fill=MUTED)
        y += HEADING
        y += (_draw_names if lane.has_names else _draw_dots)(Strip(over, scale), lane, y)
        over.line(0, y + 4, BODY_WIDTH, y + 4)
        y += 6
    scale.draw(drawing, 0, y)
    drawing.elements += over.elements
    return drawing, y + 18


def _draw_names(strip: Strip, lane: Lane, top: float) -> float:
    """Draw each item in a row with its name beside it, right of it or where there is more room left of it."""
    drawing, scale = strip
    for place, item in enumerate(lane.items):
        y = top + place * ROW
        left, right = scale.start(item.first), max(scale.end(item.until), scale.start(item.first) + 3)
        words = item.words
        with drawing.group("a", href=item.address):
            _draw_item(strip, item, lane.colour, y + ROW / 2)
            on_right = BODY_WIDTH - right - 10
            if text_width(words, 12) <= on_right or on_right >= left - 10:
                x, anchor, room = right + 8, "start", on_right
            else:
                x, anchor, room = left - 8, "end", left - 10
            if room < text_width(words, 12) < scale.end(item.until) - scale.end(item.last):
                x, anchor, room = scale.end(item.last) + 8, "start", text_width(words, 12)
            text = shortened(words, room, 12)
            width = text_width(text, 12) + 4
            drawing.rect(x - 2 if anchor == "start" else x - width + 2, y + 3, width, ROW - 6, fill=PAPER)
            drawing.text(x, y + 14, text, 12, text_anchor=anchor)
    return len(lane.items) * ROW


def _draw_item(strip: Strip, item: TimelineItem, colour: str, y: float, size: float = 5) -> None:
    """Draw a bar over the days of an item, or a mark where they are too few to be seen."""
    drawing, scale = strip
    left, right = scale.start(item.first), scale.end(item.last)
    if item.status not in DONE:
        x = scale.middle(item.first)
        cross = f"M{x - size:.1f} {y - size:.1f}l{2 * size} {2 * size}m0 {-2 * size}l{-2 * size} {2 * size}"
        drawing.add("path", hint=item.words, d=cross, stroke=colour, stroke_width=2, fill="none")
        return
    if item.days:
        until = scale.end(item.until)
        drawing.rect(right, y - 3, until - right, 6, item.words, fill=colour, fill_opacity=0.3, stroke=colour)
    if right - left > 2.4 * size:
        fill = colour if is_exact(item.date) else UNKNOWN
        drawing.rect(left, y - size, right - left, 2 * size, item.words, fill=fill, stroke=INK, stroke_width=0.5)
    else:
        x = (left + right) / 2
        drawing.add("circle", hint=item.words, cx=x, cy=y, r=size, fill=colour, stroke=PAPER, stroke_width=0.8)


def _draw_dots(strip: Strip, lane: Lane, top: float) -> float:
    """Draw many items as dots that lie upon each other where they are close in time."""
    drawing, scale = strip
    ends = list[float]()
    size = DOT if len(lane.items) <= 60 else 3.0
    placed = []
    for item in lane.items:
        left = (scale.start(item.first) + scale.end(item.first)) / 2 - size
        right = max(scale.end(item.last), left + 2 * size)
        level = next((level for level, end in enumerate(ends) if end <= left), len(ends))
        level = level if level < MAX_LEVELS else min(range(len(ends)), key=ends.__getitem__)
        ends[level : level + 1] = [right]
        placed.append((item, level))
    for item, level in placed:
        y = top + (len(ends) - level - 0.5) * (2 * size + 1)
        with drawing.group("a", href=item.address):
            _draw_item(strip, item, lane.colour, y, size)
    return len(ends) * (2 * size + 1) + 2
