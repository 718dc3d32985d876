"""The controlled vocabularies: every allowed value of a closed field, defined in a sentence. Topics are records."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Value:
    """One allowed value: its definition, and its codes in the event-data schemes where they have an equivalent.

    `plover` is `CATEGORY` or `CATEGORY-mode` of the PLOVER manual; `cameo` is a CAMEO code of two to four digits.
    """

    definition: str
    plover: str | None = None
    cameo: str | None = None


EVENT_KINDS = {
    "talks-round": Value(
        "Delegations of the parties negotiate, face to face or by video, in a numbered or named round of a process.",
        "CONSULT",
        "046",
    ),
    "meeting": Value(
        "Named people of two or more sides meet in person outside a round; for heads of state or government: summit.",
        "CONSULT",
        "040",
    ),
    "summit": Value("Heads of state or government meet in person, in any number.", "CONSULT-multilateral", "040"),
    "call": Value("A conversation by telephone or video that is not a round of talks.", "CONSULT-phone", "041"),
    "visit": Value(
        "An official travels to another party and meets several counterparts there, recorded as one journey.",
        "CONSULT-visit",
        "042",
    ),
    "mediation": Value(
        "A third party carries positions between the sides or meets them one after the other.",
        "CONSULT-third-party",
        "045",
    ),
    "statement": Value(
        "Somebody says something of consequence for the negotiations in public, without proposing it to a side.",
        None,
        "010",
    ),
    "proposal": Value(
        "A side, or a mediator, puts an offer, a demand or a plan to another in public.", "REQUEST", "100"
    ),
    "decision": Value(
        "A side binds itself by a formal act of its own: a decree, an appointment of a delegation, a law, an order.",
        None,
        None,
    ),
    "publication": Value("A text becomes public, released by its author or reported by the press.", None, "010"),
    "agreement": Value(
        "The sides accept common terms outside a round of talks, signed or announced.", "SUPPORT", "057"
    ),
    "exchange": Value(
        "Prisoners or detained civilians are handed over, from one side or from both.", "RETREAT-release", "0841"
    ),
    "repatriation": Value("Bodies of the dead are handed over, from one side or from both.", "RETREAT", "084"),
    "return": Value(
        "Children or other civilians who were not held as prisoners go back to their side.", "RETREAT", "084"
    ),
    "ceasefire": Value("A halt of fire, general or partial, begins, ends or is declared.", "RETREAT-ceasefire", "0871"),
    "suspension": Value(
        "Talks, an exchange or an agreement under way are put off, broken off or left.", "SANCTION-discontinue", "164"
    ),
    "vote": Value("A body such as the UN Security Council votes on a text about the negotiations.", None, None),
}

EVENT_STATUSES = {
    "held": Value("It took place."),
    "scheduled": Value("It is announced for a date to come, and nobody has cancelled it."),
    "postponed": Value("It was announced and then put off; a new date makes a new event that follows this one."),
    "cancelled": Value("It was announced and then called off."),
    "denied": Value(
        "Somebody reported it and a party that would have taken part denies that it took place or is planned."
    ),
    "rumoured": Value("It is reported without confirmation by any party that would have taken part."),
}

LEVELS = {
    "leaders": Value("Heads of state or government speak for their sides."),
    "ministers": Value("Ministers speak for their sides outside a delegation formed for the talks."),
    "delegations": Value("Delegations formed for the talks meet, whoever heads them."),
    "envoys": Value("Special envoys, presidential aides or security advisers speak for their sides."),
    "technical": Value("Experts, military officers or ombudspersons settle how something is done."),
}

EVENT_FORMATS = {
    "unilateral": Value("One side acts or speaks alone."),
    "bilateral": Value("Two sides take part, whether or not a third party hosts or chairs."),
    "trilateral": Value("Three sides take part as such."),
    "multilateral": Value("More than three sides take part."),
}

CHANNELS = {
    "in-person": Value("Those who take part are in one place."),
    "telephone": Value("By telephone."),
    "video": Value("By video link."),
    "written": Value("By letter, decree, document or social-media post."),
    "media": Value("By speech, interview, briefing or press conference."),
    "intermediary": Value("Through a third party that passes messages, people or goods."),
}

ROLES = {
    "head-of-delegation": Value("Heads a delegation."),
    "deputy-head-of-delegation": Value("Stands in for the head of a delegation."),
    "delegation-member": Value("Belongs to a delegation with a seat at the table."),
    "adviser": Value("Belongs to a delegation as an expert or adviser, without a seat of their own."),
    "participant": Value("Takes part for a side where no delegation was formed."),
    "chair": Value("Chairs the talks."),
    "mediator": Value("Brokers between the sides without being one of them."),
    "host": Value("Provides the venue or receives the others."),
    "observer": Value("Is present without taking part."),
    "speaker": Value("Makes the statement, or signs the decision, that the event consists of."),
    "addressee": Value("Is the one to whom a statement, proposal or call is directed."),
    "caller": Value("Takes part in a call, whichever side placed it, or by telephone in a meeting in person."),
    "signatory": Value("Signs a text."),
    "spokesperson": Value("Informs the press for a side that takes part."),
}

MEETING_KINDS = ("talks-round", "meeting", "summit", "call", "visit", "mediation", "agreement")
"""Kinds of events at which people meet; a vote, a statement or a letter is no meeting."""

MEETING_CHANNELS = ("in-person", "video", "telephone")
"""Channels through which people meet."""

MEETING_ROLES = (
    *("head-of-delegation", "deputy-head-of-delegation", "delegation-member", "adviser", "participant", "chair"),
    *("mediator", "host", "observer", "caller", "signatory"),
)
"""Roles of those who meet; a speaker or an addressee may be elsewhere."""

CLAIM_STATUSES = {
    "agreed": Value("The accounts of the parties agree."),
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
    "tabled": Value("Put forward; no answer is known."),
    "under-review": Value("Received, and the other side says that it is studying it."),
    "accepted": Value("Accepted as a whole."),
    "accepted-in-part": Value("Some of its terms were accepted."),
    "rejected": Value("Refused by the side to which it was put."),
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
}
