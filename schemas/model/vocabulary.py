"""The controlled vocabularies: every allowed value of a closed field, defined in a sentence. Topics are records."""

from schemas.model.event_vocabulary import CHANNELS, EVENT_FORMATS, EVENT_KINDS, EVENT_STATUSES, LEVELS, ROLES
from schemas.model.value import Value

CLAIM_STATUSES = {
    "agreed": Value(
        "At least two who were concerned give accounts that agree; `sides` says for which sides they speak."
    ),
    "reported": Value("One outlet or more report it in their own voice."),
    "claimed": Value("One side says it; no account of the other side is known."),
    "disputed": Value("Accounts conflict; all of them are given."),
    "denied": Value("One side says it and the other denies it."),
    "retracted": Value("Whoever said it has taken it back."),
}

PROCESS_STATUSES = {
    "planned": Value("Announced, with no event held yet."),
    "active": Value("Events are taking place or the next is expected."),
    "suspended": Value("Interrupted, with neither side declaring it over."),
    "ended": Value("Over, because it reached its aim, was replaced or was given up."),
}

PROPOSAL_STATUSES = {
    "tabled": Value("Put forward; nobody to whom it was put is known to have said yes or no."),
    "under-review": Value("Received, and the other side says that it is studying it."),
    "accepted": Value("Accepted as a whole."),
    "accepted-in-part": Value("Some of its terms were accepted, or some of those to whom it was put accepted it."),
    "rejected": Value("Refused by a side to which it was put."),
    "withdrawn": Value("Taken back by the side that made it."),
    "superseded": Value("Replaced by a later proposal of the same side."),
}

RESPONSES = {
    "accepted": Value("Accepts the proposal."),
    "accepted-in-part": Value("Accepts some of it, or accepts it on conditions."),
    "rejected": Value("Refuses it."),
    "under-review": Value("Says that it is being studied, or will be answered later."),
    "countered": Value("Answers with a proposal of its own."),
    "commented": Value("Remarks on it without saying yes or no."),
}

TRANSFER_KINDS = {
    "prisoners-of-war": Value("Service members held as prisoners."),
    "civilians": Value("Civilians held by the other side."),
    "prisoners-mixed": Value("Prisoners of war and civilians in one count that the sources do not divide."),
    "bodies": Value("Bodies of the dead."),
    "children": Value("Children brought back to their family or country."),
    "residents": Value("Civilians who were not held but could not go home by themselves."),
}

MIXED_TRANSFERS = {"prisoners-mixed": ("prisoners-of-war", "civilians")}
"""Kinds of transfers that count people of several others together, so that no sum of one of these is complete."""

UNITS = {
    "people": Value("A number of people, alive."),
    "bodies": Value("A number of bodies."),
    "names": Value("A number of names on a list."),
    "days": Value("A number of days."),
    "meetings": Value("A number of meetings or rounds."),
}

PROGRESS_REASONS = {
    "not-tracked": Value("The record has no transfer under the term, and no claim that it was kept or broken."),
    "number-not-known": Value("There are transfers under the term; of none is a number known."),
}

DOCUMENT_KINDS = {
    "memorandum": Value("A paper in which a side sets out its terms or a draft of common terms."),
    "communique": Value("A common text of those who took part."),
    "decree": Value("A head of state's formal act."),
    "plan": Value("A list of steps or points for a settlement."),
    "list": Value("A list of names or items handed from one side to another."),
    "letter": Value("A message from one named sender to one named addressee."),
    "agreement-text": Value("The text that the sides signed or initialled."),
    "resolution": Value("A text adopted by a body such as the UN Security Council."),
    "readout": Value("A side's own written summary of a meeting or call."),
}

ACTOR_KINDS = {
    "person": Value("A human being."),
    "state": Value("A state as a party: use it for what a country as a whole says, proposes or receives."),
    "government-body": Value("A ministry, agency, office, parliament or armed service of a state."),
    "international-organisation": Value("An organisation of states, and its organs."),
    "organisation": Value("Any other body: the Red Cross, a church, a company, a group of leaders without a statute."),
}

PLACE_KINDS = {
    "country": Value("A state's territory; carries its ISO 3166 code."),
    "region": Value("A part of a country, a border area or a sea."),
    "city": Value("A city, town or village."),
    "venue": Value("A building or site."),
}

