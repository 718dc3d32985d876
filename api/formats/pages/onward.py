"""Onward: from the page of a record to the lists of what belongs to it, and from a day to the days beside it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from api.formats.content import Content
from api.formats.text.blocks import Anchor, Block, Fact, Heading, Item, Line, PageLink, Paragraph, RecordId
from api.formats.text.phrases import date_words

ONWARD_LISTS: dict[str, Sequence[tuple[str, str]]] = {
    "actors": (
        *(("events", "/v1/events?actor={id}"), ("meetings and calls", "/v1/actors/{id}/meetings")),
        *(("statements", "/v1/statements?speaker={id}"), ("proposals", "/v1/proposals?by={id}")),
    ),
    "processes": (
        *(("events", "/v1/events?process={id}&sort=date"), ("agreements", "/v1/agreements?process={id}")),
        *(("proposals", "/v1/proposals?process={id}"), ("what is disputed", "/v1/claims?process={id}&status=disputed")),
    ),
    "places": (("events", "/v1/events?place={id}"),),
    "topics": (("events", "/v1/events?topic={id}"), ("claims", "/v1/claims?topic={id}")),
    "publishers": (("publications", "/v1/sources?publisher={id}"), ("events", "/v1/events?publisher={id}")),
    "agreements": (("transfers under it", "/v1/transfers?agreement={id}"),),
}
"""For each noun whose records others belong to, the words for these and the address of their list."""


def with_lists(content: Content, blocks: Sequence[Block]) -> list[Block]:
    """Return the page of a record with the lists of what belongs to it, right under its facts."""
    end = next((place for place, one in enumerate(blocks) if not isinstance(one, (Heading, Fact))), len(blocks))
    while end > 1 and isinstance(blocks[end - 1], Heading):
        end -= 1
    return [*blocks[:end], *_lists(content), *blocks[end:]]


def _lists(content: Content) -> Iterator[Block]:
    identifier = content.documents[0]["id"]
    links = [Anchor(words, address.format(id=identifier)) for words, address in ONWARD_LISTS.get(content.noun, ())]
    line: Line = [piece for link in links for piece in (", ", link)][1:]
    if line:
        yield Paragraph(["See the ", *line, "."])


def led_on(blocks: Sequence[Block]) -> list[Block]:
    """Return the items of a list whose words lead to their record, in place of the id that stands behind them."""
    return [_led_on(block) for block in blocks]


def _led_on(block: Block) -> Block:
    if not isinstance(block, Item) or not block.lines or not block.lines[0]:
        return block
    identifier = next((piece for line in block.lines for piece in line if isinstance(piece, RecordId)), None)
    words, *rest = block.lines[0]
    if identifier is None or not isinstance(words, str) or not words.strip():
        return block
    lines = [[PageLink(words, identifier.url), *rest], *block.lines[1:]]
    texts = [[piece for piece in line if not isinstance(piece, RecordId)] for line in lines]
    return replace(block, lines=[line for line in texts if any(line)])


def beside(text: str) -> Iterator[Block]:
    """Yield the way to the day, month or year before and after one; none beyond the years that a date may have."""
    try:
        dates = _before(text), _after(text)
    except (OverflowError, ValueError):
        return
    before, after = (Anchor(date_words(one), f"/v1/events/{one}") for one in dates)
    yield Paragraph(["← ", before, " · ", after, " →"])


def _before(text: str) -> str:
    return (_first_day(text) - timedelta(days=1)).isoformat()[: len(text)]


def _after(text: str) -> str:
    # From the first day of a month or year, so many days on are within the next one.
    step = {len("2031"): 366, len("2031-04"): 31}.get(len(text), 1)
    return (_first_day(text) + timedelta(days=step)).isoformat()[: len(text)]


def _first_day(text: str) -> date:
    return date.fromisoformat(f"{text}-01-01"[: len("2031-04-12")])
