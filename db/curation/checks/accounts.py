"""Rules about who says what: evidence, accounts of a claim, and the positions of those who took part."""

import re
from collections.abc import Iterator
from typing import Any

from db.curation.checks.context import Context
from db.curation.checks.contradictions import DISBELIEF, denial_in, differences, has_negation
from db.curation.records import RecordError
from db.curation.references import date_of, event_id, positions_on, side_on
from schemas.nouns import INNER


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
    """No account of a claim that is agreed denies it, or gives another number, day or place than the rest."""
    data = context.entry.data
    if context.entry.noun != "claims" or data["status"] != "agreed":
        return
    whole, voices = data["text"], [("the claim", data["text"])]
    for index, account in enumerate(data["accounts"]):
        path, says = ("accounts", index, "says"), account["says"]
        others = [whole, *(one["says"] for one in data["accounts"] if one["by"] != account["by"])]
        # That something did not happen can be agreed too.
        denial = None if has_negation(whole) else denial_in(says, others)
        if denial:
            yield context.error(path, f"{denial!r} in an account of a claim that is agreed; disputed or denied?")
        for voice, text in voices:
            for difference in differences(says, text, whole, context.lookups.cities) if voice != account["by"] else ():
                yield context.error(path, f"{difference} {voice}; is the claim disputed?")
        voices.append((account["by"], says))


def agreed_by_two_sides(context: Context) -> Iterator[RecordError]:
    """A claim that is agreed has accounts by two sides: a state and its own officials are one."""
    entry, records = context.entry, context.records
    if entry.noun != "claims" or entry.data["status"] != "agreed":
        return
    event, date = records.nouns["events"][event_id(entry)], date_of(records, entry)
    voices = sorted(_voices(entry.data) & _actors(context))
    sides = {side_on(records, voice, event, date) or voice for voice in voices}
    if len(voices) > 1 and len(sides) < 2:
        message = f"'agreed' needs two sides who agree, and {' and '.join(voices)} speak for one: {sides.pop()}."
        yield context.error(("status",), message)


def conflicts_are_told(context: Context) -> Iterator[RecordError]:
    """Of a claim that is disputed no two accounts alone have the same words; of one that is denied one says no."""
    data = context.entry.data
    if context.entry.noun != "claims" or data["status"] not in ("disputed", "denied"):
        return
    said = [account["says"] for account in data["accounts"]]
    if len({" ".join(re.findall(r"\w+", text.lower())) for text in said}) < 2:
        yield context.error(("status",), f"{data['status']!r}, though all accounts say the same.")
    elif data["status"] == "denied" and not any(has_negation(text) or DISBELIEF.search(text) for text in said):
        yield context.error(("status",), "'denied', though no account denies anything; disputed or agreed?")


def answers_fit_proposals(context: Context) -> Iterator[RecordError]:
    """A proposal that is accepted, or rejected, is not answered by the opposite alone."""
    data = context.entry.data
    answers = {one["response"] for one in data.get("responses", ())} if context.entry.noun == "proposals" else set()
    accepting = {"accepted", "accepted-in-part"}
    if answers and data["status"] == "rejected" and answers <= accepting:
        yield context.error(("status",), "'rejected', though every response accepts it.")
    if answers and data["status"] in accepting and "rejected" in answers and not answers & accepting:
        yield context.error(("status",), f"{data['status']!r}, though it was rejected and no response accepts it.")


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
