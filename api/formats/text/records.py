"""Records: one of any noun but events, with its facts, what it says, and the words of its sources."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from api.formats.content import Content
from api.formats.summaries import tally_summary
from api.formats.text.accounts import Sides, accounts
from api.formats.text.agreements import term_blocks
from api.formats.text.blocks import Address, Anchor, Block, Fact, Heading, Item, Line, PageLink, Paragraph
from api.formats.text.footnotes import Footnotes, quote_blocks
from api.formats.text.inner import document_item, proposal_item, statement_line, transfer_item
from api.formats.text.phrases import counted, date_words
from schemas.model.base import HISTORY_KEYS, Json
from schemas.nouns import SCHEMAS, RegistryError

WIKIDATA_PAGES = "https://www.wikidata.org/wiki/"
EVENT, TOPICS = ("Event", "event"), ("Topics", "topics")

FACTS: dict[str, tuple[tuple[str, str], ...]] = {
    "events": (
        *(("Process", "process"), ("Manner", "level"), ("Length", "duration"), ("Planned for", "planned_date")),
        *(("Before that for", "former_dates"), ("Follows", "follows"), TOPICS, ("Sources", "independent_publishers")),
    ),
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
"""For each noun, what stands under its name, of an event at its end: the word for it and the field that holds it.

A field that readers of text should see has its pair here; a noun that is not here shows its brief view.
"""

ELSEWHERE: dict[str, tuple[str, ...]] = {
    "events": (
        *("kind", "status", "date", "start_time", "end_time", "place", "round", "format", "channel", "followed_by"),
        *("participants", "summary", "claims", "statements", "proposals", "agreements", "transfers", "documents"),
    ),
    "claims": ("accounts", "confirmed_by_both_sides", "independent_publishers", "tally"),
    "statements": ("side", "audience", "quote", "paraphrase", "language", "translated_from"),
    "proposals": ("by", "to", "sides", "status", "terms", "responses"),
    "agreements": ("terms",),
    "transfers": ("what", "from", "to", "count", "place", "mediators", "reported_by"),
    "documents": ("kind", "author", "handed_by", "handed_to", "official_url", "summary", "sections"),
    "processes": ("summary",),
    "actors": ("positions", "met"),
    "sources": ("record_url", "archive_url"),
    "publishers": ("website_url",),
    "topics": ("definition",),
}
"""For each noun, the fields without a pair above: text shows them in a sentence of their own, or not at all."""

IN_EVERY_NOUN = {
    "id",
    "type",
    "url",
    "earliest",
    "latest",
    "evidence",
    "citation",
    *HISTORY_KEYS,
    "license",
    "license_url",
}
"""Fields that need neither: they are in the heading, among the sources, at the foot, or for programs alone."""

ADDRESSES = (("Publication:", "url"), ("Archived copy:", "archive_url"), ("Published at:", "official_url"))


def check_facts() -> None:
    """Refuse a field that nobody said how to show in text, and one that no record has. Raises RegistryError."""
    for noun, facts in FACTS.items():
        fields = {field for _, field in facts} | {*ELSEWHERE.get(noun, ())}
        keys = set(SCHEMAS[noun].keys())
        for field in sorted(keys - fields - IN_EVERY_NOUN - {SCHEMAS[noun].TITLE}):
            raise RegistryError(
                f"The field {field!r} of {noun} is missing in api/formats/text/records.py: in FACTS, if readers of text"
                " should see it beside a word for it, or else in ELSEWHERE."
            )
        for field in sorted(fields - keys):
            raise RegistryError(f"The field {field!r} of api/formats/text/records.py is missing in schemas/{noun}.py.")


def record_blocks(document: Json, content: Content, notes: Footnotes) -> Iterator[Block]:
    """Yield a record in full."""
    yield Heading(1, [str(document[SCHEMAS[content.noun].TITLE])])
    for name, field in FACTS.get(content.noun) or _brief_facts(content.noun):
        line = [age_words(document)] if field == "days" else value_line(field, document[field], content)
        if any(line):
            yield Fact(name, line)
    yield from _BODIES.get(content.noun, _nothing)(document, notes)
    if content.noun in ("actors", "places", "processes"):
        yield from _carried_by(document, notes)
    yield from quote_blocks(document, notes)


def age_words(process: Json) -> str:
    """Return how many days a process has lasted, and from when to when they are counted; nothing if nobody knows."""
    if process["days"] is None:
        return ""
    days = f"{process['days']:,}, from its beginning"
    if process["latest"]:
        return f"{days} to its end"
    last = date.fromisoformat(process["earliest"]) + timedelta(days=process["days"])
    state = f"; it is {process['status']}, not ended" if process["status"] != "active" else ""
    return f"{days} to the release of {date_words(last.isoformat())}{state}"


def _brief_facts(noun: str) -> Iterator[tuple[str, str]]:
    """Yield what a noun without facts of its own shows: the fields of its brief view, under their names."""
    schema = SCHEMAS[noun]
    for field in schema.BRIEF:
        if field not in ("id", "type", "url", schema.TITLE):
            yield field.replace("_", " ").capitalize(), field


def value_line(field: str, value: Any, content: Content) -> Line:
    """Return a property as text; nothing where it is not known."""
    if isinstance(value, list):
        parts = [value_line(field, one, content) for one in value]
        return [piece for index, part in enumerate(parts) for piece in (*((", ",) if index else ()), *part)]
    if isinstance(value, dict):
        return [Anchor(value["name"], content.absolute(value["url"]))]
    if value is None:
        return []
    if field.endswith("date"):
        return [date_words(value)]
    if field == "wikidata":
        return [PageLink(value, WIKIDATA_PAGES + value)]
    return [f"{value:,}" if isinstance(value, int) else str(value)]


def _nothing(document: Json, notes: Footnotes) -> Iterator[Block]:
    """Yield nothing: the properties say it all."""
    yield from ()


def _carried_by(document: Json, notes: Footnotes) -> Iterator[Block]:
    """Yield the sources that carry a record as a whole."""
    cited = notes.cite(document["evidence"])
    if cited.numbers:
        yield Paragraph(["Recorded from", cited, "."])


def _claim(claim: Json, notes: Footnotes) -> Iterator[Block]:
    if claim["tally"]:
        yield Fact("Official tally", [tally_summary(claim["tally"])])
    yield Heading(2, label="Who says what")
    yield from accounts(claim, Sides([claim]), notes)


def _statement(statement: Json, notes: Footnotes) -> Iterator[Block]:
    yield Paragraph(statement_line(statement, notes))


def _agreement(agreement: Json, notes: Footnotes) -> Iterator[Block]:
    yield Heading(2, label="What was agreed")
    yield from term_blocks(agreement, notes, {}, Sides([]))


def _item_of(write: Callable[[Json, Footnotes], Item]) -> Callable[[Json, Footnotes], Iterator[Block]]:
    """Make a function that yields a record's item."""

    def blocks(document: Json, notes: Footnotes) -> Iterator[Block]:
        yield Heading(2, label="What the record holds")
        yield write(document, notes)

    return blocks


