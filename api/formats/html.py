"""HTML: a page for a browser, complete without JavaScript, from the blocks that plain text and Markdown are made of."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from api.formats.content import Content, Format
from api.formats.pages.filter_form import form_of
from api.formats.pages.heads import head_of, page_date
from api.formats.pages.onward import beside, led_on, with_lists
from api.formats.pages.rendering import PAGE_HEADERS, html_of
from api.formats.pictures.page_pictures import gather_for_page
from api.formats.text.blocks import Block, Footnote, Heading, Paragraph
from api.formats.text.events import event_entry
from api.formats.text.page import day_of, description_of, past_blocks, read_body
from api.formats.text.phrases import counted, date_words

MAX_PAGE_BYTES = 100_000
"""The most that a page weighs. A day with more to say is told in its short form, each event with a link; of a record
the links to its sources lead to whole pages then, and not to the words that are quoted of them."""
MAX_RECORDS = 50
"""Records on a page of a list."""


def write_html(content: Content) -> Iterable[bytes]:
    """Return a reply as a page."""
    page = _page(content)
    if len(page) > MAX_PAGE_BYTES and day_of(content) and not content.brief:
        page = _page(replace(content, brief=True))
    if len(page) > MAX_PAGE_BYTES and content.single:
        page = _page(content, leads_to_passages=False)
    return [page]


def _page(content: Content, *, leads_to_passages: bool = True) -> bytes:
    blocks = read_body(content, event_entry)
    if not leads_to_passages:
        blocks = [replace(block, passage_url="") if isinstance(block, Footnote) else block for block in blocks]
    if content.single:
        first, *rest = with_lists(content, blocks)
        return html_of([first, *past_blocks(content), *rest], head_of(content, blocks))
    # The head of a list and how many there are, which this page says in its own way; of one event it is the head alone.
    head = 1 if day_of(content) and content.total == 1 else 2
    title = date_words(page_date(content)) if page_date(content) else _list_title(content)
    blocks = [
        Heading(0, [title]),
        *past_blocks(content),
        *_introduction(content),
        *led_on(blocks[head:]),
    ]
    action = urlsplit(content.address).path.removesuffix(".html")
    form = form_of(content.frame, action) if content.frame and not day_of(content) else None
    return html_of(blocks, head_of(content, blocks, title), form)


def _list_title(content: Content) -> str:
    """Return what a list is called: its noun, or where records were chosen, what they have in common."""
    return content.description.partition(", by ")[0].removesuffix(".")


def _introduction(content: Content) -> Iterator[Block]:
    """Yield how many records there are, how many of them on this page, and in which order."""
    returned, noun = len(content.documents), content.noun
    if page_date(content):
        yield from beside(page_date(content))
    if not content.total:
        yield Paragraph([str(content.empty["text"]) if content.empty else "No record is found."])
        return
    number = f"{content.total:,} {noun}" if content.total > 1 else f"One record among the {noun}"
    part = f", {returned:,} of them on this page" if returned < content.total else ""
    order = description_of(content).rpartition(", ")[2].removesuffix(".")
    yield Paragraph([f"{number}{part}, {order}."])
    if content.brief and day_of(content):
        text = f"The day in short: {counted(content.total, 'event')}, each with all that is known at its own address."
        yield Paragraph([text])


HTML = Format(
    "html",
    "text/html; charset=utf-8",
    ("text/html",),
    "A page for a browser.",
    write_html,
    has_short_form=True,
    needs_frame=True,
    max_records=MAX_RECORDS,
    max_of_long_records={"agreements": 20},
    gather=gather_for_page,
    headers=PAGE_HEADERS,
)
