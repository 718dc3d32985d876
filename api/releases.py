"""/v1/releases and the revisions of a record: which states of the record there were, and what made each."""

import json
from difflib import get_close_matches
from typing import Any

from flask import Blueprint

from api.formats.answers import AnswerStyle
from api.formats.change_feed import write_release_feed
from api.formats.text.changes import release_blocks, revision_blocks
from api.http.answer_pages import answer_limit, count_fitting_rows, links_to_next, page_of_rows
from api.http.cursors import cursor_scope
from api.http.endpoints import query_endpoint, read_position
from api.http.envelopes import answer_response, document_response, own_links, query_response
from api.http.problems import Problem, parameter_error
from api.http.request import current_request
from api.http.response import JSON, Response
from api.http.suggestions import MAX_ECHO, no_such_record, with_rest
from api.http.urls import encode_query, encoded_path
from db.nouns import NOUNS
from db.query.changes import find_keys
from db.query.connection import Reader
from db.query.history import ReleaseEntry, history_of
from db.query.lookup import RecordNotFound
from db.query.releases import list_differing, list_releases, list_revisions
from schemas.changes import DocumentsQuery, RevisionQuery
from schemas.model.base import Json
from schemas.model.edtf import is_address_of_days
from schemas.query.query import NoQuery

routes = Blueprint("releases", __name__)
RELEASE_STYLE = AnswerStyle(release_blocks, lambda row: row, write_release_feed, "release")
CHANGES = ("changes", "changes_url")
"""What is too long for a table of revisions."""
REVISION_STYLE = AnswerStyle(
    revision_blocks, lambda row: {name: row[name] for name in row if name not in CHANGES}, unit="revision"
)


@routes.get("/v1/releases")
@query_endpoint(NoQuery, "sequence", "version", "date", "url", "notes", "changes", style=RELEASE_STYLE)
def get_releases(reader: Reader, _query: dict[str, Any]) -> Response:
    """List the releases of the record, the newest first: version, date, notes, and how much changed.

    Any address gives the record as it was with `as_of=` and a version or a day. `served` is the state that is served
    now, which may be newer than the newest release.
    """
    rows = list_releases(reader)
    return query_response("Releases of the record, newest first.", rows, len(rows), own_links(), _served(reader))


def _served(reader: Reader) -> Json:
    """Return which state is served, and whether it is a release."""
    return {"served": reader.version, "is_released": history_of(reader).find(reader.version) is not None}


@routes.get("/v1/releases/<version>")
@query_endpoint(NoQuery, style=RELEASE_STYLE)
def get_release(reader: Reader, _query: dict[str, Any], version: str) -> Response:
    """Get a release by its version; `latest` is the newest.

    `changes_url` lists what changed in it, `previous` is the release before.
    """
    entry, entries = find_entry(reader, version), history_of(reader).entries
    release = next(one for one in list_releases(reader) if one["sequence"] == entry.sequence)
    before = next((one.version for one in entries if one.sequence == entry.sequence - 1), None)
    since = f"since={before}&" if before else ""
    release |= {"previous": before, "changes_url": f"/v1/changes?{since}until={entry.version}"}
    if (shape := current_request().answer) is None:
        return document_response(release)
    return answer_response(f"Release {entry.version} of {entry.date}.", [release], {}, shape)


@routes.get("/v1/releases/<version>/documents")
@query_endpoint(DocumentsQuery, "noun", "id", "state", "url")
def list_documents_of_release(reader: Reader, query: dict[str, Any], version: str) -> Response:
    """List the records that read otherwise in a release than in one before, to keep a copy in step.

    `since` is the release that the copy has; without it all records are listed. `.ndjson` has them in one reply. A
    record is here too where only what is worked out from others changed. `state` says what stands at the id: `current`,
    `moved` or `withdrawn`; `url` is what stood there in the release, for good.
    """
    entry = find_entry(reader, version)
    since = history_of(reader).find(query["since"]) if "since" in query else None
    if since and since.sequence > entry.sequence:
        raise _later_since(entry, since)
    request = current_request()
    scope = cursor_scope(request.path.rstrip("/"), query | {"release": entry.version})
    position = read_position(query, scope, DocumentsQuery, 2) if "cursor" in query else None
    page = list_differing(reader, entry, since, answer_limit(request, query), position)
    text = f"Records that read otherwise in the release {entry.version}{f' than in {since.version}' if since else ''}."
    links = links_to_next(request, page.next, scope)
    return query_response(text, page.rows, page.total, links, {"release": entry.version})


