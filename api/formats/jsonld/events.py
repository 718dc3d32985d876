"""JSON-LD of events and of what lies inside them, in the words of schema.org."""

from api.formats.content import Content, Document
from api.formats.dates import ends
from api.formats.evidence import cited_sources
from api.formats.jsonld.nodes import SCHEMA, Thing, iso_dates, many, node, one, source, sources, work
from schemas.model.edtf import bounds

EVENT_STATUSES = {
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


def event(answer: Content, document: Document) -> Thing:
    """Return an event, with its claims, its statements and all that it cites as works about it."""
    length, documents = document["duration"], document["documents"]
    about = [claim(answer, inner) for inner in document["claims"]]
    about += [statement(answer, inner) for inner in document["statements"]]
    return node(answer, "Event", document) | {
        "description": document["summary"],
        "keywords": document["kind"],
        "eventStatus": EVENT_STATUSES.get(document["status"]),
        **_event_dates(document),
        "duration": length and length["best"],
        "eventAttendanceMode": ATTENDANCE.get(document["channel"]),
        "location": one(answer, document["place"], "Place"),
        "superEvent": one(answer, document["process"], "EventSeries"),
        "attendee": many(answer, [participant["actor"] for participant in document["participants"]]),
        "about": many(answer, document["topics"], "DefinedTerm"),
        "workFeatured": [document_text(answer, inner) for inner in documents],
        "subjectOf": about + sources(answer, document),
    }


def _event_dates(document: Document) -> Thing:
    """Return when an event begins and ends. A postponed one has only the date that it had before."""
    start, end = ends(document["date"])
    dates = {"startDate": start and start.iso, "endDate": end and end.iso}
    if start and len(start.parts) == 3 and document["start_time"]:
        dates["startDate"] = f"{start.iso}T{document['start_time']}"
    last = end or start
    if last and len(last.parts) == 3 and document["end_time"]:
        dates["endDate"] = f"{last.iso}T{document['end_time']}"
    return {"previousStartDate": dates["startDate"]} if document["status"] == "postponed" else dates


def claim(answer: Content, document: Document) -> Thing:
    """Return a claim. Each account of it is a claim of its own, by the one who gives it."""
    accounts = [
        {
            "@type": "Claim",
            "author": one(answer, account["by"]),
            "text": account["says"],
            "appearance": sources(answer, account),
        }
        for account in document["accounts"]
    ]
    first = min(cited_sources(document), key=lambda cited: bounds(cited["published_date"])[0])
    return work(answer, "Claim", document) | {
        "text": document["text"],
        "creativeWorkStatus": document["status"],
        "claimInterpreter": {"@type": "Organization", "name": "Parley", "url": answer.base},
        "firstAppearance": source(answer, first),
        "appearance": sources(answer, document),
        "hasPart": accounts,
        "citation": None,
    }


def statement(answer: Content, document: Document) -> Thing:
    """Return a statement as a quotation; one that is only paraphrased has an abstract and no text."""
    return work(answer, "Quotation", document) | {
        "creator": one(answer, document["speaker"]),
        "text": document["quote"],
        "abstract": document["paraphrase"],
        "inLanguage": document["language"],
        "audience": many(answer, document["audience"], "Audience"),
    }


def proposal(answer: Content, document: Document) -> Thing:
    """Return a proposal as a work whose parts are its terms."""
    return work(answer, "CreativeWork", document) | {
        "creator": many(answer, document["by"]),
        "audience": many(answer, document["to"], "Audience"),
        "creativeWorkStatus": document["status"],
        "hasPart": _terms(document),
        "comment": [
            {"@type": "Comment", "creator": one(answer, response["by"]), "text": response["says"]}
            for response in document["responses"]
        ],
    }


def agreement(answer: Content, document: Document) -> Thing:
    """Return an agreement as a work whose parts are its terms."""
    return work(answer, "CreativeWork", document) | {
        "creator": many(answer, document["parties"]),
        "hasPart": _terms(document),
    }


def _terms(document: Document) -> list[Thing]:
    return [{"@type": "CreativeWork", "text": term["what"]} for term in document["terms"]]


def transfer(answer: Content, document: Document) -> Thing:
    """Return a transfer as an event within its event."""
    start, end = iso_dates(document["date"])
    return node(answer, "Event", document) | {
        "startDate": start,
        "endDate": end,
        "keywords": document["what"],
        "location": one(answer, document["place"], "Place"),
        "superEvent": one(answer, document["event"], "Event"),
        "contributor": many(answer, [document["from"], document["to"], *document["mediators"]]),
        "about": many(answer, document["topics"], "DefinedTerm"),
        "subjectOf": sources(answer, document),
    }


def document_text(answer: Content, document: Document) -> Thing:
    """Return a document of the negotiations."""
    return work(answer, "DigitalDocument", document) | {
        "creator": many(answer, document["author"]),
        "genre": document["kind"],
        "abstract": document["summary"],
        "inLanguage": document["language"],
        "url": document["official_url"],
    }
