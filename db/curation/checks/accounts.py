"""Rules about who says what: evidence, accounts of a claim, and the positions of those who took part."""

from collections.abc import Iterator

from db.curation.checks.context import Context
from db.curation.records import RecordError
from db.curation.references import positions_on
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
    if len({account["by"] for account in data["accounts"]}) < 2:
        message = f"{data['status']!r} needs accounts by at least two; allowed with one: reported, claimed."
        yield context.error(("status",), message)


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
