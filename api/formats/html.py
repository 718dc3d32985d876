"""HTML: a page for a browser, complete without JavaScript, from the blocks that plain text and Markdown are made of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.formats.content import Content, Format, PictureLink
from api.formats.csv import CSV
from api.formats.ndjson import NDJSON
from api.formats.pictures.page_pictures import gather_for_page
from api.formats.text.blocks import Bar, Block, Fact, Heading, Paragraph
from api.formats.text.events import event_entry
from api.formats.text.layout import bar
from api.formats.text.md import MD
from api.formats.text.page import read
from api.formats.text.txt import TXT
from db.query.root import ROOT
from schemas.nouns import SCHEMAS

PAGE_PARTS = ROOT / "api" / "pages"
"""The templates and the style sheet."""
OTHER_FORMS = {"json": "application/json"} | {
    one.suffix: one.media_type.partition(";")[0] for one in (TXT, MD, CSV, NDJSON)
}
"""What every record, list and answer has besides the page, by suffix."""
PAGE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}
"""A page needs its style sheet from here and nothing else."""
MAX_DESCRIPTION = 200


@dataclass(frozen=True)
class PageHead:
    """What the head of a page says: title, description, address, and suffix, media type and address of other forms."""

    title: str
    description: str
    address: str = ""
    forms: Sequence[tuple[str, str, str]] = ()
    pictures: Sequence[PictureLink] = ()


def write_html(content: Content) -> Iterable[bytes]:
    """Return a reply as a page."""
    blocks = read(content, event_entry)
    return [html_of(blocks, head_of(content, blocks))]


def head_of(content: Content, blocks: Sequence[Block]) -> PageHead:
    """Return the head of the page of a reply: its first heading and its first sentences."""
    path, mark, query = content.address.partition("?")
    path = path.removesuffix(".html")
    forms = [(suffix, kind, f"{path}.{suffix}{mark}{query}") for suffix, kind in OTHER_FORMS.items()]
    return PageHead(_title(blocks), _description(blocks), path + mark + query, forms, content.pictures)


def html_of(blocks: Sequence[Block], head: PageHead) -> bytes:
    """Return blocks as a page."""
    top = min(block.level for block in blocks if isinstance(block, Heading))
    return _PAGE.render(blocks=blocks, head=head, top=top, nouns=SCHEMAS).encode()


def _title(blocks: Sequence[Block]) -> str:
    first = next(block for block in blocks if isinstance(block, Heading))
    return ": ".join(part for part in (first.label, _plain(first.line)) if part)


def _description(blocks: Sequence[Block]) -> str:
    """Return the first paragraph; where a record has none, its first facts."""
    texts = [_plain(block.line) for block in blocks if isinstance(block, Paragraph)]
    texts = texts or [f"{block.name}: {_plain(block.line)}" for block in blocks if isinstance(block, Fact)]
    text = " ".join(texts)
    return text if len(text) <= MAX_DESCRIPTION else text[:MAX_DESCRIPTION].rpartition(" ")[0] + " …"


def _plain(line: Sequence[object]) -> str:
    """Return the words of a line without its links and footnotes."""
    return "".join(piece if isinstance(piece, str) else getattr(piece, "text", "") for piece in line)


def _grouped(blocks: Sequence[Block]) -> list[tuple[str, list[Block]]]:
    """Return blocks in runs of one kind, each of which becomes one element."""
    return [(kind, list(run)) for kind, run in groupby(blocks, key=_kind)]


def _kind(thing: object) -> str:
    return type(thing).__name__


def _drawn(block: Bar) -> str:
    return bar(block.low, block.high, block.agreed)


_ENVIRONMENT = Environment(loader=FileSystemLoader(PAGE_PARTS), autoescape=True, undefined=StrictUndefined)
_ENVIRONMENT.filters |= {"kind": _kind, "grouped": _grouped, "drawn": _drawn}
_PAGE = _ENVIRONMENT.get_template("page.html")

HTML = Format(
    "html",
    "text/html; charset=utf-8",
    ("text/html",),
    "A page for a browser.",
    write_html,
    has_short_form=True,
    gather=gather_for_page,
    headers=PAGE_HEADERS,
)