def _later_since(entry: ReleaseEntry, since: ReleaseEntry) -> Problem:
    """Return the problem of a copy that is newer than the release, which leads to the two the other way round.

    Nothing would be listed, which reads as if nothing had changed.
    """
    request = current_request()
    text = f"Is later than the release {entry.version} of the address; it must be that one or one before."
    errors = [parameter_error("since", since.version, text, (), entry.version)]
    path = f"/v1/releases/{since.version}/documents{f'.{request.suffix}' if request.suffix else ''}"
    params = {name: values for name, values in request.query_params.items() if name != "cursor"}
    url = path + encode_query(params | {"since": [entry.version]})
    return Problem("invalid-parameter", f"since: {text}", errors=errors, try_url=url)


def find_entry(reader: Reader, version: str) -> ReleaseEntry:
    """Return the release of a version, or the newest. Raises Problem."""
    entries = history_of(reader).entries
    entry = entries[-1] if version == "latest" and entries else history_of(reader).find(version)
    if entry is None:
        versions = [one.version for one in reversed(entries)]
        close = get_close_matches(version, versions, 1)
        text = "There is no such release; /v1/releases lists them."
        errors = [parameter_error("version", version[:MAX_ECHO], text, versions[:20], close[0] if close else None)]
        raise Problem("not-found", text, errors=errors, try_url="/v1/releases")
    return entry


@routes.get("/v1/<noun:noun>/<identifier>/revisions")
@query_endpoint(RevisionQuery, "revision", "date", "release", "url", "kinds", style=REVISION_STYLE)
def list_revisions_of(reader: Reader, query: dict[str, Any], noun: str, identifier: str) -> Response:
    """List the revisions of a record, the oldest first: which release made each, what changed, and its address.

    A withdrawn record has its revisions too. Those of an event have the changes of what lies inside it. Without `limit`
    a page of JSON has as many as fit in 100 kB; one that does not fit alone has its first changes, and `changes_url`.
    """
    try:
        record = NOUNS[noun].get_record(reader, identifier)
    except RecordNotFound as missing:
        if noun == "events" and is_address_of_days(identifier):
            raise _no_revisions_of_days(identifier) from missing
        raise no_such_record(noun, identifier) from missing
    if record.state == "moved":
        request = current_request()
        suffix = f".{request.suffix}" if request.suffix else ""
        url = f"{request.base}{encoded_path(f'/v1/{noun}/{record.target}/revisions{suffix}')}"
        location = url + encode_query(request.query_params)
        return Response(b"", 308, [("Location", location), ("Content-Type", JSON), ("Content-Length", "0")])
    keys, _ = find_keys(reader, [f"{noun}/{identifier}"])
    former = [key for key in keys[f"{noun}/{identifier}"] if key != (noun, identifier)]
    document = json.loads(record.document) if record.state == "current" else None
    revisions = list_revisions(reader, [(noun, identifier), *former], document)
    request = current_request()
    page, links = page_of_rows(query, RevisionQuery, revisions, {}, unmeasured=0)
    if len(page) == 1 and request.format == "json" and "limit" not in request.query_params:
        page = [_with_changes_that_fit(page[0], revisions, f"{noun}/{identifier}")]
    return query_response(f"Revisions of {noun}/{identifier}, oldest first.", page, len(revisions), links)


def _with_changes_that_fit(revision: Json, revisions: list[Json], record: str) -> Json:
    """Return a revision with as many of its changes as a reply has room for, and where all of them are if not here."""
    changes = revision["changes"]
    # Each is measured as far inside as it stands.
    fitting = changes[: count_fitting_rows([{"changes": [change]} for change in changes], 0)]
    if len(fitting) == len(changes):
        return revision
    before = next((one["release"] for one in reversed(revisions) if one["revision"] < revision["revision"]), None)
    since = f"&since={before}" if before else ""
    return revision | {"changes": fitting, "changes_url": f"/v1/changes?id={record}{since}&until={revision['release']}"}


def _no_revisions_of_days(days: str) -> Problem:
    """Return the problem of asking for the revisions of a day, a month, a year or `latest`: only events have some."""
    url = f"/v1/events/{days}"
    text = f"{days!r} is not an event's id and has no revisions; an event has them at /v1/events/ID/revisions."
    errors = [parameter_error("id", days, f"{text} {url} gives the ids.", [], url)]
    return Problem("not-found", text, errors=errors, try_url=with_rest(url))
