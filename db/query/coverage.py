"""Coverage: which known gaps fall into a question, and why an answer is empty."""

import json
from collections.abc import Collection, Iterable

from db.query.connection import Reader
from schemas.model.base import Json
from schemas.model.edtf import OPEN_END, OPEN_START, bounds
from schemas.model.vocabulary import TRANSFER_KINDS
from schemas.query.query import LoadedQuery

Period = tuple[str, str]
"""A first and a last day, each of which may be open."""

PRISONERS = frozenset({"prisoners-of-war", "civilians", "prisoners-mixed"})
HANDOVERS = {
    "exchanges": frozenset(TRANSFER_KINDS),
    "numbers": frozenset(TRANSFER_KINDS),
    "returns": frozenset({"children", "residents", "civilians"}),
    "children": frozenset({"children"}),
    "civilians": frozenset({"civilians"}),
    "prisoners": PRISONERS,
    "repatriations": frozenset({"bodies"}),
    "bodies": frozenset({"bodies"}),
    "prisoner-counts": PRISONERS,
    "civilian-counts": frozenset({"civilians", "residents"}),
    "body-counts": frozenset({"bodies"}),
}
"""Kinds of gaps that leave transfers out, or their numbers, and the kinds of transfers that they are about."""
CONTACTS = frozenset({"agreements", "calls", "ceasefires", "statements", "talks", "votes"})
"""Kinds of gaps that leave out what happened, but no transfer."""
EVENT_GAPS = {
    "talks": frozenset({"talks-round", "meeting", "summit", "visit", "mediation"}),
    "calls": frozenset({"call"}),
    "statements": frozenset({"statement", "proposal", "decision", "publication"}),
    "agreements": frozenset({"agreement"}),
    "ceasefires": frozenset({"ceasefire", "suspension"}),
    "votes": frozenset({"vote"}),
    "repatriations": frozenset({"repatriation"}),
    "bodies": frozenset({"repatriation"}),
    **dict.fromkeys(("children", "returns"), frozenset({"return"})),
    **dict.fromkeys(("exchanges", "prisoners", "civilians"), frozenset({"exchange", "repatriation", "return"})),
}
"""Kinds of gaps that leave events out, and the kinds of events that they are about."""
COUNT_KINDS = frozenset({"numbers", "prisoner-counts", "civilian-counts", "body-counts"})
DETAILS = COUNT_KINDS | {"delegations", "documents", "languages", "offices", "publishers", "sources"}
"""Kinds of gaps that leave out something about a record, or records of the one noun that they name."""
MAX_GAPS_IN_TEXT = 3


def asked_periods(query: LoadedQuery) -> list[Period]:
    """Return the periods that a query is about: one, several of a set of dates, or none where it names no date."""
    first = max((query[f"{name}_first"] for name in ("from", "date") if name in query), default=OPEN_START)
    last = min((query[f"{name}_last"] for name in ("to", "date") if name in query), default=OPEN_END)
    if "date__spans" in query:
        runs = [(max(first, one), min(last, other)) for one, other in json.loads(query["date__spans"])]
        return [(one, other) for one, other in runs if one <= other] or [(first, last)]
    return [(first, last)] if (first, last) != (OPEN_START, OPEN_END) else []


def find_gaps(reader: Reader, noun: str, periods: Iterable[Period], kinds: Collection[str] = ()) -> list[Json]:
    """Return the known gaps that fall into some periods and may leave out records of a noun; of any, if it is empty.

    Of transfers and events, `kinds` are those asked for, where any are.
    """
    periods = list(periods)
    return [
        {"period": gap["period"], "kind": gap.get("kind"), "text": gap["text"]}
        for gap in reader.coverage.get("gaps", ())
        if _concerns(gap.get("kind"), noun, kinds) and any(overlap(bounds(gap["period"]), period) for period in periods)
    ]


def _concerns(kind: str | None, noun: str, kinds: Collection[str]) -> bool:
    """Tell whether a gap of a kind may leave out records of a noun; everything and events may be about any."""
    about = {"transfers": HANDOVERS, "events": EVENT_GAPS}.get(noun, {}).get(kind or "")
    if about is not None:
        return not kinds or not about.isdisjoint(kinds)
    if noun == "transfers":
        return kind not in CONTACTS | DETAILS
    return kind == noun or kind not in DETAILS


def overlap(one: Period, other: Period) -> bool:
    """Tell whether two periods have a day in common."""
    return one[0] <= other[1] and other[0] <= one[1]


def explain_empty(reader: Reader, noun: str, periods: Iterable[Period], kinds: Collection[str] = ()) -> Json:
    """Return why a question about some periods has no answer: a time not covered, a known gap, or nothing recorded.

    Without a period it is about all the time there is, so that no gap in particular explains it. Of transfers and
    events, `kinds` are those asked for, where any are.
    """
    periods = list(periods)
    covered_from, complete_through = reader.coverage["from"], reader.coverage["complete_through"]
    covered = (bounds(covered_from)[0], bounds(complete_through)[1])
    gaps = find_gaps(reader, noun, periods, kinds)
    time = f"The record covers {covered_from} to {complete_through}"
    if periods and not any(overlap(covered, period) for period in periods):
        reason, text = "beyond-coverage", f"Nothing is recorded. {time}; this is beyond that."
        text = " ".join([text, *_sentences(gaps)])
    elif gaps:
        reason, text = "known-gap", " ".join(["Nothing is recorded, and a gap is known here:", *_sentences(gaps)])
    else:
        reason, text = "nothing-recorded", f"Nothing is recorded that meets the question. {time}."
    return {
        "reason": reason,
        "text": text,
        "gaps": gaps,
        "covered_from": covered_from,
        "complete_through": complete_through,
    }


def _sentences(gaps: list[Json]) -> list[str]:
    """Return what some gaps leave out, and how many more there are."""
    texts = [gap["text"] for gap in gaps[:MAX_GAPS_IN_TEXT]]
    number = len(gaps) - MAX_GAPS_IN_TEXT
    more = "1 more gap is" if number == 1 else f"{number} more gaps are"
    return [*texts, f"{more} at /v1/coverage."] if number > 0 else texts
