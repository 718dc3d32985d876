"""The vocabularies of events: their kinds, statuses, levels, formats and channels, and the roles of who took part."""

from schemas.model.value import Value

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
