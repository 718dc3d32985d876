"""Reading: an answer as a page for people, in blocks that plain text and Markdown each write in their own way."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from api.formats.content import Content
from api.formats.text.blocks import Address, Block, Fact, Heading, Paragraph
from api.formats.text.events import event_blocks, event_permalink, weight
from api.formats.text.footnotes import Footnotes
from api.formats.text.lists import list_blocks
from api.formats.text.phrases import counted, date_words
from api.formats.text.records import addresses, record_blocks
from db.release.identity import LICENSE_URL

_DAY = re.compile(r"/v1/events/(\d{4}-\d{2}-\d{2})(?:\.[a-z]+)?")


def read(answer: Content) -> list[Block]:
    """Return the whole page: its head, its records, the sources cited, and how to cite it and to go on from it."""
    notes = Footnotes()
    if answer.single:
        body = [*_record(answer, notes)]
    elif _day(answer):
        body = [*_day_of_events(answer, notes)]
    else:
        body = [*_list(answer, notes)]
    level = 2 if answer.single else 1
    return [*body, *notes.blocks(level), *_foot(answer, level)]


def _day(answer: Content) -> str | None:
    """Return the day whose complete events are asked for, if that is what is asked for."""
    found = _DAY.fullmatch(urlsplit(answer.address).path)
    return found[1] if found else None


def _record(answer: Content, notes: Footnotes) -> Iterator[Block]:
    document = answer.documents[0]
    if answer.noun == "events":
        yield from event_blocks(document, answer, notes)
    else:
        yield from record_blocks(document, answer, notes)
        yield from addresses(document, answer.noun)


def _day_of_events(answer: Content, notes: Footnotes) -> Iterator[Block]:
    """Yield the events of a day in full, the weightiest first unless the client orders them."""
    events = answer.documents if _ordered(answer) else sorted(answer.documents, key=weight, reverse=True)
    yield Heading(0, [f"{answer.record}. {_description(answer)}"])
    if not events:
        yield Paragraph(["No event is recorded."])
    for number, event in enumerate(events, 1):
        yield from event_blocks(event, answer, notes, f"{number}/{len(events)}" if len(events) > 1 else "")
        yield event_permalink(event, answer)
    yield from _neighbours(answer)


def _ordered(answer: Content) -> bool:
    return "sort=" in urlsplit(answer.address).query


def _description(answer: Content) -> str:
    """Return what was asked for, and the order in which it stands on the page."""
    if _day(answer) and not _ordered(answer):
        return answer.description.rpartition(", by ")[0] + ", weightiest first."
    return answer.description


def _list(answer: Content, notes: Footnotes) -> Iterator[Block]:
    yield Heading(0, [f"{answer.record}. {answer.description}"])
    shown = len(answer.documents)
    part = f", {shown:,} of them on this page" if shown < answer.total else ""
    yield Paragraph([f"{counted(answer.total, 'record')} in all{part}." if answer.total else "No record is found."])
    yield from list_blocks(answer, notes)
    yield from _neighbours(answer)


def _neighbours(answer: Content) -> Iterator[Block]:
    """Yield where the list goes on, and where it came from."""
    for name, text in (("next", "Next page:"), ("prev", "Previous page:")):
        url = answer.links.get(name)
        if url:
            yield Address(text, url)


def _foot(answer: Content, level: int) -> Iterator[Block]:
    """Yield the citation, the release, the licence and the JSON."""
    yield Heading(level, label="Cite and reuse")
    yield Fact("Release", [f"{answer.release} of {date_words(answer.release_date)}"])
    yield _citation(answer)
    yield Address("Licence: CC BY 4.0 (quotations belong to their authors).", LICENSE_URL)
    path, mark, query = answer.address.partition("?")
    yield Address("The same as JSON:", re.sub(r"\.(txt|md)$", "", path) + ".json" + mark + query)


def _citation(answer: Content) -> Address:
    """Return how to cite a record, or the list as it was asked for."""
    if answer.single:
        text, _, url = answer.documents[0]["citation"].rpartition(" ")
        return Address(text, url)
    return Address(f"“{_description(answer)}” Parley: {answer.record}, release {answer.release}.", answer.address)
