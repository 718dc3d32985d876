"""The past: a record as history tells it, the problems of asking for what is not kept, and the way in by time."""

from contextlib import suppress
from datetime import UTC, datetime
from difflib import get_close_matches
from email.utils import parsedate_to_datetime
from typing import Any

from api.http.memento import path_as_of
from api.http.problems import Problem, parameter_error
from api.http.request import AS_OF, Headers, Request, release_of
from db.nouns import NOUNS
from db.query.connection import READERS, Reader
from db.query.history import ReleaseHistory, find_former_id, find_former_state, history_of
from db.query.lookup import Lookup, RecordNotFound
from db.query.memento import NoMemento, ReleaseNotKept
from schemas.model.closest import closest
from schemas.query.moments import VERSION
from schemas.query.query import LoadedQuery, Query

LIKE_VERSION = 0.85
"""How alike a version must be: the dates of two alone are half of them."""
MIN_VERSION_PART = 5
"""Letters of a part of a version, of its digest say, by which it may be meant."""
ACCEPT_DATETIME = "HTTP_ACCEPT_DATETIME"
"""The header by which Memento asks for a state by its time."""
MAX_NEWEST = 5
"""Releases that an error names, of those that there are."""


def past_problem(error: NoMemento | ReleaseNotKept, request: Request) -> Problem:
    """Return the problem of asking for a release that there never was, or whose file is not here."""
    return _no_memento(error, request) if isinstance(error, NoMemento) else _not_kept(error, request)


def _not_kept(error: ReleaseNotKept, request: Request) -> Problem:
    """Return the problem of asking for what can only be had from a file that is not here, and say what can be had."""
    memento, versions = error.memento, ", ".join(error.versions)
    text = (
        f"The release {memento.version} of {memento.date} is not kept whole here; those that are: {versions}. A single"
        f" record can be had as of any release, by its own address; for the rest, `parley build --as-of"
        f" {memento.version}` makes the file from the records, and /v1/releases lists all releases."
    )
    nearest = min(error.versions, key=lambda version: _distance(version, memento.date), default=None)
    errors = [parameter_error(AS_OF, ",".join(request.query_params[AS_OF]), "Not kept here.", error.versions, nearest)]
    return Problem("not-kept", text, errors=errors, try_url=path_as_of(request, nearest))


def _distance(version: str, day: str) -> int:
    """Return the days between the date that a version begins with and another day."""
    return abs((datetime.fromisoformat(version[:10]) - datetime.fromisoformat(day)).days)


def _no_memento(error: NoMemento, request: Request) -> Problem:
    """Return the problem of asking for a state before the first, or for a release that there never was."""
    value = ",".join(request.query_params[AS_OF])
    nearest = next(iter(get_close_matches(value, error.versions, 1)), None)
    errors = [parameter_error(AS_OF, value, str(error), error.versions, nearest)]
    return Problem("not-found", str(error), errors=errors, try_url=path_as_of(request, nearest))


def _was_absent(noun: str, identifier: str, request: Request) -> Problem:
    """Return the problem of a record that came only after the release that is asked for."""
    memento = request.memento
    when = f" in the release {memento.version} of {memento.date}" if memento else ""
    text = f"{noun}/{identifier} was not there yet{when}; /v1/{noun}/{identifier}/revisions says since when it is."
    return Problem("not-found", text, try_url=path_as_of(request, None))


def needs_history(request: Request) -> bool:
    """Tell whether a record is asked for as of a release whose file is not kept, so that history has to tell it."""
    return request.asks_past and request.memento is not None and request.memento.release is None


def former_record(request: Request, noun: str, identifier: str) -> Lookup:
    """Return what stood at an id in the release that is asked for, as the present release tells it.

    Raises RecordNotFound, Problem.
    """
    memento = request.memento
    if memento is None or memento.sequence is None:
        raise RecordNotFound(identifier)
    former = find_former_state(request.reader, noun, identifier, memento.sequence)
    if former is None:
        return NOUNS[noun].get_record(request.reader, identifier)
    if former.state == "absent":
        if moved := former_address(request, noun, identifier):
            return moved
        raise _was_absent(noun, identifier, request)
    return former


