"""Reading one record of any noun but events: its properties, what it says, and the words of its sources."""

from collections.abc import Callable, Iterator
from typing import Any

from api.formats.content import Content, Document
from api.formats.text.accounts import Sides, accounts
from api.formats.text.agreements import agreement_terms
from api.formats.text.blocks import Address, Block, Fact, Heading, Item, Line, Link, Paragraph
from api.formats.text.footnotes import Footnotes, quoted
from api.formats.text.inner import document_item, proposal_item, statement_line, transfer_item
from api.formats.text.phrases import counted, date_words
from schemas.nouns import SCHEMAS

EVENT, TOPICS = ("Event", "event"), ("Topics", "topics")

FACTS: dict[str, tuple[tuple[str, str], ...]] = {
    "claims": (("Status", "status"), ("Date", "date"), ("Sides", "sides"), EVENT, TOPICS),
    "statements": (("Speaker", "speaker"), ("Position", "position"), ("Date", "date"), EVENT, TOPICS),
    "proposals": (("Date", "date"), EVENT, TOPICS),
    "agreements": (("Parties", "parties"), ("Date", "date"), EVENT, TOPICS),
    "transfers": (("Date", "date"), ("Under", "under"), ("Accounts", "claim"), EVENT, TOPICS),
    "documents": (("Date", "date"), ("Language", "language"), EVENT, TOPICS),
    "processes": (
        *(("Status", "status"), ("Began", "start_date"), ("Ended", "end_date"), ("Days", "days")),
        *(("Parties", "parties"), ("Mediators", "mediators"), ("Takes up", "predecessor")),
        *(("Taken up by", "successors"), ("Events", "events"), ("First event", "first_event")),
        *(("Latest event", "last_event"), TOPICS),
    ),
    "actors": (
        *(("Kind", "kind"), ("Country", "country"), ("Part of", "part_of"), ("Also", "aliases")),
        *(("Events", "events"), ("First event", "first_event"), ("Latest event", "last_event")),
        *(("Wikidata", "wikidata"), TOPICS),
    ),
    "places": (
        *(("Kind", "kind"), ("Part of", "part_of"), ("Country", "country"), ("Also", "aliases")),
        *(("Latitude", "latitude"), ("Longitude", "longitude"), ("Events", "events"), ("Wikidata", "wikidata"), TOPICS),
    ),
    "sources": (
        *(("Publisher", "publisher"), ("Citing", "relays"), ("Author", "author"), ("Published", "published_date")),
        *(("Last read", "accessed_date"), ("Language", "language"), ("Kind", "kind"), ("Cited by", "cited_by")),
    ),
    "publishers": (
        *(("Country", "country"), ("Ownership", "ownership"), ("House", "group"), ("Also", "aliases")),
        *(("Publications cited", "sources"), ("Wikidata", "wikidata")),
    ),
    "topics": (("Broader", "broader"), ("Narrower", "narrower"), ("Events", "events")),
}
"""For each noun, what stands under its name: the word for it and the field that holds it."""

ADDRESSES = (("Publication:", "url"), ("Archived copy:", "archive_url"), ("Published at:", "official_url"))


def record_blocks(document: Document, answer: Content, notes: Footnotes) -> Iterator[Block]:
    """Yield a record in full."""
    yield Heading(1, [str(document[SCHEMAS[answer.noun].TITLE])])
    for name, field in FACTS[answer.noun]:
        line = _value(field, document[field], answer)
        if line:
            yield Fact(name, line)
    yield from _BODIES.get(answer.noun, _nothing)(document, notes)
    if answer.noun in ("actors", "places", "processes"):
        yield from _carried_by(document, notes)
    yield from quoted(document, notes)


def _value(field: str, value: Any, answer: Content) -> Line:
    """Return a property as text; nothing where it is not known."""
    if isinstance(value, list):
        parts = [_value(field, one, answer) for one in value]
        return [piece for index, part in enumerate(parts) for piece in (*((", ",) if index else ()), *part)]
    if isinstance(value, dict):
        return [Link(value["name"], answer.absolute(value["url"]))]
    if value is None:
        return []
    if field.endswith("date"):
        return [date_words(value)]
    return [f"{value:,}" if isinstance(value, int) else str(value)]


def _nothing(document: Document, notes: Footnotes) -> Iterator[Block]:
    """Yield nothing: the properties say it all."""
    del document, notes
    yield from ()


def _carried_by(document: Document, notes: Footnotes) -> Iterator[Block]:
    """Yield the sources that carry a record as a whole."""
    cited = notes.cite(document["evidence"])
    if cited.numbers:
        yield Paragraph(["Recorded from", cited, "."])


def _claim(claim: Document, notes: Footnotes) -> Iterator[Block]:
    yield Heading(2, label="Who says what")
    yield from accounts(claim, Sides([claim]), notes)


def _statement(statement: Document, notes: Footnotes) -> Iterator[Block]:
    yield Paragraph(statement_line(statement, notes))


def _agreement(agreement: Document, notes: Footnotes) -> Iterator[Block]:
    yield Heading(2, label="What was agreed")
    yield from agreement_terms(agreement, notes, {}, Sides([]))


def _one(write: Callable[[Document, Footnotes], Item]) -> Callable[[Document, Footnotes], Iterator[Block]]:
    """Make a function that yields a record's item."""

    def blocks(document: Document, notes: Footnotes) -> Iterator[Block]:
        yield Heading(2, label="What the record holds")
        yield write(document, notes)

    return blocks


def _actor(actor: Document, notes: Footnotes) -> Iterator[Block]:
    if actor["positions"]:
        yield Heading(2, label="Positions")
    yield from (Item([position_line(one, notes)]) for one in actor["positions"])
    if actor["met"]:
        yield Heading(2, label="Took part in events with")
    for contact in actor["met"]:
        dates = f"{date_words(contact['first_date'])} to {date_words(contact['last_date'])}"
        when = dates if contact["count"] > 1 else date_words(contact["last_date"])
        yield Item([[f"{contact['actor']['name']}: {counted(contact['count'], 'event')}, {when}"]])


def position_line(position: Document, notes: Footnotes) -> Line:
    """Return an office and when it was held."""
    start, end = position["from"], position["to"]
    since = f"from {date_words(start)}" if start else ""
    until = f"until {date_words(end)}" if end else ""
    return [", ".join(part for part in (position["title"], since, until) if part), notes.cite(position["evidence"])]


def _told(field: str) -> Callable[[Document, Footnotes], Iterator[Block]]:
    """Make a function that yields one field as a paragraph."""

    def blocks(document: Document, notes: Footnotes) -> Iterator[Block]:
        del notes
        yield Paragraph([document[field]])

    return blocks


_BODIES: dict[str, Callable[[Document, Footnotes], Iterator[Block]]] = {
    "claims": _claim,
    "statements": _statement,
    "proposals": _one(proposal_item),
    "agreements": _agreement,
    "transfers": _one(transfer_item),
    "documents": _one(document_item),
    "processes": _told("summary"),
    "actors": _actor,
    "topics": _told("definition"),
}
"""What stands under the properties of a record, for the nouns that have more to say."""


def addresses(document: Document, noun: str) -> Iterator[Block]:
    """Yield the addresses outside this server that a source or a document has."""
    for name, field in ADDRESSES:
        if document.get(field) and (noun == "sources" or field != "url"):
            yield Address(name, document[field])
