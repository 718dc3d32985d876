"""Onward: from the page of a record to the lists of what belongs to it."""

from collections.abc import Iterator, Sequence

from api.formats.content import Content
from api.formats.text.blocks import Anchor, Block, Fact, Heading, Line, Paragraph

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