SOURCE_KINDS = {
    "news-report": Value("An outlet's report."),
    "live-blog": Value("A page that an outlet extends through the day."),
    "interview": Value("An interview, or its transcript."),
    "press-release": Value("An organisation's own account of what it did."),
    "official-statement": Value("A state body's or leader's own text: readout, speech, post, transcript."),
    "official-document": Value("The text of a decree, memorandum, agreement or resolution."),
    "analysis": Value("A study, fact-check or commentary."),
}

OWNERSHIPS = {
    "public": Value("A public-service broadcaster or agency by its statute."),
    "state-owned": Value("Owned by a state; who decides on the content is not established in our sources."),
    "state-controlled": Value("Owned or run by a state that decides on the content."),
    "private": Value("Owned by companies, foundations or people."),
    "intergovernmental": Value("Run by an organisation of states."),
    "government": Value("A state body that publishes by itself."),
}

CHANGE_KIND_VALUES = {
    "added": Value("The record came."),
    "corrected": Value("Something in it was wrong and was put right; what stood there before is told."),
    "extended": Value("More was learnt: nothing that stood there before was wrong."),
    "reworded": Value("The same is said in other words."),
    "renamed": Value("It has another id; the former one leads to it."),
    "withdrawn": Value("It should never have been there, and answers 410 with the reason."),
    "withheld": Value("Words that stood in it were taken out of its history, where `[withheld]` stands for them."),
}
CORRECTION_KINDS = ("corrected", "withdrawn", "withheld")
"""Those that put right what was wrong."""

GAP_KINDS = {
    "everything": Value("Whatever happened in that time."),
    "events": Value("Things that happened, of any kind."),
    "talks": Value("Rounds of talks, meetings and visits."),
    "calls": Value("Calls by telephone or video."),
    "statements": Value("What somebody said."),
    "agreements": Value("What the sides agreed."),
    "ceasefires": Value("Truces, and whether they were kept."),
    "votes": Value("Votes and resolutions."),
    "exchanges": Value("Handovers of people or bodies of any kind."),
    "prisoners": Value("Handovers of prisoners."),
    "civilians": Value("Returns of civilians."),
    "children": Value("Returns of children."),
    "bodies": Value("Handovers of bodies."),
    "returns": Value("Returns of children, residents and other civilians."),
    "repatriations": Value("Returns of bodies."),
    "numbers": Value("Numbers of several or of other things."),
    "prisoner-counts": Value("Numbers of prisoners that were handed over."),
    "civilian-counts": Value("Numbers of civilians that returned."),
    "body-counts": Value("Numbers of bodies that were handed over."),
    "documents": Value("Texts, or where they can be read."),
    "delegations": Value("Who took part."),
    "offices": Value("Offices that people held, or from when to when."),
    "publishers": Value("Who owns or runs a publisher."),
    "sources": Value("Sources, or when they were published or read."),
    "languages": Value("The language in which something was said."),
}

VOCABULARIES: dict[str, dict[str, Value]] = {
    "change_kinds": CHANGE_KIND_VALUES,
    "event_kinds": EVENT_KINDS,
    "event_statuses": EVENT_STATUSES,
    "levels": LEVELS,
    "formats": EVENT_FORMATS,
    "channels": CHANNELS,
    "roles": ROLES,
    "claim_statuses": CLAIM_STATUSES,
    "process_statuses": PROCESS_STATUSES,
    "proposal_statuses": PROPOSAL_STATUSES,
    "responses": RESPONSES,
    "transfer_kinds": TRANSFER_KINDS,
    "units": UNITS,
    "progress_reasons": PROGRESS_REASONS,
    "document_kinds": DOCUMENT_KINDS,
    "actor_kinds": ACTOR_KINDS,
    "place_kinds": PLACE_KINDS,
    "source_kinds": SOURCE_KINDS,
    "ownerships": OWNERSHIPS,
    "gap_kinds": GAP_KINDS,
}


def values_of(vocabulary: str) -> list[str]:
    """Return every value of a vocabulary. Raises LookupError, which names those that there are."""
    if vocabulary not in VOCABULARIES:
        names = ", ".join(VOCABULARIES)
        raise LookupError(f"There is no vocabulary {vocabulary!r} in schemas/model/vocabulary.py; there are {names}.")
    return list(VOCABULARIES[vocabulary])
