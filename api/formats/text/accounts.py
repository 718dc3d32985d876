"""Reading claims: who says what, the two sides next to each other where both give an account."""

from collections.abc import Iterator

from api.formats.content import Document
from api.formats.text.blocks import Block, Cite, Column, Columns, Item, Line
from api.formats.text.footnotes import Footnotes
from api.formats.text.phrases import counted

OPEN = ("disputed", "denied")
"""Statuses of claims on which the accounts do not agree."""

ORDER = ("disputed", "denied", "agreed", "reported", "claimed", "retracted")


class Sides:
    """For which side somebody gives an account, as the claims of a page say.

    `parties` are the sides that negotiate, as against hosts and mediators.
    """

    def __init__(self, claims: list[Document], event: Document | None = None) -> None:
        accounts = [account for claim in claims for account in claim["accounts"] if account["side"]]
        self._names = {account["by"]["id"]: account["side"]["name"] for account in accounts}
        heads = [one for one in event["participants"] if one["role"] == "head-of-delegation"] if event else []
        self.parties = {one["side"]["name"] for one in heads if one["side"]}
        for agreement in event["agreements"] if event else ():
            self.parties |= {party["name"] for party in agreement["parties"]}

    def knows(self, by: Document) -> bool:
        """Tell whether it is known for whom somebody speaks."""
        return by["id"] in self._names

    def of(self, by: Document) -> str:
        """Return the side of whoever gives an account, or that one's own name where the side is not known."""
        name: str = by["name"]
        return self._names.get(by["id"], name) if by["type"] == "actor" else name


def mark(claim: Document) -> str:
    """Return the mark that says how the accounts of a claim stand to each other."""
    return f"[{claim['status']}]"


def cite_claim(claim: Document, notes: Footnotes) -> Cite:
    """Return the footnotes of all accounts of a claim."""
    return notes.cite(*(account["evidence"] for account in claim["accounts"]), claim["evidence"])


def who_says(claim: Document, sides: Sides, notes: Footnotes) -> Line:
    """Name who stands behind a claim: the first voice of each side, or the first outlet, and how many others."""
    given = claim["accounts"]
    voices = {sides.of(one["by"]): one for one in reversed(given) if one["by"]["type"] == "actor"}
    first = [one for one in given if one in [*voices.values()]] or given[:1]
    parties = [one for one in first if sides.of(one["by"]) in sides.parties]
    shown = parties if len(parties) > 1 else first
    line: list[str | Cite] = []
    for account in shown:
        line += [", " if line else "", account["by"]["name"], notes.cite(account["evidence"])]
    others = [one for one in given if one not in shown]
    return [*line, f" and {counted(len(others), 'other')}"] if others else line


def open_claim(claim: Document, sides: Sides, notes: Footnotes) -> Item:
    """Return a claim with all its accounts."""
    line = [claim["text"], notes.cite(claim["evidence"])]
    return Item([line], [*accounts(claim, sides, notes)], mark(claim), hang=0, apart=True)


def accounts(claim: Document, sides: Sides, notes: Footnotes) -> Iterator[Block]:
    """Yield all accounts of a claim, side by side where two sides give them."""
    facing = _facing(claim, sides)
    if facing:
        left, right = (_column(hand, given, notes) for hand, given in facing.items())
        yield Columns(left, right)
    beside = [account for given in facing.values() for account in given]
    for account in claim["accounts"]:
        if account not in beside:
            yield Item([_says(account, notes)])


def _facing(claim: Document, sides: Sides) -> dict[str, list[Document]]:
    """Return the accounts of the two sides that negotiate, or of the only two who speak; nothing where it is unclear.

    Where it is not known for whom somebody speaks, no account is set before that one's.
    """
    hands: dict[str, list[Document]] = {}
    for account in claim["accounts"]:
        if account["by"]["type"] == "actor":
            hands.setdefault(sides.of(account["by"]), []).append(account)
    if len(hands) > 2:
        certain = all(sides.knows(account["by"]) for given in hands.values() for account in given)
        hands = {hand: given for hand, given in hands.items() if certain and hand in sides.parties}
    return hands if len(hands) == 2 else {}


def _column(hand: str, given: list[Document], notes: Footnotes) -> Column:
    """Return what one side says, through whom."""
    return Column(f"{hand} says", [_says(one, notes, named=one["by"]["name"] != hand) for one in given])


def _says(account: Document, notes: Footnotes, *, named: bool = True) -> Line:
    return [f"{account['by']['name']}: " if named else "", account["says"], notes.cite(account["evidence"])]


def claim_item(claim: Document, notes: Footnotes) -> Item:
    """Return a claim as an item: who says it, and in which words where several do."""
    given, more = claim["accounts"], notes.cite(claim["evidence"])
    if len(given) > 1:
        return Item([[claim["text"], more]], [Item([_says(one, notes)]) for one in given], mark(claim))
    return Item(
        [[f"{claim['text']} ({given[0]['by']['name']})", notes.cite(given[0]["evidence"], claim["evidence"])]],
        (),
        mark(claim),
    )
