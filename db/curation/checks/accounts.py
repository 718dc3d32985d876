"""Rules about who says what: evidence, accounts of a claim, and the positions of those who took part."""

import re
from collections.abc import Iterator
from typing import Any

from db.curation.checks.context import Context
from db.curation.records import RecordError
from db.curation.references import positions_on
from schemas.nouns import INNER

_DENIAL = re.compile(
    r"\b(?:den(?:y|ies|ied)|disput(?:es?|ed)|contradict(?:s|ed)?|refut(?:es?|ed)|reject(?:s|ed)?|untrue|false|not true"
    r"|no (?:talk|discussion|agreement|deal|meeting|contact|conversation)s? (?:of|on|about|with|took|was|were)"
    r"|no such|nothing|contrary to|on (?:its|their) own|unilateral(?:ly)?|one-sided(?:ly)?"
    r"|(?:did|does|do) not (?:happen|take place|agree|exist)|never (?:agreed|happened|took place))\b",
    re.IGNORECASE,
)
_NEGATION = re.compile(r"\b(?:not|no|never|nobody|without|reject\w*|refus\w*|den(?:y|ies|ied))\b", re.IGNORECASE)
_NUMBER = re.compile(r"\d[\d,]*\d|\d")
_COUNT = re.compile(r"\b(\d[\d,]*) (?!of\b|for\b|to\b|on\b|and\b|in\b)([a-z]+)\b")
_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_WORD_NUMBER = re.compile(
    rf"\b(?:({'|'.join(_TENS)})(?:[- ]({'|'.join(_ONES[1:10])}))?|({'|'.join(_ONES)}))\b", re.IGNORECASE
)


def events_have_evidence(context: Context) -> Iterator[RecordError]:
    """An event, and a process, says where it is known from."""
    data = context.entry.data
    if context.entry.noun in ("events", "processes"):
        parts = [data, *(inner for noun in INNER for inner in data.get(noun, {}).values())]
        if not any(part.get("evidence") or part.get("accounts") for part in parts):
            yield context.error((), "No evidence: neither of its own nor in anything inside it.")


def statuses_fit_accounts(context: Context) -> Iterator[RecordError]:
    """A claim that is agreed, disputed or denied has at least two accounts, by different hands."""
    data = context.entry.data
    if context.entry.noun != "claims" or data["status"] not in ("agreed", "disputed", "denied"):
        return
    if len(_voices(data)) < 2:
        message = f"{data['status']!r} needs accounts by at least two; allowed with one: reported, claimed."
        yield context.error(("status",), message)
    elif data["status"] == "agreed" and len(_voices(data) & _actors(context)) < 2:
        message = "'agreed' needs accounts by two who agree; an outlet that repeats one side is not the other."
        yield context.error(("status",), message)


def _actors(context: Context) -> set[str]:
    """Return the ids of all actors, those too whose files do not load: a claim is not to blame for these."""
    return {*context.records.nouns["actors"], *(name for noun, name in context.records.unloaded if noun == "actors")}


def _voices(claim: dict[str, Any]) -> set[str]:
    """Return who gives the accounts of a claim."""
    return {account["by"] for account in claim["accounts"]}


def agreed_accounts_agree(context: Context) -> Iterator[RecordError]:
    """No account of a claim that is agreed denies it, or gives another number of the same thing than the rest."""
    data = context.entry.data
    if context.entry.noun != "claims" or data["status"] != "agreed":
        return
    voices = [("the claim", data["text"])]
    for index, account in enumerate(data["accounts"]):
        path, says = ("accounts", index, "says"), account["says"]
        # That something did not happen can be agreed too.
        denial = None if _NEGATION.search(data["text"]) else _DENIAL.search(says)
        if denial:
            yield context.error(path, f"{denial[0]!r} in an account of a claim that is agreed; disputed or denied?")
        for voice, text in voices:
            for thing in _differing(says, text) if voice != account["by"] else ():
                yield context.error(path, f"Counts {thing} otherwise than {voice}; is the claim disputed?")
        voices.append((account["by"], says))


def _differing(text: str, other: str) -> list[str]:
    """Return what two texts both count, in numbers of which neither has any of the other's."""
    text, other = _in_digits(text), _in_digits(other)
    own, others = _COUNT.findall(text), {thing for _, thing in _COUNT.findall(other)}
    numbers, other_numbers = set(_NUMBER.findall(text)), set(_NUMBER.findall(other))
    return [thing for _, thing in own if thing in others and not numbers & other_numbers]


def _in_digits(text: str) -> str:
    """Return a text with the numbers up to a hundred that are written as words in digits."""
    return _WORD_NUMBER.sub(_digits, text)


def _digits(number: re.Match[str]) -> str:
    tens, ones, small = (part and part.lower() for part in number.groups())
    return str(_TENS[tens] + (_ONES.index(ones) if ones else 0) if tens else _ONES.index(small or ""))


def only_people_hold_positions(context: Context) -> Iterator[RecordError]:
    """Only a person holds positions."""
    data = context.entry.data
    if context.entry.noun == "actors" and data["kind"] != "person" and "positions" in data:
        yield context.error(("positions",), "Only a person holds positions.")


def positions_are_held(context: Context) -> Iterator[RecordError]:
    """A person holds the position that an event gives them on its date."""
    for index, participant in enumerate(context.entry.data.get("participants", ())):
        if "position" in participant:
            actor, date = participant["actor"], context.entry.data["date"]
            held = positions_on(context.records, actor, date)
            if participant["position"] not in held:
                allowed = ", ".join(held) or "none is recorded for that date"
                path = ("participants", index, "position")
                yield context.error(path, f"Not a position of {actor} on {date}; held: {allowed}.")
