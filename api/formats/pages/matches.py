"""Matches: where the record has a quote, each as an item that can be read; the whole table is in .csv."""

from collections.abc import Iterator

from api.formats.text.blocks import Anchor, Item, Line
from api.formats.text.phrases import date_words
from schemas.model.base import Json

MAX_PASSAGE = 300
"""Letters of a passage that an item repeats."""


def match_items(rows: list[Json]) -> Iterator[Item]:
    """Yield each place of the record that has some words: how far they agree, who said them, and the publication."""
    for row in rows:
        text = row["text"] if len(row["text"]) <= MAX_PASSAGE else row["text"][:MAX_PASSAGE].rpartition(" ")[0] + " …"
        lines: list[Line] = [[f"“{text}”"], [*_where(row)]]
        if row["match"] == "altered" and row["marked"]:
            lines.append([f"Word by word, [-the record-] and {{+the question+}}: {row['marked']}"])
        yield Item(lines, mark=f"[{row['match']}]")


def _where(row: Json) -> Iterator[str | Anchor]:
    record, speaker, source = row["record"], row["speaker"], row["source"]
    if speaker:
        yield Anchor(speaker["name"], speaker["url"])
        yield ", "
    yield f"{date_words(row['date'])}, in the {record['type']} " if row["date"] else f"In the {record['type']} "
    yield Anchor(record["name"], record["url"])
    if source:
        yield "; source: "
        yield Anchor(source["name"], source["url"])
