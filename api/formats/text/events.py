"""Events: one in full, from what was agreed down to the small print, and one in a chronology."""

from collections.abc import Callable, Iterator
from itertools import groupby

from api.formats.content import Content
from api.formats.evidence import cited_sources
from api.formats.text.accounts import OPEN, ORDER, Sides, claim_item, open_claim
from api.formats.text.agreements import term_blocks
from api.formats.text.blocks import Address, Anchor, Block, Fact, Heading, Item, Line, PageLink, Paragraph
from api.formats.text.footnotes import Footnotes
from api.formats.text.inner import document_item, proposal_item, statement_items, transfer_item
from api.formats.text.phrases import OPEN_ENDS, counted, date_words, names, time_words, words
from api.formats.text.records import FACTS, value_line
from schemas.model.base import Json

HANG = 12
"""Columns that a date takes in a chronology."""

HEAD = "head-of-delegation"
SHORT = {HEAD: "head"}
MAX_REPORTERS = 6
"""Names that are given before it is said how many others there are."""
INNER_SECTIONS = ("claims", "statements", "proposals", "agreements", "transfers", "documents")
LATER = ("deputy-head-of-delegation", "delegation-member", "adviser", "observer", "spokesperson")
"""Roles that are named at the end of an event, all others being named under its title."""


def weight(event: Json) -> tuple[bool, bool, int]:
    """Return what makes an event weigh more than another of the same day."""
    return bool(event["agreements"]), event["kind"] == "talks-round", len(event["claims"])


IN_SHORT = "In short"
"""The heading of what an event comes to, after who took part and what was agreed."""


def event_blocks(event: Json, content: Content, notes: Footnotes, number: str = "") -> Iterator[Block]:
    """Yield an event in full. `number` stands before its title, as 1/8."""
    sides = Sides(event["claims"], event)
    yield Heading(1, [Anchor(f"{number} {event['title']}".strip(), content.absolute(event["url"]))])
    yield Paragraph([when_and_where(event)])
    yield from _who(event, content, notes)
    claims = {claim["id"]: claim for claim in event["claims"]}
    for agreement in event["agreements"]:
        yield Heading(2, [agreement["title"]], "What was agreed")
        yield from term_blocks(agreement, notes, claims, sides)
    yield Heading(2, label=IN_SHORT)
    yield Paragraph([event["summary"], notes.cite(event["evidence"])])
    yield from _claims(event, sides, notes)
    yield from _others(event, content, notes)
    yield from _context(event, content)


def when_and_where(event: Json) -> str:
    """Say in a line when and where an event was and of which kind it is; first of all, if it did not take place."""
    time = time_words(event["start_time"], event["end_time"])
    where = event["place"]["name"] if event["place"] else ""
    round_ = f", round {event['round']}" if event["round"] else ""
    first = ", ".join(part for part in (date_words(event["date"]), time, where) if part)
    status = "" if event["status"] == "held" else f"{event['status'].upper()}: "
    return f"{status}{first[0].upper()}{first[1:]}; {words(event['kind'])}{round_}"


def _who(event: Json, content: Content, notes: Footnotes) -> Iterator[Block]:
    """Yield those who headed, chaired, spoke or called; where there are none such, everybody."""
    everybody = event["participants"]
    named = [one for one in everybody if one["role"] not in LATER] or everybody
    for one in sorted(named, key=lambda one: one["role"] != HEAD):
        role = SHORT.get(one["role"], words(one["role"]))
        label = f"{one['side']['name']}, {role}" if one["side"] else role.capitalize()
        yield Fact(label, _person(one, content, notes))


def _person(participant: Json, content: Content, notes: Footnotes) -> Line:
    """Name somebody who took part, with the position held."""
    actor, position = participant["actor"], participant["position"]
    link = Anchor(actor["name"], content.absolute(actor["url"]))
    met = f" (met {names(participant['with'])})" if participant["with"] else ""
    return [link, f", {position}" if position else "", met, notes.cite(participant["evidence"])]


def _claims(event: Json, sides: Sides, notes: Footnotes) -> Iterator[Block]:
    """Yield the claims: first those in dispute, led by what an agreement rests on and what two sides tell apart."""
    of_terms = {term["claim"]["id"] for one in event["agreements"] for term in one["terms"] if term["claim"]}
    claims = sorted(event["claims"], key=lambda claim: ORDER.index(claim["status"]))
    in_dispute = sorted(
        (one for one in claims if one["status"] in OPEN),
        key=lambda one: (one["id"] not in of_terms, len(one["sides"]) < 2),
    )
    if in_dispute:
        yield Heading(2, label="What is disputed")
    for claim in in_dispute:
        yield open_claim(claim, sides, notes, event["date"])
    if len(claims) > len(in_dispute):
        yield Heading(2, label="Other claims" if in_dispute else "Claims")
    yield from (claim_item(claim, notes, event["date"]) for claim in claims if claim["status"] not in OPEN)


def _others(event: Json, content: Content, notes: Footnotes) -> Iterator[Block]:
    """Yield what else an event holds, each kind under its heading."""
    sections = (
        ("Statements", statement_items(event["statements"], notes, event["date"])),
        ("Proposals", (proposal_item(one, notes) for one in event["proposals"])),
        ("Handed over", (transfer_item(one, notes) for one in event["transfers"])),
        ("Documents", (document_item(one, notes, event["date"]) for one in event["documents"])),
        ("Also took part", _rest(event, content, notes)),
    )
    for label, blocks in sections:
        section = list(blocks)
        if section:
            yield Heading(2, label=label)
            yield from section


