"""What lies inside an event: statements, proposals, transfers and documents."""

from collections.abc import Iterator
from itertools import groupby

from api.formats.text.blocks import Block, Item, Line
from api.formats.text.footnotes import Footnotes
from api.formats.text.phrases import LANGUAGES, date_words, estimate, language, names, words
from schemas.model.base import Json


def statement_items(statements: list[Json], notes: Footnotes, date: str) -> Iterator[Block]:
    """Yield statements in their order; what one speaker says at a stretch stands under the name together.

    A date is given only where it is not that of the event.
    """
    for speaker, group in groupby(statements, key=speaker_words):
        stretch = list(group)
        yield Item([[speaker]], [Item([[_other_day(one, date), *statement_line(one, notes)]]) for one in stretch])


def _other_day(record: Json, date: str) -> str:
    return f"{date_words(record['date'])}: " if record["date"] != date else ""


def speaker_words(statement: Json) -> str:
    """Name the speaker of a statement with the position held on its date."""
    return ", ".join(part for part in (statement["speaker"]["name"], statement["position"]) if part)


def statement_line(statement: Json, notes: Footnotes) -> Line:
    """Return the words of a statement, quoted or told."""
    to = f" To {names(statement['audience'])}." if statement["audience"] else ""
    quote = f"“{statement['quote']}”" if statement["quote"] else ""
    quote += translation(statement) if quote else ""
    sentence = " ".join(part for part in (quote, statement["paraphrase"]) if part)
    return [sentence + to, notes.cite(statement["evidence"])]


def translation(statement: Json) -> str:
    """Say in which language words are, or from which they were translated."""
    spoken = statement["translated_from"]
    return f" (translated from {LANGUAGES.get(spoken, spoken)})" if spoken else language(statement["language"])


def proposal_item(proposal: Json, notes: Footnotes) -> Item:
    """Return a proposal with its terms and how it was answered."""
    to = f" to {names(proposal['to'])}" if proposal["to"] else ""
    line = [f"{proposal['title']}. {names(proposal['by'])}{to}: {words(proposal['status'])}."]
    terms = [
        Item([[term["what"], notes.cite(term["evidence"])]], number=number, hang=3)
        for number, term in enumerate(proposal["terms"], 1)
    ]
    cited = notes.cite(proposal["evidence"])
    answers = [Item([response_line(one, notes)]) for one in proposal["responses"]]
    return Item([[*line, cited]], [*terms, *answers])


def response_line(response: Json, notes: Footnotes) -> Line:
    """Return how somebody answered a proposal."""
    date = f", {date_words(response['date'])}" if response["date"] else ""
    head = f"{response['by']['name']} ({words(response['response'])}{date}): "
    return [head, response["says"], notes.cite(response["evidence"])]


def transfer_line(transfer: Json, notes: Footnotes) -> Line:
    """Return how many of whom changed hands, from whom to whom, and who says so."""
    count = transfer["count"]
    what = words(transfer["what"])
    whom = f"{estimate(count)} {what}" if count else f"{what}, number not known"
    text = f" ({count['text']})" if count and count["text"] else ""
    direction = f"{transfer['from']['name']} → {transfer['to']['name']}"
    reported = f"; reported by {names(transfer['reported_by'])}" if transfer["reported_by"] else ""
    return [f"{whom}, {direction}{text}{reported}", notes.cite(transfer["evidence"])]


def transfer_item(transfer: Json, notes: Footnotes) -> Item:
    """Return a transfer as part of an event."""
    where = [transfer["place"]["name"]] if transfer["place"] else []
    through = [f"mediated by {names(transfer['mediators'])}"] if transfer["mediators"] else []
    more = ", ".join([*where, *through])
    return Item([transfer_line(transfer, notes), *([[more]] if more else [])])


def document_item(document: Json, notes: Footnotes, date: str | None = None) -> Item:
    """Return a document with what it says and its parts, and its date where that is not the event's."""
    sections = [
        Item([[part["heading"] + (f": {part['text']}" if part["text"] else "")]]) for part in document["sections"]
    ]
    day = _other_day(document, date) if date else ""
    return Item(
        [[day, *document_line(document, notes)], *([[document["summary"]]] if document["summary"] else [])], sections
    )


def document_line(document: Json, notes: Footnotes) -> Line:
    """Return a document's title and kind, and who gave it to whom."""
    facts = [words(document["kind"])]
    facts += [f"by {names(document['author'])}"] if document["author"] else []
    facts += [f"handed over by {names(document['handed_by'])}"] if document["handed_by"] else []
    facts += [f"to {names(document['handed_to'])}"] if document["handed_to"] else []
    return [f"{document['title']} ({', '.join(facts)})", notes.cite(document["evidence"])]
