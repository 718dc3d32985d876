"""Value habits: the value that somebody means who writes another word for it, as people or other interfaces say it."""

import re
from unicodedata import normalize

from api.http.date_habits import days_of_year, mended_dates, two_readings
from schemas.query.day_of_year import DayOfYear
from schemas.query.moments import ReleaseMoment
from schemas.query.parameters import Days, Limit, Number, OneOf, Parameter, Values, YesNo

WORDS: dict[str, dict[str, str]] = {
    "transfer_kinds": {
        "prisoners-of-war": "pow pows prisoner prisoners prisoner-of-war soldiers servicemen military captives",
        "bodies": "body dead remains corpses fallen war-dead",
        "children": "child kids minors deported-children",
        "civilians": "civilian detainees hostages civilian-hostages",
        "prisoners-mixed": "mixed",
    },
    "claim_statuses": {
        "disputed": "contested conflicting contradicted contradictory controversial contentious",
        "agreed": "confirmed verified undisputed uncontested true",
        "claimed": "unconfirmed alleged one-sided unverified",
        "denied": "refuted false rejected",
        "retracted": "withdrawn corrected",
    },
    "event_statuses": {
        "held": "happened done completed took-place past confirmed occurred finished",
        "scheduled": "planned upcoming future announced",
        "cancelled": "canceled called-off cancel",
        "postponed": "delayed rescheduled",
        "rumoured": "rumored unconfirmed alleged rumour",
    },
    "event_kinds": {
        "talks-round": "talks talk round rounds negotiation negotiations delegation-talks peace-talks",
        "call": "phone phone-call telephone telephone-call conversation phonecall",
        "exchange": "swap prisoner-exchange prisoner-swap pow-exchange",
        "repatriation": "bodies body-exchange remains",
        "ceasefire": "truce armistice cease-fire",
        "agreement": "deal treaty accord pact",
        "statement": "speech interview remark remarks declaration address",
        "proposal": "offer plan",
        "decision": "decree law order",
        "meeting": "meet talks-meeting bilateral",
        "summit": "conference",
        "visit": "trip journey",
        "mediation": "shuttle shuttle-diplomacy",
        "suspension": "pause break",
        "vote": "resolution",
        "publication": "leak",
    },
    "channels": {
        "telephone": "phone call phone-call",
        "video": "online zoom video-link video-call video-conference videoconference virtual remote",
        "in-person": "inperson face-to-face physical offline",
        "written": "letter mail text",
        "media": "press tv",
        "intermediary": "indirect mediator",
    },
    "levels": {
        "leaders": "leader president presidents heads-of-state top",
        "ministers": "minister foreign-ministers ministerial",
        "envoys": "envoy",
        "technical": "experts expert technical-level",
    },
    "formats": {"bilateral": "two-way", "trilateral": "three-way", "unilateral": "one-sided"},
    "roles": {
        "head-of-delegation": "head leader chief-negotiator delegation-head",
        "deputy-head-of-delegation": "deputy deputy-head",
        "delegation-member": "member delegate negotiator",
        "adviser": "advisor expert",
        "chair": "moderator chairman chairperson",
        "mediator": "facilitator broker intermediary",
        "participant": "attendee attendant present",
        "observer": "witness",
        "signatory": "signer signed",
        "spokesperson": "spokesman spokeswoman",
        "addressee": "recipient",
        "host": "venue organiser organizer",
    },
    "process_statuses": {
        "active": "ongoing running open current",
        "ended": "finished closed over completed concluded",
        "suspended": "paused frozen stalled",
        "planned": "upcoming",
    },
    "proposal_statuses": {
        "tabled": "pending proposed open",
        "rejected": "declined refused",
        "accepted": "agreed approved",
        "under-review": "considered under-consideration",
    },
    "responses": {"rejected": "declined refused", "accepted": "agreed approved", "countered": "counter-offer counter"},
    "document_kinds": {"memorandum": "memo", "communique": "joint-statement", "agreement-text": "agreement treaty"},
    "actor_kinds": {
        "person": "people individual human politician",
        "state": "country nation",
        "government-body": "ministry agency government",
        "international-organisation": "igo international-organization",
        "organisation": "ngo organization company",
    },
    "place_kinds": {"city": "town village", "country": "state nation", "venue": "building palace", "region": "area"},
    "source_kinds": {"news-report": "article news", "press-release": "release", "analysis": "opinion study"},
    "ownerships": {"state-owned": "state", "public": "public-service"},
}
"""What a value of a vocabulary is also called, by the vocabulary."""
YES, NO = ("yes", "y", "1", "on", "t"), ("no", "n", "0", "off", "f")
VIEWS = {
    **dict.fromkeys(("compact", "short", "summary", "list", "small", "minimal", "basic"), "brief"),
    **dict.fromkeys(("complete", "all", "detailed", "extended", "long", "detail", "verbose"), "full"),
}
ALSO_CALLED = {
    vocabulary: {word: value for value, words in values.items() for word in words.split()}
    for vocabulary, values in WORDS.items()
}


