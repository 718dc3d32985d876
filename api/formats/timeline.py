"""Timeline: records with dates in the form that TimelineJS 3 draws."""

import json
from html import escape
from typing import Any

from api.formats.content import Content, Document, Format
from api.formats.dates import Moment, ends
from api.formats.summaries import record_lines
from api.formats.text.phrases import date_words


def write_timeline(answer: Content) -> bytes:
    """Return a slide for each record, and for a list one with its title before them.

    A record whose date is open at both ends has no place on a timeline and is left out.
    """
    slides = [_slide(answer, document) for document in answer.documents if any(ends(document["date"]))]
    title = {} if answer.single else {"title": {"text": _text(answer.record, [escape(answer.description)])}}
    return (json.dumps(title | {"events": slides}, ensure_ascii=False, indent=2) + "\n").encode()


def _slide(answer: Content, document: Document) -> dict[str, Any]:
    start, end = ends(document["date"])
    first = start or end
    texts = [escape(text) for text in record_lines(document)]
    slide = {
        "start_date": _date(first) if first else None,
        "end_date": _date(end) if start and end else None,
        "text": _text(answer.title(document), [*texts, _link(answer, document)]),
        "unique_id": document["id"],
        "group": _group(answer.noun, document),
    }
    return {name: value for name, value in slide.items() if value}


def _date(moment: Moment) -> dict[str, Any]:
    """Return a date as precise as it is known; `display_date` says in words what numbers cannot, as in about May."""
    numbers = dict(zip(("year", "month", "day"), moment.parts, strict=False))
    return {**numbers, "display_date": date_words(moment.edtf)}


def _text(headline: str, paragraphs: list[str]) -> dict[str, str]:
    """Return what a slide says. TimelineJS puts both into the page as HTML, so what is not HTML is escaped."""
    return {"headline": escape(headline), "text": "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)}


def _link(answer: Content, document: Document) -> str:
    return f'<a href="{escape(answer.permalink(document))}">{escape(answer.record)}</a>'


def _group(noun: str, document: Document) -> str | None:
    """Return the row in which TimelineJS puts a record: its process, its speaker, its direction or its kind."""
    if noun == "events":
        return document["process"]["name"] if document["process"] else None
    if noun == "statements":
        return str(document["speaker"]["name"])
    if noun == "transfers":
        return f"{document['from']['name']} to {document['to']['name']}"
    return document.get("kind")


TIMELINE = Format(
    "timeline",
    "application/json",
    (),
    "The JSON that TimelineJS 3 draws, one slide a record.",
    write_timeline,
    nouns=frozenset({"events", "statements", "transfers", "agreements", "documents"}),
)
