"""Meetings: whom an actor met or called, when, and by what channel: a row for each of those met most often."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from api.formats.content import Content
from api.formats.dates import days
from api.formats.pictures.drawing import MUTED, Drawing
from api.formats.pictures.names import capitalised
from api.formats.pictures.palette import Style, draw_key, draw_mark
from api.formats.pictures.picture import BODY_WIDTH, Graphic, TooMuchToDraw
from api.formats.pictures.scales import scale_of
from api.formats.pictures.widths import shortened, text_width
from api.formats.text.phrases import counted, date_words, words
from db.query.connection import Reader
from schemas.model.base import Json
from schemas.model.event_vocabulary import MEETING_CHANNELS

MAX_ROWS_MET, MAX_MEETINGS = 24, 2_000
MET_ROW = 20
MAX_VAGUENESS = timedelta(366)
"""How far apart the first and the last day may lie that the date of a meeting may mean, for it to have a mark."""
STYLES = {channel: Style(place) for place, channel in enumerate(MEETING_CHANNELS)}
"""How meetings of each channel are drawn."""


def draw_meetings(content: Content, rows: list[Json], more: Json, reader: Reader) -> Graphic:  # noqa: ARG001
    """Return meetings as a picture: of one actor by whom it met, of two by who spoke for them. Raises TooMuchToDraw."""
    if len(rows) > MAX_MEETINGS:
        raise TooMuchToDraw(f"A picture has room for {MAX_MEETINGS:,} meetings; these are {len(rows):,}.")
    is_pair = content.address.partition("?")[0].rstrip("/").count("/meetings/") > 0
    groups = _by_level(rows) if is_pair else _by_actor(rows)
    order = sorted(groups, key=lambda name: (-len(groups[name]), name))
    drawing, height = _draw_rows(groups, order[:MAX_ROWS_MET]) if rows else (Drawing(), 0.0)
    notes = [] if rows else [(more.get("empty") or {}).get("text") or "No meeting is recorded."]
    if len(order) > MAX_ROWS_MET:
        notes.append(f"{counted(len(order) - MAX_ROWS_MET, 'other')} were met less often and have no row.")
    size = f"{len(rows):,} {'meeting or call' if len(rows) == 1 else 'meetings and calls'}"
    dated = [row for row in rows if _day(row)]
    if vague := len(rows) - len(dated):
        notes.append(f"{vague:,} of them {'has' if vague == 1 else 'have'} no mark: the date is not known to a year.")
    ends = dict.fromkeys(date_words(row["date"]) for row in (*dated[:1], *dated[-1:]))
    return Graphic(
        title=content.description.removesuffix(".").removesuffix(", by date"),
        period="; ".join([*([" to ".join(ends)] if ends else []), size]),
        body=drawing,
        height=height,
        columns=["with" if not is_pair else "level", "meetings", "first", "latest"],
        rows=[[name, len(groups[name]), groups[name][0]["date"], groups[name][-1]["date"]] for name in order],
        notes=notes,
    )


def _by_actor(rows: Iterable[Json]) -> dict[str, list[Json]]:
    groups = defaultdict(list)
    for row in rows:
        for other in row["with"]:
            groups[other["name"]].append(row)
    return groups


def _by_level(rows: Iterable[Json]) -> dict[str, list[Json]]:
    groups = defaultdict(list)
    for row in rows:
        groups[capitalised(words(row["level"] or "level not recorded"))].append(row)
    return groups


def _day(row: Json) -> date | None:
    """Return the first day of a meeting, or the last where nobody knows the first.

    None where nobody knows when it was, even to a year: one such mark would squeeze all others into a corner.
    """
    first, last = days(row["date"])
    if first and last and last - first > MAX_VAGUENESS:
        return None
    return first or last


def _draw_rows(groups: dict[str, list[Json]], order: list[str]) -> tuple[Drawing, float]:
    """Draw a row of marks for each name, over the lines of the time axis."""
    room = min(210.0, max(text_width(name, 13) for name in order) + 4)
    visible = [row for name in order for row in groups[name]]
    marked = [day for row in visible if (day := _day(row))]
    scale = scale_of(marked, room + 44, BODY_WIDTH) if marked else None
    drawing, over = Drawing(), Drawing()
    channels = {row["channel"] for row in visible}
    styles = {channel: style for channel, style in STYLES.items() if channel in channels}
    draw_key(drawing, styles, {channel: words(channel) for channel in styles}, 12, marks=True)
    top = 26.0
    for place, name in enumerate(order):
        y = top + place * MET_ROW + MET_ROW / 2
        over.text(room, y + 4.5, shortened(name, room, 13), text_anchor="end")
        over.text(room + 34, y + 4.5, f"{len(groups[name]):,}", 12, fill=MUTED, text_anchor="end")
        over.line(room + 44, y, BODY_WIDTH, y, stroke_dasharray="1 3")
        for row in groups[name]:
            hint = f"{date_words(row['date'])}: {row['event']['name']}"
            if scale and (day := _day(row)):
                draw_mark(over, STYLES[row["channel"]], scale.middle(day), y, hint)
    bottom = top + len(order) * MET_ROW
    if scale:
        scale.draw(drawing, top, bottom)
    drawing.elements += over.elements
    return drawing, bottom + 18