def former_address(request: Request, noun: str, identifier: str) -> Lookup | None:
    """Return where a record stood in the release that is asked for, if only its id has changed since; else None.

    The present release tells that, whether or not the file of the other is here.
    """
    memento = request.memento if request.asks_past else None
    if memento is None or memento.sequence is None:
        return None
    reader = READERS.acquire(release_of(request.environ, request.follower).path)
    try:
        former_id = find_former_id(reader, noun, identifier, memento.sequence)
    finally:
        READERS.release(reader)
    return Lookup("moved", former_id, b"") if former_id else None


def former_records(request: Request, noun: str, identifiers: list[str]) -> dict[str, bytes]:
    """Return the documents that stood at some ids in the release that is asked for; an id without one is left out."""
    records = dict[str, bytes]()
    for identifier in identifiers:
        with suppress(RecordNotFound, Problem):
            record = former_record(request, noun, identifier)
            if record.state == "moved" and record.target:
                record = former_record(request, noun, record.target)
            if record.state == "current":
                records[identifier] = record.document
    return records


def defer_past(request: Request, *, has_history: bool = False) -> NoMemento | ReleaseNotKept | None:
    """Return why the state that a request asks for cannot be had; None where it can, be it out of history.

    The request is read against the present release then, so that what else is wrong with it can be told first: nobody
    fetches a file only to learn that the question was misspelt.
    """
    try:
        if not (has_history and needs_history(request)):
            _ = request.release
    except (NoMemento, ReleaseNotKept) as error:
        request.read_history()
        request.memento = None
        return error
    return None


def meant_version(reader: Reader, text: str) -> str | None:
    """Return the version of a release that somebody means who wrote a part of it, or misspelt it; None if unclear."""
    versions = [entry.version for entry in reversed(history_of(reader).entries)]
    part = text.strip().lower()
    begun = [version for version in versions if len(part) > MIN_VERSION_PART and part in version]
    return begun[0] if len(begun) == 1 else next(iter(closest(part, versions, likeness=LIKE_VERSION)), None)


def moment_errors(request: Request, query_type: type[Query], query: LoadedQuery) -> list[dict[str, Any]]:
    """Return the errors of parameters that name a release which there never was, or between which nothing can lie."""
    history = history_of(request.reader)
    versions = [entry.version for entry in reversed(history.entries)]
    errors = []
    for name in sorted(query.keys() & query_type.moments()):
        if VERSION.fullmatch(query[name]) and history.find(query[name]) is None:
            text = "There is no such release; the newest are allowed here, and /v1/releases lists all."
            close = next(iter(get_close_matches(query[name], versions, 1)), None)
            errors.append(parameter_error(name, query[name], text, versions[:MAX_NEWEST], close))
    return errors or _crossed_moments(request, history, query)


def _crossed_moments(request: Request, history: ReleaseHistory, query: LoadedQuery) -> list[dict[str, Any]]:
    """Return the errors of a time that ends before it begins; each suggests the other's value."""
    if not ("since" in query and "until" in query):
        return []
    first, last = query["since"], query["until"]
    begin, end = history.find(first), history.find(last)
    if begin and end:
        is_crossed = begin.sequence > end.sequence
    else:
        is_crossed = (begin.date if begin else first) > (end.date if end else last)
    values = {name: request.query_params[name][0] for name in ("since", "until")}
    words = {"since": "Is after `until`; nothing can meet both.", "until": "Is before `since`; nothing can meet both."}
    others = {"since": "until", "until": "since"}
    return [parameter_error(name, values[name], words[name], (), values[others[name]]) for name in words if is_crossed]


def timegate_redirect(request: Request) -> Headers:
    """Return where a client is led that asks for a record by time: to the last release before, or to the first.

    Raises Problem where the time cannot be read.
    """
    text: str = request.environ[ACCEPT_DATETIME]
    try:
        day = parsedate_to_datetime(text).astimezone(UTC).date().isoformat()
    except (ValueError, OverflowError) as error:
        detail = "Accept-Datetime must be an HTTP date, like Mon, 30 Nov 2026 00:00:00 GMT."
        raise Problem("bad-request", detail, try_url=path_as_of(request, None)) from error
    history = history_of(request.reader)
    entry = history.at(day) or next(iter(history.entries), None)
    version = entry.version if entry else history.version
    return [("Location", request.base + path_as_of(request, version)), ("Content-Length", "0")]
