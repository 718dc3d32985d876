"""Accounts: who says what of a claim, the two sides next to each other where both speak."""

from collections.abc import Iterator

from api.formats.text.blocks import Block, Cite, Item, Line, PageLink, SideBySide, TextColumn
from api.formats.text.footnotes import Footnotes
from api.formats.text.phrases import counted, date_words
from schemas.model.base import Json

OPEN = ("disputed", "denied")
"""Statuses of claims on which the accounts do not agree."""

ORDER = ("disputed", "denied", "agreed", "reported", "claimed", "retracted")


class Sides:
    """For which side somebody gives an account, as the claims of a page say.

    `parties` are the sides that negotiate, as against hosts and mediators.
    """

    def __init__(self, claims: list[Json], event: Json | None = None) -> None:
        accounts = [account for claim in claims for account in claim["accounts"] if account["side"]]
        self._names = {account["by"]["id"]: account["side"]["name"] for account in accounts}
        heads = [one for one in event["participants"] if one["role"] == "head-of-delegation"] if event else []
        self.parties = {one["side"]["name"] for one in heads if one["side"]}
        for agreement in event["agreements"] if event else ():
            self.parties |= {party["name"] for party in agreement["parties"]}

    def knows(self, by: Json) -> bool:
        """Tell whether it is known for whom somebody speaks."""
        return by["id"] in self._names

    def of(self, by: Json) -> str:
        """Return the side of whoever gives an account, or that one's own name where the side is not known."""
        name: str = by["name"]
        return self._names.get(by["id"], name) if by["type"] == "actor" else name


def mark(claim: Json) -> str:
    """Return the mark that says how the accounts of a claim stand to each other."""
    return f"[{claim['status']}]"


def cite_claim(claim: Json, notes: Footnotes) -> Cite:
    """Return the footnotes of all accounts of a claim."""
    return notes.cite(*(account["evidence"] for account in claim["accounts"]), claim["evidence"])


def who_says(claim: Json, sides: Sides, notes: Footnotes) -> Line:
    """Name who stands behind a claim: the first voice of each side, or the first outlet, and how many others."""
    entries = claim["accounts"]
    voices = {sides.of(one["by"]): one for one in reversed(entries) if one["by"]["type"] == "actor"}
    first = [one for one in entries if one in [*voices.values()]] or entries[:1]
    parties = [one for one in first if sides.of(one["by"]) in sides.parties]
    principal = parties if len(parties) > 1 else first
    line: list[str | Cite] = []
    for account in principal:
        line += [", " if line else "", account["by"]["name"], notes.cite(account["evidence"])]
    others = [one for one in entries if one not in principal]
    return [*line, f" and {counted(len(others), 'other')}"] if others else line


def dated_text(claim: Json, date: str) -> str:
    """Return the text of a claim, after its date where that is not the date of the event."""
    return f"{date_words(claim['date'])}: {claim['text']}" if claim["date"] != date else str(claim["text"])


def open_claim(claim: Json, sides: Sides, notes: Footnotes, date: str) -> Item:
    """Return a claim with all its accounts; `date` is that of the event."""
    line: Line = [PageLink(dated_text(claim, date), claim["url"]), notes.cite(claim["evidence"])]
    return Item([line], [*accounts(claim, sides, notes)], mark(claim), hang=0, apart=True)


def accounts(claim: Json, sides: Sides, notes: Footnotes) -> Iterator[Block]:
    """Yield all accounts of a claim, side by side where two sides give them."""
    facing = _facing(claim, sides)
    if facing:
        left, right = (_column(hand, entries, notes) for hand, entries in facing.items())
        yield SideBySide(left, right)
    beside = [account for entries in facing.values() for account in entries]
    for account in claim["accounts"]:
        if account not in beside:
            yield Item([_says(account, notes)])


def _facing(claim: Json, sides: Sides) -> dict[str, list[Json]]:
    """Return the accounts of the two sides that negotiate, or of the only two who speak; nothing where it is unclear.

    Where it is not known for whom somebody speaks, no account is set before that one's.
    """
    hands: dict[str, list[Json]] = {}
    for account in claim["accounts"]:
        if account["by"]["type"] == "actor":
            hands.setdefault(sides.of(account["by"]), []).append(account)
    if len(hands) > 2:
        certain = all(sides.knows(account["by"]) for entries in hands.values() for account in entries)
        hands = {hand: entries for hand, entries in hands.items() if certain and hand in sides.parties}
    return hands if len(hands) == 2 else {}


def _column(hand: str, entries: list[Json], notes: Footnotes) -> TextColumn:
    """Return what one side says, through whom."""
    return TextColumn(f"{hand} says", [_says(one, notes, named=one["by"]["name"] != hand) for one in entries])


def _says(account: Json, notes: Footnotes, *, named: bool = True) -> Line:
    date = date_words(account["date"]) if account["date"] else ""
    voice = (account["by"]["name"] if named else "") + (f" ({date})" if named and date else date)
    return [f"{voice}: " if voice else "", account["says"], notes.cite(account["evidence"])]


def claim_item(claim: Json, notes: Footnotes, date: str) -> Item:
    """Return a claim as an item: who says it, and in which words where several do; `date` is that of the event."""
    entries, more, text = claim["accounts"], notes.cite(claim["evidence"]), dated_text(claim, date)
    if len(entries) > 1:
        return Item([[text, more]], [Item([_says(one, notes)]) for one in entries], mark(claim))
    return Item(
        [[f"{text} ({entries[0]['by']['name']})", notes.cite(entries[0]["evidence"], claim["evidence"])]],
        (),
        mark(claim),
    )
