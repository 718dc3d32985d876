"""Markdown (CommonMark): headings, lists and links, to be pasted into notes, a wiki or a page."""

import re
from collections.abc import Iterable, Iterator, Sequence

from api.formats.content import Content, Format
from api.formats.text.blocks import (
    Address,
    Anchor,
    Bar,
    Block,
    Cite,
    Fact,
    Footnote,
    Grid,
    Heading,
    Item,
    Line,
    PageLink,
    Paragraph,
    Piece,
    RecordId,
    SideBySide,
    Strong,
    TextColumn,
)
from api.formats.text.events import event_entry
from api.formats.text.layout import bar
from api.formats.text.page import read

_INLINE = re.compile(r"([\\`*_\[\]<>&~|$!])")
_OPENING = re.compile(r"^(\s*)([#+=-]|\d+(?=[.)]))")
_NOT_IN_ADDRESS = str.maketrans({"<": "%3C", ">": "%3E", "\\": "%5C", " ": "%20"})


def write_md(content: Content) -> Iterable[bytes]:
    """Return a reply as Markdown; the numbers of footnotes are links to the publications themselves."""
    return [md_of(read(content, event_entry))]


def md_of(blocks: Sequence[Block]) -> bytes:
    """Return blocks as Markdown."""
    top = min(block.level for block in blocks if isinstance(block, Heading))
    notes = [f"[{block.number}]: <{_address(block.url)}>" for block in blocks if isinstance(block, Footnote)]
    lines = [*_spaced(blocks, top), *([""] if notes else []), *notes]
    return ("\n".join(lines) + "\n").encode()


def _spaced(blocks: Sequence[Block], top: int) -> Iterator[str]:
    """Yield the lines of all blocks, with an empty one around all that is not an item of the same list."""
    before: Block | None = None
    for block in blocks:
        if before is not None and not (_listed(block) and _listed(before) and type(block) is type(before)):
            yield ""
        yield from _heading(block, top) if isinstance(block, Heading) else _lines(block)
        before = block


def _listed(block: Block) -> bool:
    return not isinstance(block, Heading | Paragraph | Grid)


def _lines(block: Block) -> Iterator[str]:
    """Yield the lines of one block."""
    match block:
        case Paragraph(line):
            yield _opening(_text(line))
        case Fact(name, line):
            yield f"- **{escaped(name)}:** {_text(line)}"
        case Bar(low, high, agreed, line):
            yield f"- `{bar(low, high, agreed)}` {_text(line)}"
        case Item():
            yield from _item(block)
        case SideBySide(left, right):
            yield from _item(_of_side(left))
            yield from _item(_of_side(right))
        case Address(text, url):
            yield f"- {escaped(text)} <{_address(url)}>" if text else f"- <{_address(url)}>"
        case Footnote(number, line, url):
            yield f"{number}. {_text(line)} <{_address(url)}>"
        # Only a heading is neither, and whoever calls writes that apart.
        case Grid(header, rows):  # pragma: no branch
            for row in (header, ["---"] * len(header), *rows):
                yield f"| {' | '.join(map(escaped, row))} |"


def _heading(heading: Heading, top: int) -> Iterator[str]:
    """Yield a heading; the highest of the page is of the first level."""
    text = ": ".join(part for part in (escaped(heading.label), _text(heading.line)) if part)
    yield f"{'#' * (heading.level - top + 1)} {text}"


def _of_side(column: TextColumn) -> Item:
    """Return a side's column as an item, because CommonMark has no columns."""
    return Item([[Strong(column.head)]], [Item([line]) for line in column.lines])


def _item(item: Item) -> Iterator[str]:
    marker = f"{item.number}. " if item.number is not None else "- "
    margin = " " * len(marker)
    first, *others = (_text(line) for line in item.lines)
    lines = [f"**{escaped(item.mark)}** {first}" if item.mark else _opening(first), *map(_opening, others)]
    yield marker + f"\\\n{margin}".join(lines)
    for block in item.inside:
        yield from (margin + line for line in _lines(block))


def _text(line: Line) -> str:
    return "".join(_piece(piece) for piece in line)


def _piece(piece: Piece) -> str:
    match piece:
        case Anchor(text, url):
            return f"[{escaped(text)}](<{_address(url)}>)"
        case Strong(text):
            return f"**{escaped(text)}**"
        case Cite(numbers):
            return r" \[" + ", ".join(f"[{number}]" for number in numbers) + r"\]" if numbers else ""
        case PageLink(text) | RecordId(text):
            return escaped(text)
        case _:
            return escaped(piece)


def escaped(text: str) -> str:
    """Return text in which nothing is markup."""
    return _INLINE.sub(r"\\\1", text)


def _opening(text: str) -> str:
    """Escape what would make the beginning of a line a heading, a list or a rule."""
    match = _OPENING.match(text)
    if not match:
        return text
    if match[2].isdigit():
        return text[: match.end()] + "\\" + text[match.end() :]
    return text[: match.start(2)] + "\\" + text[match.start(2) :]


def _address(url: str) -> str:
    return url.translate(_NOT_IN_ADDRESS)


MD = Format(
    "md",
    "text/markdown; charset=utf-8",
    ("text/markdown",),
    "Markdown with linked sources.",
    write_md,
    has_short_form=True,
)
