"""The controlled vocabularies: every allowed value of a closed field, defined in a sentence. Topics are records."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Term:
    """One allowed value: its definition, and its codes in the event-data schemes where they have an equivalent.

    `plover` is `CATEGORY` or `CATEGORY-mode` of the PLOVER manual; `cameo` is a CAMEO code of two to four digits.
    """

    definition: str
    plover: str | None = None
    cameo: str | None = None


EVENT_KINDS = {
    "talks-round": Term(
        "Delegations of the parties negotiate, face to face or by video, in a numbered or named round of a process.",
        "CONSULT",
        "046",
    ),
    "meeting": Term(
        "Named people of two or more sides meet in person outside a round; for heads of state or government: summit.",
        "CONSULT",
        "040",
    ),
    "summit": Term("Heads of state or government meet in person, in any number.", "CONSULT-multilateral", "040"),
    "call": Term("A conversation by telephone or video that is not a round of talks.", "CONSULT-phone", "041"),
    "visit": Term(
        "An official travels to another party and meets several counterparts there, recorded as one journey.",
        "CONSULT-visit",
        "042",
    ),
    "mediation": Term(
        "A third party carries positions between the sides or meets them one after the other.",
        "CONSULT-third-party",
        "045",
    ),
    "statement": Term(
        "Somebody says something of consequence for the negotiations in public, without proposing it to a side.",
        None,
        "010",
    ),
    "proposal": Term(
        "A side, or a mediator, puts an offer, a demand or a plan to another in public.", "REQUEST", "100"
    ),
    "decision": Term(
        "A side binds itself by a formal act of its own: a decree, an appointment of a delegation, a law, an order.",
        None,
        None,
    ),
    "publication": Term("A text becomes public, released by its author or reported by the press.", None, "010"),
    "agreement": Term("The sides accept common terms outside a round of talks, signed or announced.", "SUPPORT", "057"),
    "exchange": Term(
        "Prisoners or detained civilians are handed over, from one side or from both.", "RETREAT-release", "0841"
    ),
    "repatriation": Term("Bodies of the dead are handed over, from one side or from both.", "RETREAT", "084"),
    "return": Term(
        "Children or other civilians who were not held as prisoners go back to their side.", "RETREAT", "084"
    ),
    "ceasefire": Term("A halt of fire, general or partial, begins, ends or is declared.", "RETREAT-ceasefire", "0871"),
    "suspension": Term(
        "Talks, an exchange or an agreement under way are put off, broken off or left.", "SANCTION-discontinue", "164"
    ),
    "vote": Term("A body such as the UN Security Council votes on a text about the negotiations.", None, None),
}

EVENT_STATUSES = {
    "held": Term("It took place."),
    "scheduled": Term("It is announced for a date to come, and nobody has cancelled it."),
    "postponed": Term("It was announced and then put off; a new date makes a new event that follows this one."),
    "cancelled": Term("It was announced and then called off."),
    "denied": Term(
        "Somebody reported it and a party that would have taken part denies that it took place or is planned."
    ),
    "rumoured": Term("It is reported without confirmation by any party that would have taken part."),
}

LEVELS = {
    "leaders": Term("Heads of state or government speak for their sides."),
    "ministers": Term("Ministers speak for their sides outside a delegation formed for the talks."),
    "delegations": Term("Delegations formed for the talks meet, whoever heads them."),
    "envoys": Term("Special envoys, presidential aides or security advisers speak for their sides."),
    "technical": Term("Experts, military officers or ombudspersons settle how something is done."),
}

FORMATS = {
    "unilateral": Term("One side acts or speaks alone."),
    "bilateral": Term("Two sides take part, whether or not a third party hosts or chairs."),
    "trilateral": Term("Three sides take part as such."),
    "multilateral": Term("More than three sides take part."),
}

CHANNELS = {
    "in-person": Term("Those who take part are in one place."),
    "telephone": Term("By telephone."),
    "video": Term("By video link."),
    "written": Term("By letter, decree, document or social-media post."),
    "media": Term("By speech, interview, briefing or press conference."),
    "intermediary": Term("Through a third party that passes messages, people or goods."),
}

ROLES = {
    "head-of-delegation": Term("Heads a delegation."),
    "deputy-head-of-delegation": Term("Stands in for the head of a delegation."),
    "delegation-member": Term("Belongs to a delegation with a seat at the table."),
    "adviser": Term("Belongs to a delegation as an expert or adviser, without a seat of their own."),
    "participant": Term("Takes part for a side where no delegation was formed."),
    "chair": Term("Chairs the talks."),
    "mediator": Term("Brokers between the sides without being one of them."),
    "host": Term("Provides the venue or receives the others."),
    "observer": Term("Is present without taking part."),
    "speaker": Term("Makes the statement, or signs the decision, that the event consists of."),
    "addressee": Term("Is the one to whom a statement, proposal or call is directed."),
    "caller": Term("Takes part in a call, whichever side placed it."),
    "signatory": Term("Signs a text."),
    "spokesperson": Term("Informs the press for a side that takes part."),
}

CLAIM_STATUSES = {
    "agreed": Term("The accounts of the parties agree."),
    "reported": Term("One outlet or more report it in their own voice."),
    "claimed": Term("One side says it; no account of the other side is known."),
    "disputed": Term("Accounts conflict; all of them are given."),
    "denied": Term("One side says it and the other denies it."),
    "retracted": Term("Whoever said it has taken it back."),
}

PROCESS_STATUSES = {
    "planned": Term("Announced, with no event held yet."),
    "active": Term("Events are taking place or the next is expected."),
    "suspended": Term("Interrupted, with neither side declaring it over."),
    "ended": Term("Over, because it reached its aim, was replaced or was given up."),
}

PROPOSAL_STATUSES = {
    "tabled": Term("Put forward; no answer is known."),
    "under-review": Term("Received, and the other side says that it is studying it."),
    "accepted": Term("Accepted as a whole."),
    "accepted-in-part": Term("Some of its terms were accepted."),
    "rejected": Term("Refused by the side to which it was put."),
    "withdrawn": Term("Taken back by the side that made it."),
    "superseded": Term("Replaced by a later proposal of the same side."),
}

RESPONSES = {
    "accepted": Term("Accepts the proposal."),
    "accepted-in-part": Term("Accepts some of it, or accepts it on conditions."),
    "rejected": Term("Refuses it."),
    "under-review": Term("Says that it is being studied, or will be answered later."),
    "countered": Term("Answers with a proposal of its own."),
    "commented": Term("Remarks on it without saying yes or no."),
}

TRANSFER_KINDS = {
    "prisoners-of-war": Term("Service members held as prisoners."),
    "civilians": Term("Civilians held by the other side."),
    "prisoners-mixed": Term("Prisoners of war and civilians in one count that the sources do not divide."),
    "bodies": Term("Bodies of the dead."),
    "children": Term("Children brought back to their family or country."),
    "residents": Term("Civilians who were not held but could not go home by themselves."),
}

MIXED_TRANSFERS = {"prisoners-mixed": ("prisoners-of-war", "civilians")}
"""Kinds of transfers that count people of several others together, so that no sum of one of these is complete."""

UNITS = {
    "people": Term("A number of people, alive."),
    "bodies": Term("A number of bodies."),
    "names": Term("A number of names on a list."),
    "days": Term("A number of days."),
    "meetings": Term("A number of meetings or rounds."),
}

PROGRESS_REASONS = {
    "not-tracked": Term("The record has no transfer under the term, and no claim that it was kept or broken."),
    "number-not-known": Term("There are transfers under the term; of none is a number known."),
}

DOCUMENT_KINDS = {
    "memorandum": Term("A paper in which a side sets out its terms or a draft of common terms."),
    "communique": Term("A common text of those who took part."),
    "decree": Term("A head of state's formal act."),
    "plan": Term("A list of steps or points for a settlement."),
    "list": Term("A list of names or items handed from one side to another."),
    "letter": Term("A message from one named sender to one named addressee."),
    "agreement-text": Term("The text that the sides signed or initialled."),
    "resolution": Term("A text adopted by a body such as the UN Security Council."),
    "readout": Term("A side's own written summary of a meeting or call."),
}

ACTOR_KINDS = {
    "person": Term("A human being."),
    "state": Term("A state as a party: use it for what a country as a whole says, proposes or receives."),
    "government-body": Term("A ministry, agency, office, parliament or armed service of a state."),
    "international-organisation": Term("An organisation of states, and its organs."),
    "organisation": Term("Any other body: the Red Cross, a church, a company, a group of leaders without a statute."),
}

PLACE_KINDS = {
    "country": Term("A state's territory; carries its ISO 3166 code."),
    "region": Term("A part of a country, a border area or a sea."),
    "city": Term("A city, town or village."),
    "venue": Term("A building or site."),
}

SOURCE_KINDS = {
    "news-report": Term("An outlet's report."),
    "live-blog": Term("A page that an outlet extends through the day."),
    "interview": Term("An interview, or its transcript."),
    "press-release": Term("An organisation's own account of what it did."),
    "official-statement": Term("A state body's or leader's own text: readout, speech, post, transcript."),
    "official-document": Term("The text of a decree, memorandum, agreement or resolution."),
    "analysis": Term("A study, fact-check or commentary."),
}

OWNERSHIPS = {
    "public": Term("A public-service broadcaster or agency by its statute."),
    "state-owned": Term("Owned by a state; who decides on the content is not established in our sources."),
    "state-controlled": Term("Owned or run by a state that decides on the content."),
    "private": Term("Owned by companies, foundations or people."),
    "intergovernmental": Term("Run by an organisation of states."),
    "government": Term("A state body that publishes by itself."),
}

VOCABULARIES: dict[str, dict[str, Term]] = {
    "event_kinds": EVENT_KINDS,
    "event_statuses": EVENT_STATUSES,
    "levels": LEVELS,
    "formats": FORMATS,
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
}
