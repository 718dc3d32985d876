"""Lists: each record in a line or two, with what matters for its noun."""

from collections.abc import Callable, Iterator

from api.formats.content import Content
from api.formats.text.accounts import Sides, cite_claim, mark
from api.formats.text.agreements import term_blocks
from api.formats.text.blocks import Address, Anchor, Block, Fact, Heading, Item, Line, Paragraph, RecordId
from api.formats.text.events import HANG, event_item, since, until
from api.formats.text.footnotes import Footnotes, source_words
from api.formats.text.inner import document_line, speaker_words, statement_line, transfer_line
from api.formats.text.phrases import counted, date_words, names, words
from schemas.model.base import Json

ItemWriter = Callable[[Json, Content, Footnotes], Iterator[Block]]


def list_blocks(content: Content, notes: Footnotes) -> Iterator[Block]:
    """Yield every record of a list."""
    for document in content.documents:
        yield from LIST_ITEMS.get(content.noun, _record)(document, content, notes)


def _record(record: Json, content: Content, notes: Footnotes) -> Iterator[Block]:
    yield Item([[Anchor(content.title(record), content.permalink(record))], [record["id"]]])


def _event(event: Json, content: Content, notes: Footnotes) -> Iterator[Block]:
    yield event_item(event, content)


def _claim(claim: Json, content: Content, notes: Footnotes) -> Iterator[Block]:
    voices = names(claim["sides"]) or names({one["by"]["name"]: one["by"] for one in claim["accounts"]}.values())
    facts = f"{voices}; {date_words(claim['date'])} [{counted(claim['independent_publishers'], 'publisher')}] "
    lines = [[claim["text"], cite_claim(claim, notes)], [facts, RecordId(claim["id"], claim["url"])]]
    yield Item(lines, (), mark(claim))


def _statement(statement: Json, content: Content, notes: Footnotes) -> Iterator[Block]:
    yield _dated(statement, [f"{speaker_words(statement)}: ", *statement_line(statement, notes)])


def _proposal(proposal: Json, content: Content, notes: Footnotes) -> Iterator[Block]:
    to = f" to {names(proposal['to'])}" if proposal["to"] else ""
    line = f"{proposal['title']}. {names(proposal['by'])}{to}: {words(proposal['status'])}"
    yield _dated(proposal, [line, notes.cite(proposal["evidence"])])


def _agreement(agreement: Json, content: Content, notes: Footnotes) -> Iterator[Block]:
    yield Heading(1, [Anchor(agreement["title"], content.absolute(agreement["url"]))])
    yield Paragraph([f"{date_words(agreement['date'])}, {names(agreement['parties'])}: {agreement['event']['name']}"])
    yield Fact("Id", [agreement["id"]])
    yield from term_blocks(agreement, notes, {}, Sides([]))


def _transfer(transfer: Json, content: Content, notes: Footnotes) -> Iterator[Block]:
    yield _dated(transfer, transfer_line(transfer, notes))


def _document(document: Json, content: Content, notes: Footnotes) -> Iterator[Block]:
    yield _dated(document, document_line(document, notes))


def _dated(record: Json, line: Line) -> Item:
    """Return an entry of a chronology with the record's id below."""
    return Item([line, [until(record), RecordId(record["id"], record["url"])]], (), since(record), hang=HANG)


def _process(process: Json, content: Content, notes: Footnotes) -> Iterator[Block]:
    end = f" to {date_words(process['end_date'])}" if process["end_date"] else ""
    mediators = f"; mediated by {names(process['mediators'])}" if process["mediators"] else ""
    facts = f"{names(process['parties'])}{mediators}; {process['status']}, {date_words(process['start_date'])}{end}"
    yield _named(process, content, facts, counted(process["events"], "event"), field="title")


def _actor(actor: Json, content: Content, notes: Footnotes) -> Iterator[Block]:
    offices = "; ".join(position["title"] for position in actor["positions"])
    yield _named(
        actor,
        content,
        ", ".join(_present(words(actor["kind"]), actor["country"], offices)),
        counted(actor["events"], "event"),
    )


def _place(place: Json, content: Content, notes: Footnotes) -> Iterator[Block]:
    within = place["part_of"] and place["part_of"]["name"]
    yield _named(
        place, content, ", ".join(_present(place["kind"], within, place["country"])), counted(place["events"], "event")
    )


def _publisher(publisher: Json, content: Content, notes: Footnotes) -> Iterator[Block]:
    facts = _present(words(publisher["ownership"]), publisher["country"], publisher["group"])
    yield _named(publisher, content, ", ".join(facts), counted(publisher["sources"], "source"))


def _topic(topic: Json, content: Content, notes: Footnotes) -> Iterator[Block]:
    yield _named(topic, content, topic["definition"], counted(topic["events"], "event"))


def _present(*values: str | None) -> list[str]:
    return [one for one in values if one]


def _named(record: Json, content: Content, facts: str, count: str, field: str = "name") -> Item:
    """Return an entry with a name, what is said of it, how often it occurs, and its id."""
    return Item([[Anchor(record[field], content.absolute(record["url"])), f": {facts}"], [f"[{count}] {record['id']}"]])


def _source(source: Json, content: Content, notes: Footnotes) -> Iterator[Block]:
    about: Line = [f"{words(source['kind'])} ", RecordId(source["id"], source["record_url"])]
    yield Item([[source_words(source, [])], about], [Address("", source["url"])])


LIST_ITEMS: dict[str, ItemWriter] = {
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
"""What writes a record of each noun within a list; a noun that is not here has its title and id."""
