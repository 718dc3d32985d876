"""The page: a reply for people to read, in blocks that plain text, Markdown and HTML each write in their own way."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from urllib.parse import urlsplit

from api.formats.content import Content
from api.formats.revisions import change_words, cited_version, revisions_url
from api.formats.text.blocks import Address, Block, Fact, Heading, Item, Paragraph, RecordId
from api.formats.text.events import IN_SHORT, event_blocks, event_permalink, short_blocks, weight
from api.formats.text.footnotes import Footnotes
from api.formats.text.lists import list_blocks
from api.formats.text.phrases import counted, date_words
from api.formats.text.records import addresses, record_blocks
from schemas.model.base import Json

_DAY = re.compile(r"/v1/events/(\d{4}-\d{2}-\d{2})(?:\.[a-z]+)?")


def read(content: Content, write_event: Callable[[Json, Content], Item]) -> list[Block]:
    """Return the whole page: its head, its records, the sources cited, and how to cite it and to go on from it.

    `write_event` writes an event in a chronology, of which Markdown says more than plain text.
    """
    return [*past_blocks(content), *read_body(content, write_event), *foot(content, 2 if content.single else 1)]


def read_body(content: Content, write_event: Callable[[Json, Content], Item]) -> list[Block]:
    """Return the page as far as its sources: what a page for a browser frames in its own way."""
    notes = Footnotes()
    if content.single:
        document = content.documents[0]
        body = [*_with_revisions(_record(content, notes), document, change_words(document), content)]
    elif day_of(content):
        body = [*_day_of_events(content, notes)]
    else:
        body = [*_list(content, notes, write_event)]
    return [*body, *notes.blocks(2 if content.single else 1)]


def past_blocks(content: Content) -> Iterator[Block]:
    """Yield the line that says as of which release the page stands, where it is not the present one."""
    if content.as_of:
        yield Paragraph([content.as_of])


def day_of(content: Content) -> str | None:
    """Return the day whose complete events are asked for, if that is what is asked for."""
    match = _DAY.fullmatch(urlsplit(content.address).path)
    return match[1] if match else None


def _record(content: Content, notes: Footnotes) -> Iterator[Block]:
    document = content.documents[0]
    if content.noun == "events":
        yield from (short_blocks(document, content) if content.brief else event_blocks(document, content, notes))
    elif content.brief:
        yield Heading(1, [content.title(document)])
        yield from list_blocks(content, notes)
    else:
        yield from record_blocks(document, content, notes)
        yield from addresses(document, content.noun)


def _day_of_events(content: Content, notes: Footnotes) -> Iterator[Block]:
    """Yield the events of a day in full, the weightiest first unless the client orders them."""
    events = content.documents if _ordered(content) else sorted(content.documents, key=weight, reverse=True)
    yield Heading(0, [f"{content.record}. {description_of(content)}"])
    if not events:
        yield Paragraph([_why_empty(content)])
    if len(events) > 1:
        yield from _table_of_contents(events, content)
    for number, event in enumerate(events, 1):
        place = f"{number}/{len(events)}" if len(events) > 1 else ""
        blocks = short_blocks(event, content, place) if content.brief else event_blocks(event, content, notes, place)
        yield from _with_revisions(blocks, event, change_words(event) if event["corrected_date"] else "", content)
        yield event_permalink(event, content)
    yield from neighbours(content)


def _table_of_contents(events: Sequence[Json], content: Content) -> Iterator[Block]:
    """Yield which events there are on a day, and where they are told in short.

    A day of eight events is a hundred kilobytes, and whoever reads it wants to know first what is in there.
    """
    day = date_words(day_of(content) or "")
    yield Paragraph([f"{counted(content.total, 'event')} on {day}{_part(content)}:"])
    hang = len(f"{len(events)}. ")
    for number, event in enumerate(events, 1):
        yield Item([[event["title"]], [RecordId(event["id"], event["url"])]], number=number, hang=hang)
    if not content.brief:
        path, _, query = content.address.partition("?")
        others = [one for one in query.split("&") if one and not one.startswith("view=")]
        yield Address("The same in short:", f"{path}?{'&'.join([*others, 'view=brief'])}")


def _part(content: Content) -> str:
    """Say how many of the records are on this page, where these are not all."""
    returned = len(content.documents)
    return f", {returned:,} of them on this page" if returned < content.total else ""


def _ordered(content: Content) -> bool:
    return "sort=" in urlsplit(content.address).query


def description_of(content: Content) -> str:
    """Return what was asked for, and the order in which it stands on the page."""
    if day_of(content) and not _ordered(content):
        return content.description.rpartition(", by ")[0] + ", weightiest first."
    return content.description


def _list(content: Content, notes: Footnotes, write_event: Callable[[Json, Content], Item]) -> Iterator[Block]:
    yield Heading(0, [f"{content.record}. {content.description}"])
    in_all = f"{counted(content.total, 'record')} in all{_part(content)}."
    yield Paragraph([in_all if content.total else _why_empty(content)])
    if content.noun == "events" and not content.brief:
        yield from (write_event(event, content) for event in content.documents)
    else:
        yield from list_blocks(content, notes)
    yield from neighbours(content)


def _why_empty(content: Content) -> str:
    """Say why there is no record to show."""
    return str(content.empty["text"]) if content.empty else "No record is found."


def neighbours(content: Content) -> Iterator[Block]:
    """Yield where the list goes on, and where it came from."""
    for name, text in (("next", "Next page:"), ("prev", "Previous page:")):
        url = content.links.get(name)
        if url:
            yield Address(text, url)


def foot(content: Content, level: int) -> Iterator[Block]:
    """Yield the citation, the release, the licence and the JSON."""
    yield Heading(level, label="Cite and reuse")
    yield Fact("Release", [release_words(content)])
    yield citation_of(content)
    yield Address(f"Licence: {content.license_words} (quotations belong to their authors).", content.license_url)
    path, mark, query = content.address.partition("?")
    yield Address("The same as JSON:", re.sub(r"\.(txt|md|html)$", "", path) + ".json" + mark + query)


def release_words(content: Content) -> str:
    """Return the release that a page is of; of one record, that in which it last changed, so that no other matters."""
    if not content.single:
        return f"{content.release} of {date_words(content.release_date)}"
    document = content.documents[0]
    of = f"{cited_version(document)} of {date_words(document['updated_date'])}"
    return f"{of}, revision {document['revision']} of this record"


def _with_revisions(blocks: Iterable[Block], document: Json, words: str, content: Content) -> Iterator[Block]:
    """Yield the blocks of a record, and the words, if there are any, that lead to its revisions.

    They stand under its heading; in an event told in full after what was agreed, which whoever has one screen and ten
    minutes looks for first.
    """
    every = list(blocks)
    starts = (at for at, block in enumerate(every) if isinstance(block, Heading) and block.label == IN_SHORT)
    at = next(starts, 1)
    yield from every[:at]
    if words:
        yield Address(words, revisions_url(content, document))
    yield from every[at:]


def citation_of(content: Content) -> Address:
    """Return how to cite a record, or the list as it was asked for."""
    if content.single:
        text, _, url = content.documents[0]["citation"].rpartition(" ")
        return Address(text, url)
    return Address(f"“{description_of(content)}” Parley: {content.record}, release {content.release}.", content.address)
