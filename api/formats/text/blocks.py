"""Blocks: the pieces that a page for reading is made of, whether it is written as plain text, Markdown or HTML."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Anchor:
    """Words that point to an absolute address; plain text shows the words alone."""

    text: str
    url: str


@dataclass(frozen=True)
class Strong:
    """Words that stand out, where the format can show it."""

    text: str


@dataclass(frozen=True)
class Cite:
    """Numbers of footnotes, set after the words that they support; none writes nothing."""

    numbers: tuple[int, ...]


@dataclass(frozen=True)
class PageLink:
    """Words that only a page for a browser links, because in other forms they are read as they are."""

    text: str
    url: str


@dataclass(frozen=True)
class RecordId:
    """The id of a record, which a page for a browser links to its address."""

    text: str
    url: str


Piece = str | Anchor | Strong | Cite | PageLink | RecordId
Line = Sequence[Piece]
"""Running text, as long as it needs to be; its pieces follow each other without a space."""


@dataclass(frozen=True)
class Heading:
    """A heading: level 0 is the page, 1 a record, 2 a section; `label` is the part that we wrote ourselves."""

    level: int
    line: Line = ()
    label: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph."""

    line: Line


@dataclass(frozen=True)
class Fact:
    """One property of a record: its name and its value."""

    name: str
    line: Line


@dataclass(frozen=True)
class Bar:
    """How much of an agreed number was carried out, drawn and then told."""

    low: int
    high: int
    agreed: int
    line: Line


@dataclass(frozen=True)
class Item:
    """An item of a list: lines one below the other, then what belongs to it.

    `mark` or `number` stands before it, else a bullet. In plain text everything after the first line begins `hang`
    columns further in, and an empty line goes before an item that stands `apart`.
    """

    lines: Sequence[Line]
    inside: Sequence["Block"] = ()
    mark: str = ""
    number: int | None = None
    hang: int = 2
    apart: bool = False


@dataclass(frozen=True)
class TextColumn:
    """What one side says."""

    head: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class SideBySide:
    """Two accounts side by side, where the format has room for it."""

    left: TextColumn
    right: TextColumn


@dataclass(frozen=True)
class Address:
    """An address to copy, on a line of its own below the text that says what it is."""

    text: str
    url: str


@dataclass(frozen=True)
class Footnote:
    """A source cited, under its number; `passage_url` is its address at the words that are quoted of it."""

    number: int
    line: Line
    url: str
    passage_url: str = ""


@dataclass(frozen=True)
class Grid:
    """Rows under a header: in columns where the format has room for them, else each row as an item."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    links: Sequence[Sequence[str]] = ()
    """The address of what each cell names, empty where it names nothing; only a page for a browser links it."""


Block = Heading | Paragraph | Fact | Bar | Item | SideBySide | Address | Footnote | Grid
