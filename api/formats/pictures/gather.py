"""Gather: what the picture of a record or a list shows beyond the documents of the reply, read in a few statements."""

import json
from dataclasses import replace

import orjson

from api.formats.content import Content, with_coordinates
from api.formats.pictures.picture import TooMuchToDraw
from db.query.connection import Reader
from schemas.model.base import Json

DRAWN = frozenset(
    {("processes", True), ("events", False), ("places", False), ("places", True), ("agreements", True)},
)
"""What has a picture: a noun, and whether a single record of it or a list."""
MAX_DRAWN = 2_000
"""The records of a list that a picture has room for."""
EVENTS_OF = (
    "select cast(brief as blob) from record join event using (n) where event.process = :process"
    " order by event.earliest, event.id"
)
AGREEMENTS_OF = (
    "select id, title, date, earliest, latest, (select max(quantity_best) from agreement_terms"
    " where agreement = agreement.id and unit = 'days') from agreement"
    " where event in (select value from json_each(:events)) order by earliest, id"
)
PROPOSALS_OF = (
    "select id, title, date, earliest, latest, null from proposal"
    " where event in (select value from json_each(:events)) order by earliest, id"
)


def gather_for_picture(content: Content, reader: Reader) -> Content:
    """Return a content with all that its picture shows. Raises TooMuchToDraw."""
    if content.total > MAX_DRAWN:
        raise TooMuchToDraw(
            f"A picture has room for {MAX_DRAWN:,} {content.noun}; these are {content.total:,}."
            " Ask for fewer, of a shorter time for example."
        )
    content = replace(content, documents=list(content.every()), rest=())
    if content.noun == "places":
        return with_coordinates(content, reader)
    if content.noun == "agreements":
        return content
    events = content.documents
    if content.noun == "processes":
        rows = reader.query(EVENTS_OF, {"process": content.documents[0]["id"]})
        events = [orjson.loads(row[0]) for row in rows]
    ids = {"events": json.dumps([event["id"] for event in events])}
    related = {
        "events": events,
        "agreements": [_dated("agreements", *row) for row in reader.query(AGREEMENTS_OF, ids)],
        "proposals": [_dated("proposals", *row) for row in reader.query(PROPOSALS_OF, ids)],
    }
    return replace(content, related=related)


def _dated(noun: str, *row: object) -> Json:
    """Return what a timeline shows of an agreement or a proposal; `days` is how long a term is to hold."""
    names = ("id", "title", "date", "earliest", "latest", "days")
    return dict(zip(names, row, strict=True)) | {"url": f"/v1/{noun}/{row[0]}"}