def mended_values(parameter: Parameter, text: str) -> list[str]:
    """Return the values of a parameter that a text may mean which it does not take, the likeliest first."""
    if isinstance(parameter, ReleaseMoment):
        return [meant for meant in mended_dates(text) if parameter.understands(meant)]
    if isinstance(parameter, Days):
        return mended_dates(text)
    folded = _fold(text)
    meant: str | None = None
    match parameter:
        case Values():
            called = ALSO_CALLED.get(parameter.vocabulary, {})
            # Several values stand between commas, and not between other signs.
            several = [
                _closest(parameter.allowed, called, _fold(part)) for part in re.split(r"[|;/+\s]+", text.strip())
            ]
            meant = _closest(parameter.allowed, called, folded) or ",".join(filter(None, several)) * all(several)
        case DayOfYear():
            meant = _day_of_year(text)
        case YesNo():
            meant = "true" if folded in (*YES, "true") else "false" if folded in (*NO, "false") else None
        case OneOf():
            meant = _closest(parameter.allowed, VIEWS if "brief" in parameter.allowed else {}, folded)
        case Limit():
            is_many = folded in ("all", "max", "-1", "none", "unlimited") or (folded.isdecimal() and folded[0] != "0")
            meant = str(parameter.json_schema["maximum"]) if is_many else None
        case Number():
            digits = re.sub(r"[,' _](?=[0-9]{3})|[.]0+$|[+]$", "", text.strip())
            meant = digits if re.fullmatch("[1-9][0-9]{0,8}", digits, re.ASCII) else None
    return [meant] if meant else []


def ambiguous_values(parameter: Parameter, text: str) -> list[str]:
    """Return both values that a date may mean whose day and month could change places; none if it is clear."""
    readings = list[str]()
    if isinstance(parameter, Days | ReleaseMoment):
        readings = two_readings(text)
    elif isinstance(parameter, DayOfYear):
        readings = days_of_year(text)
    return readings if len(readings) > 1 else []


def _day_of_year(text: str) -> str | None:
    """Return the day of the year that a text means: 6-2, 02.06, June 2 and 2 June are 06-02."""
    if days := days_of_year(text):
        return days[0]
    text = text.strip()
    days = [day for whole in (text, f"2024-{text}", f"{text} 2024") for day in mended_dates(whole)]
    return next((day[5:] for day in days if len(day) == len("YYYY-MM-DD")), None)


def _closest(allowed: list[str], called: dict[str, str], folded: str) -> str | None:
    """Return the value that is written, or called, as the text, be it in the plural; None if there is none."""
    for form in (folded, folded.removesuffix("s"), f"{folded}s"):
        if form in allowed:
            return form
        if called.get(form) in allowed:
            return called[form]
    return None


def _fold(text: str) -> str:
    """Return a text as values are written: in small letters without accents, hyphens between its words."""
    plain = "".join(letter for letter in normalize("NFKD", text) if letter.isascii())
    return re.sub(r"[\s_+]+", "-", plain.strip().lower())