def _actor(actor: Json, notes: Footnotes) -> Iterator[Block]:
    if actor["positions"]:
        yield Heading(2, label="Positions")
    yield from (Item([position_line(one, notes)]) for one in actor["positions"])
    if actor["met"]:
        yield Heading(2, label="Took part in events with")
    for contact in actor["met"]:
        dates = f"{date_words(contact['first_date'])} to {date_words(contact['last_date'])}"
        when = dates if contact["count"] > 1 else date_words(contact["last_date"])
        meetings = f"{actor['url']}/meetings/{contact['actor']['id']}"
        name = PageLink(contact["actor"]["name"], meetings)
        yield Item([[name, f": {counted(contact['count'], 'event')}, {when}"]])


def position_line(position: Json, notes: Footnotes) -> Line:
    """Return an office and when it was held."""
    start, end = position["from"], position["to"]
    since = f"from {date_words(start)}" if start else ""
    until = f"until {date_words(end)}" if end else ""
    return [", ".join(part for part in (position["title"], since, until) if part), notes.cite(position["evidence"])]


def _paragraph_of(field: str) -> Callable[[Json, Footnotes], Iterator[Block]]:
    """Make a function that yields one field as a paragraph."""

    def blocks(document: Json, notes: Footnotes) -> Iterator[Block]:
        del notes
        yield Paragraph([document[field]])

    return blocks


_BODIES: dict[str, Callable[[Json, Footnotes], Iterator[Block]]] = {
    "claims": _claim,
    "statements": _statement,
    "proposals": _item_of(proposal_item),
    "agreements": _agreement,
    "transfers": _item_of(transfer_item),
    "documents": _item_of(document_item),
    "processes": _paragraph_of("summary"),
    "actors": _actor,
    "topics": _paragraph_of("definition"),
}
"""What stands under the facts of a record, for the nouns that have more to say."""


def addresses(document: Json, noun: str) -> Iterator[Block]:
    """Yield the addresses outside this server that a source or a document has."""
    for name, field in ADDRESSES:
        if document.get(field) and (noun == "sources" or field != "url"):
            yield Address(name, document[field])
