"""Freshness: a reply about one record changes with that record, and with nothing else that is released."""

from api.formats import Format
from api.formats.content import NEUTRAL_GATHERERS
from api.http.request import Request
from db.json import document_digest
from db.nouns import NOUNS
from db.query.history import history_of
from db.query.lookup import Lookup

IF_NONE_MATCH = "HTTP_IF_NONE_MATCH"


def follows_record(format: Format | None) -> bool:
    """Tell whether a record in a format changes with its document alone; None is JSON."""
    return format is None or format.gather in NEUTRAL_GATHERERS


def expect_record(request: Request, noun: str, identifier: str) -> None:
    """Let the ETag be that of a record's document before it is read, for a client that has one to compare."""
    digest = NOUNS[noun].get_digest(request.reader, identifier)
    request.content_digest = digest and digest + request.reader.framing


def note_record(request: Request, record: Lookup) -> None:
    """Let ETag and Last-Modified of the reply be those of a record that makes all of it.

    A release tells its day and not its hour, and on the day itself a client may have fetched what stood there before.
    So a document that came with an earlier release is as old as the end of that release's day; one that came with the
    newest release, or with none yet, is as old as the file that is served.
    """
    reader = request.reader
    request.content_digest = (record.digest or document_digest(record.document)) + reader.framing
    if record.digest is not None and (ends := history_of(reader).ends):
        end = ends.get(1 if record.until is None else record.until + 1)
        request.changed = end and min(request.release.since, end)
