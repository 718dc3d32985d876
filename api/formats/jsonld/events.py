"""JSON-LD of events and of what lies inside them, in the words of schema.org."""

from api.formats.content import Content
from api.formats.dates import ends
from api.formats.evidence import cited_sources
from api.formats.jsonld.nodes import SCHEMA, Thing, iso_dates, many, node, one, source, sources, work
from schemas.model.base import Json
from schemas.model.edtf import bounds

STATUS_ADDRESSES = {
    "held": SCHEMA + "EventScheduled",
    "scheduled": SCHEMA + "EventScheduled",
    "postponed": SCHEMA + "EventPostponed",
    "cancelled": SCHEMA + "EventCancelled",
}
"""schema.org has no word for an event that is denied or rumoured; such a one has no status."""

ATTENDANCE = {
    "in-person": SCHEMA + "OfflineEventAttendanceMode",
    "telephone": SCHEMA + "OnlineEventAttendanceMode",
    "video": SCHEMA + "OnlineEventAttendanceMode",
}


def event(content: Content, document: Json) -> Thing:
    """Return an event, with its claims, its statements and all that it cites as works about it."""
    length, documents = document["duration"], document["documents"]
    about = [claim(content, inner) for inner in document["claims"]]
    about += [statement(content, inner) for inner in document["statements"]]
    return node(content, "Event", document) | {
        "description": document["summary"],
        "keywords": document["kind"],
        "eventStatus": STATUS_ADDRESSES.get(document["status"]),
        **_event_dates(document),
        "duration": length and length["best"],
        "eventAttendanceMode": ATTENDANCE.get(document["channel"]),
        "location": one(content, document["place"], "Place"),
        "superEvent": one(content, document["process"], "EventSeries"),
        "attendee": many(content, [participant["actor"] for participant in document["participants"]]),
        "about": many(content, document["topics"], "DefinedTerm"),
        "workFeatured": [document_text(content, inner) for inner in documents],
        "subjectOf": about + sources(content, document),
    }


def _event_dates(document: Json) -> Thing:
    """Return when an event begins and ends. A postponed one has only the date that it had before."""
    start, end = ends(document["date"])
    dates = {"startDate": start and start.iso, "endDate": end and end.iso}
    if start and len(start.parts) == 3 and document["start_time"]:
        dates["startDate"] = f"{start.iso}T{document['start_time']}"
    last = end or start
    if last and len(last.parts) == 3 and document["end_time"]:
        dates["endDate"] = f"{last.iso}T{document['end_time']}"
    return {"previousStartDate": dates["startDate"]} if document["status"] == "postponed" else dates


def claim(content: Content, document: Json) -> Thing:
    """Return a claim. Each account of it is a claim of its own, by the one who gives it."""
    accounts = [
        {
            "@type": "Claim",
            "author": one(content, account["by"]),
            "text": account["says"],
            "appearance": sources(content, account),
        }
        for account in document["accounts"]
    ]
    first = min(cited_sources(document), key=lambda cited: bounds(cited["published_date"])[0])
    return work(content, "Claim", document) | {
        "text": document["text"],
        "creativeWorkStatus": document["status"],
        "claimInterpreter": {"@type": "Organization", "name": "Parley", "url": content.base},
        "firstAppearance": source(content, first),
        "appearance": sources(content, document),
        "hasPart": accounts,
        "citation": None,
    }


def statement(content: Content, document: Json) -> Thing:
    """Return a statement as a quotation; one that is only paraphrased has an abstract and no text."""
    return work(content, "Quotation", document) | {
        "creator": one(content, document["speaker"]),
        "text": document["quote"],
        "abstract": document["paraphrase"],
        "inLanguage": document["language"],
        "audience": many(content, document["audience"], "Audience"),
    }


def proposal(content: Content, document: Json) -> Thing:
    """Return a proposal as a work whose parts are its terms."""
    return work(content, "CreativeWork", document) | {
        "creator": many(content, document["by"]),
        "audience": many(content, document["to"], "Audience"),
        "creativeWorkStatus": document["status"],
        "hasPart": _terms(document),
        "comment": [
            {"@type": "Comment", "creator": one(content, response["by"]), "text": response["says"]}
            for response in document["responses"]
        ],
    }


def agreement(content: Content, document: Json) -> Thing:
    """Return an agreement as a work whose parts are its terms."""
    return work(content, "CreativeWork", document) | {
        "creator": many(content, document["parties"]),
        "hasPart": _terms(document),
    }


def _terms(document: Json) -> list[Thing]:
    return [{"@type": "CreativeWork", "text": term["what"]} for term in document["terms"]]


def transfer(content: Content, document: Json) -> Thing:
    """Return a transfer as an event within its event."""
    start, end = iso_dates(document["date"])
    return node(content, "Event", document) | {
        "startDate": start,
        "endDate": end,
        "keywords": document["what"],
        "location": one(content, document["place"], "Place"),
        "superEvent": one(content, document["event"], "Event"),
        "contributor": many(content, [document["from"], document["to"], *document["mediators"]]),
        "about": many(content, document["topics"], "DefinedTerm"),
        "subjectOf": sources(content, document),
    }


def document_text(content: Content, document: Json) -> Thing:
    """Return a document of the negotiations."""
    return work(content, "DigitalDocument", document) | {
        "creator": many(content, document["author"]),
        "genre": document["kind"],
        "abstract": document["summary"],
        "inLanguage": document["language"],
        "url": document["official_url"],
    }