def _rest(event: Json, content: Content, notes: Footnotes) -> Iterator[Block]:
    """Yield those who are not named under the title, side by side as the data has them."""
    everybody = event["participants"]
    if all(one["role"] in LATER for one in everybody):
        return
    later = [one for one in everybody if one["role"] in LATER]
    for side, members in groupby(later, key=lambda one: one["side"]["name"] if one["side"] else "For no side"):
        yield Item([[side]], [Item([_person(one, content, notes), [words(one["role"])]]) for one in members])


def _context(event: Json, content: Content) -> Iterator[Block]:
    """Yield how an event hangs together with others."""
    yield Heading(2, label="About this event")
    for name, field in FACTS["events"]:
        line = _FACT_LINES[field](event) if field in _FACT_LINES else _fact_line(event, field, content)
        if any(line):
            yield Fact(name, line)


def _fact_line(event: Json, field: str, content: Content) -> Line:
    """Return a property of an event, without the addresses that would make it long in text."""
    value = event[field]
    references = value if isinstance(value, list) else [value]
    return (
        _linked(references) if any(isinstance(one, dict) for one in references) else value_line(field, value, content)
    )


def _manner(event: Json) -> Line:
    return [", ".join(words(event[name]) for name in ("level", "format", "channel") if event[name])]


def _length(event: Json) -> Line:
    length = event["duration"] and (event["duration"]["text"] or event["duration"]["best"])
    return [length or ""]


_FACT_LINES: dict[str, Callable[[Json], Line]] = {
    "level": _manner,
    "duration": _length,
    "former_dates": lambda event: [", ".join(date_words(date) for date in event["former_dates"])],
    "independent_publishers": lambda event: [counted(event["independent_publishers"], "independent publisher")],
}
"""Properties that are written otherwise than by their kind of value."""


def _linked(references: list[Json | None]) -> Line:
    """Return the names of other records, which a page for a browser links."""
    names_of = [PageLink(one["name"], one["url"]) for one in references if one]
    return [piece for name in names_of for piece in (", ", name)][1:]


def event_item(event: Json, content: Content) -> Item:
    """Return an event as one entry of a chronology."""
    status = "" if event["status"] == "held" else f" ({event['status']})"
    where = event["place"]["name"] if event["place"] else ""
    facts = [part for part in (words(event["kind"]) + status, where, words(event["level"])) if part]
    publishers = counted(event["independent_publishers"], "publisher")
    title = Anchor(event["title"], content.absolute(event["url"]))
    return Item(
        [[title], [f"{until(event)}{', '.join(facts)} [{publishers}] {event['id']}"]], (), since(event), hang=HANG
    )


def event_entry(event: Json, content: Content) -> Item:
    """Return an event as one entry of a chronology to paste: its date, its title, its summary, who reported it."""
    title = Anchor(event["title"], content.absolute(event["url"]))
    status = "" if event["status"] == "held" else f"{event['status'].capitalize()}. "
    return Item([[title], [status, event["summary"]], _reporters(event)], (), date_words(event["date"]))


def _reporters(event: Json) -> Line:
    """Name the publishers that an event rests on, each with a link to one publication, at most so many."""
    cited = [evidence["source"] for evidence in event["evidence"]] or cited_sources(event)
    by_publisher = {source["publisher"]["name"]: source["url"] for source in reversed([*cited, *cited_sources(event)])}
    links = [Anchor(name, url) for name, url in reversed(by_publisher.items())]
    listed = [piece for link in links[:MAX_REPORTERS] for piece in (", ", link)][1:]
    others = len(links) - MAX_REPORTERS
    return ["Reported by ", *listed, f" and {counted(others, 'other')}." if others > 0 else "."]


def short_blocks(event: Json, content: Content, number: str = "") -> Iterator[Block]:
    """Yield an event in short: when, who, what was agreed, its summary, and how much the record holds of it."""
    yield Heading(1, [Anchor(f"{number} {event['title']}".strip(), content.absolute(event["url"]))])
    yield Paragraph([when_and_where(event)])
    yield Paragraph([event["summary"]])
    heads = [one for one in event["participants"] if one["role"] not in LATER]
    if heads:
        heads_of_delegation = names(one["actor"] for one in heads[:MAX_REPORTERS])
        others = len(heads) - MAX_REPORTERS
        yield Fact("Took part", [heads_of_delegation + (f" and {counted(others, 'other')}" if others > 0 else "")])
    if event["agreements"]:
        yield Fact("Agreed", ["; ".join(agreement["title"] for agreement in event["agreements"])])
    parts = [counted(len(event[part]), part.removesuffix("s")) for part in INNER_SECTIONS if event[part]]
    in_dispute = sum(claim["status"] in OPEN for claim in event["claims"])
    parts += [f"{in_dispute} of the claims in dispute"] if in_dispute else []
    if parts:
        yield Fact("The record holds", [", ".join(parts)])


def since(record: Json) -> str:
    """Return the date of a record as a chronology shows it, of a period the first day, or the last if that is open."""
    first, slash, last = record["date"].partition("/")
    if first in OPEN_ENDS and last not in OPEN_ENDS:
        return f"–{last}"
    return f"{first}–" if slash else first


def until(record: Json) -> str:
    """Return the last day of a period, to stand below its first."""
    first, slash, last = record["date"].partition("/")
    if slash and last in OPEN_ENDS and first not in OPEN_ENDS:
        return "no end so far, " if last else "end not known, "
    return f"to {last}, " if slash and first not in OPEN_ENDS else ""


def event_permalink(event: Json, content: Content) -> Address:
    """Return where an event stands alone."""
    return Address("This event:", content.absolute(event["url"]))
