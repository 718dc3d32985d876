"""Meetings: who met whom in an event, people by themselves and states through those who took part for them."""

from collections import defaultdict
from itertools import combinations, product
from typing import Any, NamedTuple

from schemas.model.event_vocabulary import MEETING_CHANNELS, MEETING_KINDS, MEETING_ROLES

Pairs = list[tuple[str, str]]


class Encounters(NamedTuple):
    """Who met whom in an event; the ids of a pair are in order."""

    met: Pairs
    apart: Pairs
    """The pairs of those who were there and did not meet."""
    by_telephone: list[tuple[str, ...]]
    """The pairs, and those alone, who met by telephone where the others met in person."""


def encounters(event: dict[str, Any]) -> Encounters:
    """Return who met whom in an event as it was written.

    A state, or another body that is a side, meets through those who took part for it, and nobody meets the side that
    they took part for themselves. Who takes part in a meeting in person as a caller is on the telephone.
    """
    delegations, company, callers = _delegations(event), _company(event), _callers(event)
    met, apart = Pairs(), Pairs()
    by_telephone: list[tuple[str, ...]] = [(actor,) for actor, people in delegations.items() if people <= callers]
    for one, other in combinations(sorted(delegations), 2):
        here, there = delegations[one] - delegations[other], delegations[other] - delegations[one]
        together = [people for people in product(here, there) if _with_each_other(company, *people)]
        (met if together else apart).append((one, other))
        if together and all(callers.intersection(people) for people in together):
            by_telephone.append((one, other))
    return Encounters(met, apart, by_telephone)


def present_at(event: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the participants who met somebody: none where the event is no meeting that was held."""
    if event["status"] != "held" or event["kind"] not in MEETING_KINDS or event.get("channel") not in MEETING_CHANNELS:
        return []
    return [one for one in event.get("participants", ()) if one["role"] in MEETING_ROLES]


def _delegations(event: dict[str, Any]) -> dict[str, set[str]]:
    """Return those who were there, by each actor that they were there for: themselves and their sides."""
    delegations = defaultdict[str, set[str]](set)
    for participant in present_at(event):
        for actor in (participant["actor"], participant.get("side", participant["actor"])):
            delegations[actor].add(participant["actor"])
    return delegations


def _company(event: dict[str, Any]) -> dict[str, set[str]]:
    """Return whom participants met, of those for whom the record says so."""
    company = defaultdict[str, set[str]](set)
    for participant in present_at(event):
        if "with" in participant:
            company[participant["actor"]].update(participant["with"])
    return company


def _callers(event: dict[str, Any]) -> set[str]:
    """Return those who were on the telephone while others met in person."""
    if event.get("channel") != "in-person":
        return set()
    return {one["actor"] for one in present_at(event) if one["role"] == "caller"}


def _with_each_other(company: dict[str, set[str]], one: str, other: str) -> bool:
    """Tell whether two who were there met: neither leaves the other out."""
    return (one not in company or other in company[one]) and (other not in company or one in company[other])
