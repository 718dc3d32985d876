"""Timeline: records with dates in the form that TimelineJS 3 draws."""

from collections.abc import Iterator
from html import escape
from typing import Any

from api.formats.content import Content, Format
from api.formats.dates import Moment, ends, is_plain
from api.formats.items import write_items
from api.formats.summaries import record_summary
from api.formats.text.phrases import date_words
from schemas.model.base import Json


def write_timeline(content: Content) -> Iterator[bytes]:
    """Yield a slide for each record, and for a list one with its title before them.

    A record whose date is open at both ends has no place on a timeline and is left out.
    """
    slides = (_slide(content, document) for document in content.every() if any(ends(document["date"])))
    title = {} if content.single else {"title": {"text": _text(content.record, [escape(content.description)])}}
    return write_items(title, "events", slides)


def _slide(content: Content, document: Json) -> dict[str, Any]:
    start, end = ends(document["date"])
    first, in_words = start or end, not is_plain(document["date"])
    texts = [escape(text) for text in record_summary(document)]
    slide = {
        "start_date": _date(first, in_words) if first else None,
        "end_date": _date(end, in_words) if start and end else None,
        "display_date": date_words(document["date"]) if in_words else None,
        "text": _text(content.title(document), [*texts, _link(content, document)]),
        "unique_id": document["id"],
        "group": escape(_group(content.noun, document) or ""),
    }
    return {name: value for name, value in slide.items() if value}


def _date(moment: Moment, in_words: bool) -> dict[str, Any]:
    """Return a date as precise as it is known; `display_date` says in words what numbers cannot, as in about May.

    Where the slide says the whole of it in words, a season or two days for certain, its ends say nothing else.
    """
    numbers: dict[str, Any] = dict(zip(("year", "month", "day"), moment.parts, strict=False))
    return numbers if in_words else numbers | {"display_date": date_words(moment.edtf)}


def _text(headline: str, paragraphs: list[str]) -> dict[str, str]:
    """Return what a slide says. TimelineJS puts both into the page as HTML, and groups too: all text is escaped."""
    return {"headline": escape(headline), "text": "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)}


def _link(content: Content, document: Json) -> str:
    """Return the link to a record, and the licence of its words."""
    link = f'<a href="{escape(content.permalink(document))}">{escape(content.record)}</a>'
    licence = f', <a rel="license" href="{escape(content.license_url)}">{escape(content.license_words)}</a>'
    return link + licence if content.license else link


def _group(noun: str, document: Json) -> str | None:
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
    whole=True,
    nouns=frozenset({"events", "statements", "transfers", "agreements", "documents"}),
)
