"""Changes for reading: what was changed, why, what stood there before and what does now."""

from collections.abc import Iterator
from itertools import groupby

from api.formats.content import Content
from api.formats.text.blocks import Anchor, Block, Heading, Item, Line
from api.formats.text.differences import difference_lines, value_words
from api.formats.text.phrases import counted, date_words
from db.query.changes import is_of_fact
from schemas.model.base import Json

NO_SOURCE = "No source is noted for this correction."


def fact_blocks(content: Content, rows: list[Json], of_facts: str) -> Iterator[Block]:
    """Yield changes, those of facts under the heading `of_facts`, those of sources, names and evidence under another.

    A release may bring thousands of publications, and whoever reads what changed looks for what happened.
    """
    for (_, of_fact), each in groupby(rows, key=lambda row: (row["release"], is_of_fact(row))):
        group = list(each)
        what = of_facts if of_fact else "Sources, names and evidence"
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
        elif row["kind"] == "corrected":
            lines.append([NO_SOURCE])
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
    """Yield what differs in each field that a change is about: what stood there before, and what does now."""
    before, after = change["before"], change["after"]
    for name in {**before, **after}:
        label = name.replace("_", " ")
        if name in before and name in after and (name, before[name]) != ("withdrawn", None):
            yield from difference_lines(label, before[name], after[name])
        elif name in after:
            yield f"{label} is: {value_words(after[name])}"
        else:
            yield f"{label} was: {value_words(before[name])}"


def source_address(source: str, content: Content) -> str:
    """Return where the source of a change is: its own address, or that of the record of it."""
    return source if "://" in source else content.absolute(f"/v1/sources/{source}")
