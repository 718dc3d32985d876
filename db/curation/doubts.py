"""Doubts: claims and proposals whose status may not fit what is said of them, which only a curator can decide."""

from collections.abc import Iterator

from db.curation.checks.contradictions import has_negation, places_in
from db.curation.records import LoadedRecord, Records
from db.curation.references import date_of, event_id, side_on

ANSWERED = {"tabled": {"accepted", "accepted-in-part", "rejected"}, "under-review": {"accepted", "rejected"}}
"""Responses that say more than a status by which a proposal has no answer yet."""


def doubtful_statuses(records: Records) -> Iterator[str]:
    """Yield claims and proposals whose status may not fit their accounts or responses, with the reason."""
    for claim in records.entries("claims"):
        for reason in _doubts(records, claim):
            yield f"{claim.file}: {claim.id} is {claim.data['status']}, though {reason}"
    for proposal in records.entries("proposals"):
        status = proposal.data["status"]
        if surplus := sorted(_answers(records, proposal) & ANSWERED.get(status, set())):
            yield f"{proposal.file}: {proposal.id} is {status}, though a response is {' and one '.join(surplus)}"


def _answers(records: Records, proposal: LoadedRecord) -> set[str]:
    """Return the kinds of responses of those to whom a proposal was put; of all where it does not say to whom."""
    event, addressees = records.nouns["events"][event_id(proposal)], set(proposal.data.get("to", ()))
    kinds = set[str]()
    for response in proposal.data.get("responses", ()):
        actor = response["by"]
        date = response.get("date") or date_of(records, proposal)
        if not addressees or actor in addressees or side_on(records, actor, event, date) in addressees:
            kinds.add(response["response"])
    return kinds


def _doubts(records: Records, claim: LoadedRecord) -> Iterator[str]:
    status, said = claim.data["status"], [account["says"] for account in claim.data["accounts"]]
    if status in ("claimed", "reported"):
        parties = sorted(_parties_heard(records, claim))
        if len(parties) > 1:
            yield f"{' and '.join(parties)} give accounts"
    elif status == "agreed":
        whole, noes = has_negation(claim.data["text"]), [has_negation(text) for text in said]
        if any(noes) and not whole:
            yield "an account says no to something"
        elif whole and not all(noes):
            yield "it says no to something and an account does not"
        places = [one for text in said if (one := places_in(text))]
        if any(not some & other for number, some in enumerate(places) for other in places[:number]):
            yield "accounts name other places"


def _parties_heard(records: Records, claim: LoadedRecord) -> set[str]:
    """Return the parties of the event's process for which accounts of a claim are answers."""
    event = records.nouns["events"][event_id(claim)]
    process = records.nouns["processes"].get(event.data.get("process", ""))
    actors = [account["by"] for account in claim.data["accounts"] if account["by"] in records.nouns["actors"]]
    heard = {side_on(records, actor, event, date_of(records, claim)) for actor in actors}
    return {party for party in process.data["parties"] if party in heard} if process else set()
