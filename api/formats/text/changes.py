"""Changes for reading: what was changed, why, what stood there before and what does now."""

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from api.formats.content import Content
from api.formats.text.blocks import Anchor, Block, Heading, Item, Line
from api.formats.text.phrases import counted, date_words
from db.query.changes import is_of_fact
from schemas.model.base import Json

NOTHING = "nothing"
"""What stood where nothing did."""


def correction_blocks(content: Content, rows: list[Json]) -> Iterator[Block]:
    """Yield corrections, those of facts under one heading, those of sources, names and evidence under another."""
    for (_, of_fact), each in groupby(rows, key=lambda row: (row["release"], is_of_fact(row))):
        group = list(each)
        what = "What was told wrongly" if of_fact else "Sources, names and evidence"
        # What was corrected before the first release has days of its own.
        dates = {row["date"] for row in group}
        yield Heading(2, label=f"{what}: {'until ' if len(dates) > 1 else ''}{date_words(max(dates))}")
        yield from change_blocks(content, group)


def change_blocks(content: Content, rows: list[Json]) -> Iterator[Block]:
    """Yield changes, each with its reason and what stood there before."""
    for row in rows:
        where = [Anchor(row["title"], content.absolute(row["url"]))] if row["url"] else [row["title"]]
        lines: list[Line] = [[f"{date_words(row['date'])}, {row['kind']}: ", *where, f" ({row['noun']}/{row['id']})"]]
        lines += [[row["reason"]]] if row["reason"] else []
        lines += [[line] for line in value_lines(row)]
        if row["source"]:
            lines.append(["Source: ", Anchor(row["source"], source_address(row["source"], content))])
        yield Item(lines, apart=True)


def release_blocks(content: Content, rows: list[Json]) -> Iterator[Block]:
    """Yield releases, each with its notes and how much changed."""
    for row in rows:
        counts = ", ".join(f"{number:,} {kind}" for kind, number in row["kinds"].items())
        changes = f"{counted(row['changes'], 'change')}{f': {counts}' if counts else ''}."
        first: Line = [f"{date_words(row['date'])}: ", Anchor(row["version"], content.absolute(row["url"]))]
        yield Item([first, [row["notes"]], [changes]], apart=True)


def revision_blocks(content: Content, rows: list[Json]) -> Iterator[Block]:
    """Yield the revisions of a record, each with the changes that made it."""
    for row in rows:
        name = f"Revision {row['revision']}, {date_words(row['date'])}: "
        kinds = ", ".join(row["kinds"])
        where: Line = [Anchor(row["release"], content.absolute(row["url"]))] if row["release"] else ["not released yet"]
        lines: list[Line] = [[name, f"{kinds}, " if kinds else "", *where]]
        for change in row["changes"]:
            lines += [[f"{change['noun']}/{change['id']} {change['kind']}: {change['reason'] or ''}".rstrip(": ")]]
            lines += [[line] for line in value_lines(change)]
        yield Item(lines, apart=True)


def headline(change: Json) -> str:
    """Return a change in a line: Corrected: Second round of talks."""
    return f"{change['kind'].capitalize()}: {change['title']}"


def value_lines(change: Json) -> Iterator[str]:
    """Yield what stood in each field that a change is about, and what does now."""
    for name in {**change["before"], **change["after"]}:
        before, after = change["before"].get(name), change["after"].get(name)
        label = name.replace("_", " ")
        if name in change["before"] and (name, before) != ("withdrawn", None):
            yield f"{label} was: {value_words(before)}"
        if name in change["after"]:
            yield f"{label} is: {value_words(after)}"


def value_words(value: Any) -> str:
    """Return a value of a record as text."""
    if value is None or value in ([], {}):
        return NOTHING
    if isinstance(value, dict):
        return ", ".join(f"{name.replace('_', ' ')}: {value_words(one)}" for name, one in value.items())
    if isinstance(value, list):
        mark = "; " if any(isinstance(one, (dict, list)) for one in value) else ", "
        return mark.join(map(value_words, value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def source_address(source: str, content: Content) -> str:
    """Return where the source of a change is: its own address, or that of the record of it."""
    return source if "://" in source else content.absolute(f"/v1/sources/{source}")
