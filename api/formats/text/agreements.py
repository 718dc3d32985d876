"""Agreements: each term, who says so, and a bar of how far it was carried out."""

from collections.abc import Iterator, Mapping
from itertools import groupby

from api.formats.text.accounts import Sides, cite_claim, mark, who_says
from api.formats.text.blocks import Bar, Block, Cite, Item, Line, Paragraph, RecordId
from api.formats.text.footnotes import Footnotes
from api.formats.text.phrases import counted, date_words, estimate, names, span, words
from schemas.model.base import Json

TERM_INDENT = 3
Numbered = tuple[int, Json]


def term_blocks(agreement: Json, notes: Footnotes, claims: Mapping[str, Json], sides: Sides) -> Iterator[Block]:
    """Yield the terms of an agreement; neighbours that rest on one claim share the line that says who says so."""
    numbered = list(enumerate(agreement["terms"], 1))
    for identifier, group in groupby(numbered, key=lambda one: (one[1]["claim"] or {}).get("id")):
        claim = claims.get(identifier or "")
        yield from _terms(list(group), claim, sides, notes)
    yield from _uncounted(numbered)


def _terms(group: list[Numbered], claim: Json | None, sides: Sides, notes: Footnotes) -> Iterator[Block]:
    last = group[-1][0]
    for number, term in group:
        inside: list[Block] = [*term_bar(term), *keeping_items(term)]
        if number == last:
            inside += _behind(group, claim, sides, notes)
        if term["quantity"] and term["quantity"]["text"]:
            inside.append(Item([[f"The number agreed: {term['quantity']['text']}."]]))
        yield Item([_what(term, claim, notes)], inside, number=number, hang=TERM_INDENT)


def _behind(group: list[Numbered], claim: Json | None, sides: Sides, notes: Footnotes) -> Iterator[Block]:
    """Yield who says so, or where the record says it."""
    _, term = group[0]
    numbers = span(group[0][0], group[-1][0]) if len(group) > 1 else ""
    if claim:
        yield Item([[f"{numbers}: " if numbers else "", *who_says(claim, sides, notes)]], mark=mark(claim))
    elif term["claim"]:
        of = f" of {numbers}" if numbers else ""
        identifier = RecordId(term["claim"]["id"], term["claim"]["url"])
        yield Item([[f"Accounts{of}: {term['claim']['name']}"], [identifier]])


def _what(term: Json, claim: Json | None, notes: Footnotes) -> Line:
    """Return a term in words, with the footnotes that the claim behind it does not bring."""
    cited = notes.cite(term["evidence"])
    numbers = cite_claim(claim, notes).numbers if claim else ()
    due = f" Due {date_words(term['due_date'])}." if term["due_date"] else ""
    rest = [number for number in cited.numbers if number not in numbers]
    return [term["what"] + due, Cite(tuple(rest))]


def term_bar(term: Json) -> Iterator[Bar]:
    """Yield how much of a term was carried out; nothing where no number was agreed, or none is known."""
    quantity, progress = term["quantity"], term["progress"]
    agreed = quantity and (quantity["best"] or quantity["high"])
    if not agreed or not progress or progress["low"] is None:
        return
    low, high = progress["low"], progress["high"]
    share = f" ({progress['share']})" if progress["share"] else ""
    missing = progress["transfers_without_count"]
    more = f", and {counted(missing, 'handover')} without a number" if missing else ""
    line = f"{span(low, high)} of {estimate(quantity)} {words(term['unit'])}".rstrip() + share + more
    yield Bar(low, low if high is None else high, agreed, [line])


def keeping_items(term: Json) -> Iterator[Item]:
    """Yield the claims that say whether a term was kept: how they stand, and who says what."""
    for claim in term["keeping"]:
        voices = [Item([[f"{account['by']['name']}: {account['says']}"]]) for account in claim["accounts"]]
        head = [f"Kept or broken, {date_words(claim['date'])}: {claim['name']}"]
        yield Item([head, [RecordId(claim["id"], claim["url"])]], voices, mark(claim))


def _uncounted(numbered: list[Numbered]) -> Iterator[Block]:
    """Yield what was carried out of terms without a bar, terms of which the same is known together."""
    terms_by_text: dict[str, list[str]] = {}
    for number, term in numbered:
        if term["progress"] and not any(term_bar(term)):
            terms_by_text.setdefault(_carried_out(term["progress"]), []).append(str(number))
    several = {text: f"Terms {names(terms)}, each: {text}." for text, terms in terms_by_text.items() if len(terms) > 1}
    parts = [several.get(text, f"Term {terms[0]}: {text}.") for text, terms in terms_by_text.items()]
    if parts:
        yield Paragraph([f"Carried out so far. {' '.join(parts)}"])


def _carried_out(progress: Json) -> str:
    """Say what is known of transfers under a term without a number."""
    missing = progress["transfers_without_count"]
    if progress["low"] is None:
        return f"{counted(missing, 'handover')}, number not known"
    least = "at least " if missing else ""
    more = f", and {counted(missing, 'handover')} without a number" if missing else ""
    return least + span(progress["low"], progress["high"]) + more
