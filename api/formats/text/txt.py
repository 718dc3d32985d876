"""Plain text for a terminal: 80 columns, accounts side by side, sources as footnotes."""

from collections.abc import Iterable, Iterator, Sequence

from wcwidth import ljust

from api.formats.content import Content, Format
from api.formats.text.blocks import (
    Address,
    Bar,
    Block,
    Cite,
    Fact,
    Footnote,
    Grid,
    Heading,
    Item,
    Line,
    Paragraph,
    Piece,
    SideBySide,
    TextColumn,
)
from api.formats.text.events import event_item
from api.formats.text.layout import WIDTH, bar, columns, side_by_side, wrapped
from api.formats.text.page import read


def write_txt(content: Content) -> Iterable[bytes]:
    """Return a reply as text for a terminal."""
    return [txt_of(read(content, event_item))]


def txt_of(blocks: Sequence[Block]) -> bytes:
    """Return blocks as plain text."""
    return ("\n".join(_spaced(blocks)) + "\n").encode()


def _spaced(blocks: Sequence[Block]) -> Iterator[str]:
    """Yield the lines of all blocks, with an empty one where the eye needs it."""
    before: Block | None = None
    for block in blocks:
        if before is not None and _stands_apart(block, before):
            yield ""
        yield from _lines(block, WIDTH)
        before = block


def _stands_apart(block: Block, before: Block) -> bool:
    """Tell whether an empty line comes before a block."""
    if isinstance(before, Heading):
        return False
    if isinstance(block, Item):
        return block.apart or isinstance(before, Paragraph | Fact)
    if isinstance(block, Address):
        return not isinstance(before, Address | Fact)
    return isinstance(block, Heading | Paragraph | Grid) or isinstance(before, Grid)


def _lines(block: Block, width: int) -> Iterator[str]:
    """Yield the lines of one block."""
    match block:
        case Heading():
            yield from _heading(block, width)
        case Paragraph(line):
            yield from wrapped(_text(line), width)
        case Fact(name, line):
            yield from wrapped(f"{name}: {_text(line)}", width, other="  ")
        case Bar(low, high, agreed, line):
            yield from wrapped(f"{bar(low, high, agreed)} {_text(line)}", width)
        case Item():
            yield from _item(block, width)
        case SideBySide(left, right):
            yield from side_by_side(_column(left), _column(right), width)
        case Address(text, url):
            yield from [*wrapped(text, width), f"  {url}"] if text else [url]
        case Footnote(number, line, url):
            mark = f"[{number}] "
            yield from wrapped(_text(line), width, mark, " " * len(mark))
            yield " " * len(mark) + url
        case _:
            yield from columns(block.header, block.rows, width) or _items(block.header, block.rows, width)


def _heading(heading: Heading, width: int) -> Iterator[str]:
    text = _text(heading.line)
    if heading.label:
        yield from wrapped(": ".join(part for part in (heading.label.upper(), text) if part), width)
    elif heading.level == 0:
        yield from wrapped(text, width)
    else:
        *others, last = wrapped(f"== {text} ==", width, other="   ")
        yield from others
        yield ljust(last, width, "=")


def _item(item: Item, width: int) -> Iterator[str]:
    mark = f"{item.number}." if item.number is not None else item.mark or "-"
    margin = " " * item.hang
    first, *others = item.lines
    yield from wrapped(_text(first), width, (mark + " ").ljust(item.hang), margin)
    for line in others:
        yield from wrapped(_text(line), width, margin, margin)
    for block in item.inside:
        yield from (margin + line for line in _lines(block, width - item.hang))


def _items(header: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """Yield each row as an item: its first value, and below it the others under their names."""
    for first, *others in rows:
        facts = "; ".join(f"{name}: {value}" for name, value in zip(header[1:], others, strict=True) if value)
        yield from _item(Item([[first], [facts]] if facts else [[first]]), width)


def _column(column: TextColumn) -> list[str]:
    return [column.head, *(_text(line) for line in column.lines)]


def _text(line: Line) -> str:
    return "".join(_piece(piece) for piece in line)


def _piece(piece: Piece) -> str:
    if isinstance(piece, str):
        return piece
    if isinstance(piece, Cite):
        return f" [{','.join(_ranges(piece.numbers))}]" if piece.numbers else ""
    return piece.text


def _ranges(numbers: Sequence[int]) -> Iterator[str]:
    """Yield rising numbers as text, three or more neighbours as a range."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    for run in runs:
        yield from [f"{run[0]}–{run[-1]}"] if len(run) > 2 else map(str, run)


TXT = Format(
    "txt",
    "text/plain; charset=utf-8",
    ("text/plain",),
    "Text for a terminal: 80 columns, footnoted sources.",
    write_txt,
    has_short_form=True,
)
