"""Meetings: who met whom, as tables and as text."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from api.formats.columns import SEPARATOR
from api.formats.content import Content
from api.formats.text.blocks import Anchor, Block, Fact, Heading, Item, Line
from api.formats.text.events import HANG
from api.formats.text.md import md_of
from api.formats.text.page import neighbours, query_foot
from api.formats.text.phrases import date_words, names, words
from api.formats.text.txt import txt_of
from schemas.model.base import Json

COLUMNS = ("event", "title", "date", "kind", "level", "channel", "place", "place_name", "with")


@dataclass(frozen=True)
class MeetingsPage:
    """Meetings before they are written: what stands around every reply, the rows, and what all of them come to."""

    content: Content
    rows: list[Json]
    summary: Json


def write_csv(page: MeetingsPage) -> bytes:
    """Return a header and a row for each meeting; references as ids, lists of them separated by |."""
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(COLUMNS)
    rows.writerows(_cells(row) for row in page.rows)
    return text.getvalue().encode()


def _cells(row: Json) -> Iterator[Any]:
    place = row["place"] or {"id": None, "name": None}
    yield from (row["event"]["id"], row["event"]["name"], row["date"], row["kind"], row["level"], row["channel"])
    yield from (place["id"], place["name"], SEPARATOR.join(other["id"] for other in row["with"]))


def write_ndjson(page: MeetingsPage) -> bytes:
    """Return each meeting as one line of JSON."""
    lines = (json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in page.rows)
    return "".join(lines).encode()


def write_txt(page: MeetingsPage) -> bytes:
    """Return the meetings as text for a terminal."""
    return txt_of(list(_blocks(page)))


def write_md(page: MeetingsPage) -> bytes:
    """Return the meetings as Markdown."""
    return md_of(list(_blocks(page)))


def _blocks(page: MeetingsPage) -> Iterator[Block]:
    """Yield what all meetings come to, then each with who was there."""
    content, summary = page.content, page.summary
    yield Heading(0, [f"{content.record}. {content.description}"])
    yield Fact("Number", [f"{summary['count']:,}"])
    if summary["count"]:
        yield Fact("First", [date_words(summary["first_date"])])
        yield Fact("Last", [date_words(summary["last_date"])])
        by_channel = [f"{number} {words(channel)}" for channel, number in summary["by_channel"].items() if number]
        yield Fact("How", [", ".join(by_channel)])
    for row in page.rows:
        yield _item(row, content)
    yield from neighbours(content)
    yield from query_foot(content)


def _item(row: Json, content: Content) -> Item:
    event, place = row["event"], row["place"]
    start, slash, end = row["date"].partition("/")
    how = ", ".join(part for part in (words(row["kind"]), words(row["channel"]), place and place["name"]) if part)
    until = f"to {end}, " if slash and end else ""
    lines: list[Line] = [[Anchor(event["name"], content.absolute(event["url"]))], [f"{until}{how} {event['id']}"]]
    others: list[Line] = [[f"with {names(row['with'])}"]] if row["with"] else []
    return Item([*lines, *others], (), start + ("–" if slash else ""), hang=HANG)
