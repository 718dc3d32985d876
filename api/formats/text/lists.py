"""Reading lists: each record in a line or two, with what matters for its noun."""

from collections.abc import Callable, Iterator

from api.formats.content import Content, Document
from api.formats.text.accounts import Sides, cite_claim, mark
from api.formats.text.agreements import agreement_terms
from api.formats.text.blocks import Address, Block, Fact, Heading, Item, Line, Link, Paragraph
from api.formats.text.events import HANG, event_item, since, until
from api.formats.text.footnotes import Footnotes, source_words
from api.formats.text.inner import document_line, speaker_words, statement_line, transfer_line
from api.formats.text.phrases import counted, date_words, names, words

Made = Callable[[Document, Content, Footnotes], Iterator[Block]]


def list_blocks(answer: Content, notes: Footnotes) -> Iterator[Block]:
    """Yield every record of a list."""
    for document in answer.documents:
        yield from LISTED[answer.noun](document, answer, notes)


def _event(event: Document, answer: Content, notes: Footnotes) -> Iterator[Block]:
    del notes
    yield event_item(event, answer)


def _claim(claim: Document, answer: Content, notes: Footnotes) -> Iterator[Block]:
    del answer
    voices = names(claim["sides"]) or names({one["by"]["name"]: one["by"] for one in claim["accounts"]}.values())
    facts = (
        f"{voices}; {date_words(claim['date'])} [{counted(claim['independent_publishers'], 'publisher')}] {claim['id']}"
    )
    yield Item([[claim["text"], cite_claim(claim, notes)], [facts]], (), mark(claim))


def _statement(statement: Document, answer: Content, notes: Footnotes) -> Iterator[Block]:
    del answer
    yield _dated(statement, [f"{speaker_words(statement)}: ", *statement_line(statement, notes)])


def _proposal(proposal: Document, answer: Content, notes: Footnotes) -> Iterator[Block]:
    del answer
    to = f" to {names(proposal['to'])}" if proposal["to"] else ""
    line = f"{proposal['title']}. {names(proposal['by'])}{to}: {words(proposal['status'])}"
    yield _dated(proposal, [line, notes.cite(proposal["evidence"])])


def _agreement(agreement: Document, answer: Content, notes: Footnotes) -> Iterator[Block]:
    yield Heading(1, [Link(agreement["title"], answer.absolute(agreement["url"]))])
    yield Paragraph([f"{date_words(agreement['date'])}, {names(agreement['parties'])}: {agreement['event']['name']}"])
    yield Fact("Id", [agreement["id"]])
    yield from agreement_terms(agreement, notes, {}, Sides([]))


def _transfer(transfer: Document, answer: Content, notes: Footnotes) -> Iterator[Block]:
    del answer
    yield _dated(transfer, transfer_line(transfer, notes))


def _document(document: Document, answer: Content, notes: Footnotes) -> Iterator[Block]:
    del answer
    yield _dated(document, document_line(document, notes))


def _dated(record: Document, line: Line) -> Item:
    """Return an entry of a chronology with the record's id below."""
    return Item([line, [until(record) + record["id"]]], (), since(record), hang=HANG)


def _process(process: Document, answer: Content, notes: Footnotes) -> Iterator[Block]:
    del notes
    end = f" to {date_words(process['end_date'])}" if process["end_date"] else ""
    mediators = f"; mediated by {names(process['mediators'])}" if process["mediators"] else ""
    facts = f"{names(process['parties'])}{mediators}; {process['status']}, {date_words(process['start_date'])}{end}"
    yield _named(process, answer, facts, counted(process["events"], "event"), field="title")


def _actor(actor: Document, answer: Content, notes: Footnotes) -> Iterator[Block]:
    del notes
    offices = "; ".join(position["title"] for position in actor["positions"])
    yield _named(
        actor,
        answer,
        ", ".join(_known(words(actor["kind"]), actor["country"], offices)),
        counted(actor["events"], "event"),
    )


def _place(place: Document, answer: Content, notes: Footnotes) -> Iterator[Block]:
    del notes
    within = place["part_of"] and place["part_of"]["name"]
    yield _named(
        place, answer, ", ".join(_known(place["kind"], within, place["country"])), counted(place["events"], "event")
    )


def _publisher(publisher: Document, answer: Content, notes: Footnotes) -> Iterator[Block]:
    del notes
    facts = _known(words(publisher["ownership"]), publisher["country"], publisher["group"])
    yield _named(publisher, answer, ", ".join(facts), counted(publisher["sources"], "source"))


def _topic(topic: Document, answer: Content, notes: Footnotes) -> Iterator[Block]:
    del notes
    yield _named(topic, answer, topic["definition"], counted(topic["events"], "event"))


def _known(*given: str | None) -> list[str]:
    return [one for one in given if one]


def _named(record: Document, answer: Content, facts: str, count: str, field: str = "name") -> Item:
    """Return an entry with a name, what is said of it, how often it occurs, and its id."""
    return Item([[Link(record[field], answer.absolute(record["url"])), f": {facts}"], [f"[{count}] {record['id']}"]])


def _source(source: Document, answer: Content, notes: Footnotes) -> Iterator[Block]:
    del answer, notes
    yield Item([[source_words(source, [])], [f"{words(source['kind'])} {source['id']}"]], [Address("", source["url"])])


LISTED: dict[str, Made] = {
    "processes": _process,
    "events": _event,
    "claims": _claim,
    "statements": _statement,
    "proposals": _proposal,
    "agreements": _agreement,
    "transfers": _transfer,
    "documents": _document,
    "actors": _actor,
    "places": _place,
    "sources": _source,
    "publishers": _publisher,
    "topics": _topic,
}
"""What writes a record of each noun within a list."""
