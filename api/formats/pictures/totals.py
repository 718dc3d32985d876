"""Totals: sums of transfers as bars, over time or side by side, with what is not known shown as not known."""

from collections.abc import Mapping, Sequence
from urllib.parse import parse_qs

from api.formats.content import Content
from api.formats.pictures.bars import SumBar, draw_panels, draw_rows_of_bars
from api.formats.pictures.counts import Count
from api.formats.pictures.drawing import Drawing
from api.formats.pictures.names import capitalised, names_of
from api.formats.pictures.picture import Graphic
from api.formats.side_colours import hue_of
from api.formats.text.phrases import counted, date_words, names, words
from db.query.chief_sides import chief_sides_of
from db.query.connection import Reader
from schemas.model.base import Json

TIMES = ("day", "month", "year")
"""What sums over time are by; of several the finest is drawn."""
SIDES = ("from", "to")
GROUP_WORDS = {"from": "side that handed over", "to": "side that received", "what": "kind"}
IN_WORDS = ("by", "what", "from", "to", "date")
"""Parameters that title and period tell of without being named."""
TIME_WORDS = {"date": "within", "from": "since", "to": "until"}
"""What parameters say of the time that is summed where no bar says it."""
UNKNOWN_NOTE = "Hatched with a “?”: transfers of which nobody gave the number; the sum is higher by that."
RANGE_NOTE = "Hatched: from the lowest count that was given to the highest."
BOTH_WAYS_NOTE = "Bars add up what every side handed over: an exchange of 100 for 100 counts as 200."


def draw_totals(content: Content, rows: list[Json], more: Json, reader: Reader) -> Graphic:
    """Return sums of transfers as a picture. Raises TooMuchToDraw."""
    by = list(rows[0])[: list(rows[0]).index("low")] if rows else []
    time = next((name for name in TIMES if name in by), "")
    groups = [name for name in by if name not in TIMES]
    titles = names_of(reader, {row[name] for row in rows for name in groups if row[name]})
    sides = [name for name in groups if name in SIDES]
    panels = [name for name in groups if name not in SIDES]
    hues = _hues(rows, sides, titles, [side.id for side in chief_sides_of(reader)])
    if rows and not time:
        bars = [SumBar(_label(row, groups, titles), _label(row, sides, titles), "", count_of(row)) for row in rows]
        if len(groups) == 1:
            bars.sort(key=lambda bar: -bar.sum.top)
        body, height = draw_rows_of_bars(bars, hues)
    else:
        bars = [
            SumBar(_label(row, panels, titles), _label(row, sides, titles), row[time], count_of(row)) for row in rows
        ]
        body, height = draw_panels(bars, time, hues) if bars else (Drawing(), 0)
    columns = [*by, "low", "best", "high", "transfers_without_count"]
    return Graphic(
        title=_title(rows, by),
        period=_period(content, bars),
        body=body,
        height=height,
        columns=columns,
        rows=[[row[name] for name in columns] for row in rows],
        notes=_notes(content, rows, more),
    )


def count_of(row: Json) -> Count:
    """Return the sum of a row, and whether a part of it has no number."""
    return Count(row["low"] or 0, row["best"], row["high"])


def _label(row: Json, groups: Sequence[str], titles: Mapping[str, str]) -> str:
    """Return what a row is of, in labels: a kind, sides with the direction between them."""
    labels = [titles.get(row[name]) or words(row[name] or f"no {name} recorded") for name in groups]
    if list(groups) == ["from", "to"]:
        return " to ".join(labels)
    parts = [f"{group} {part}" if group in SIDES else part for group, part in zip(groups, labels, strict=True)]
    return capitalised(", ".join(parts))


def _hues(rows: list[Json], sides: Sequence[str], titles: Mapping[str, str], chief: Sequence[str]) -> dict[str, int]:
    """Return the place of the colour of each series: that of the side that handed over, or else that received."""
    named = {_label(row, sides, titles): row[sides[0]] for row in rows if sides}
    return {label: hue_of(side, chief) for label, side in named.items() if side in chief}


def _title(rows: list[Json], by: list[str]) -> str:
    kinds = sorted({kind for row in rows for kind in row["includes"]})
    what = capitalised(" and ".join(words(kind) for kind in kinds)) if len(kinds) in (1, 2) else "People and bodies"
    parts = [GROUP_WORDS.get(name, name) for name in by]
    return f"{what} handed over" + (f", by {names(parts)}" if parts else "")


def _period(content: Content, bars: list[SumBar]) -> str:
    """Return the time that is drawn, and by what it was narrowed."""
    periods = sorted(bar.period for bar in bars if bar.period)
    ends = [date_words(periods[0]), date_words(periods[-1])] if periods else []
    params = parse_qs(content.address.partition("?")[2])
    within = [f"{word} {date_words(params[name][0])}" for name, word in TIME_WORDS.items() if name in params]
    time = " to ".join(dict.fromkeys(ends)) or capitalised(" ".join(within))
    parts = [time] if time else []
    parts += [f"{name}: {', '.join(values)}" for name, values in params.items() if name not in IN_WORDS]
    return "; ".join(parts) or f"The whole record, {content.record}"


def _notes(content: Content, rows: list[Json], more: Json) -> list[str]:
    if not rows:
        return [(content.empty or more.get("empty") or {}).get("text") or "No transfer is recorded that fits."]
    params = parse_qs(content.address.partition("?")[2])
    notes = [] if {*SIDES} & {*rows[0]} or {"from_side", "to_side"} & {*params} else [BOTH_WAYS_NOTE]
    notes += [UNKNOWN_NOTE] if any(count_of(row).is_open for row in rows) else []
    notes += [RANGE_NOTE] if any(count_of(row).is_range for row in rows) else []
    mixed = sum(row["transfers"] for row in more.get("also_counted", []))
    if mixed:
        kinds = sorted({kind for row in more["also_counted"] for kind in row["includes"]})
        notes.append(f"Not in the bars: {counted(mixed, 'transfer')} counted as “{names(map(words, kinds))}”.")
    if gaps := more.get("gaps"):
        notes.append(f"The record has {counted(len(gaps), 'known gap')} in this time, for which sums may be too low.")
    return notes
