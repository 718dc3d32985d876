"""Batches: several records whose ids stand in one path."""

import re
from contextlib import suppress

from api.formats import Format
from api.http.envelopes import batch_response
from api.http.meant_ids import meant_ids, split_names
from api.http.past import former_records, needs_history
from api.http.problems import Problem, parameter_error
from api.http.request import Request
from api.http.response import Response
from api.http.suggestions import MAX_ECHO, MAX_MENDED_IDS, no_such_record, with_rest
from api.http.urls import encode_query
from db.nouns import NOUNS
from schemas.model.base import Json
from schemas.model.edtf import EdtfError, bounds, is_address_of_days
from schemas.model.fields import IDENTIFIER
from schemas.query.parameters import MAX_LIMIT


def get_many(request: Request, noun: str, identifiers: str, query: Json, format: Format | None) -> Response:
    """Return several records whose ids stand in the path, and name those ids that no record has. Raises Problem."""
    ids = list(dict.fromkeys(identifiers.split(",")))
    if len(ids) > MAX_LIMIT or not all(re.fullmatch(IDENTIFIER, identifier) for identifier in ids):
        raise _not_ids(request, noun, identifiers)
    if noun == "events" and all(map(is_address_of_days, ids)):
        raise _several_days(ids)
    is_former = needs_history(request)
    records = former_records(request, noun, ids) if is_former else NOUNS[noun].get_records(request.reader, ids)
    missing = [identifier for identifier in ids if identifier not in records]
    documents = [records[identifier] for identifier in ids if identifier in records]
    return batch_response(noun, documents, missing, query, format)


def _several_days(days: list[str]) -> Problem:
    """Return the problem of several days in a path, where one has the events of a day and several have none."""
    problem = "One day may stand here, or several ids; `date` takes several days: {2031-04-12,2031-04-20}."
    url, text = "/v1/events", "{" + ",".join(days) + "}"
    with suppress(EdtfError):
        bounds(text)
        url += encode_query({"date": [text]})
    return Problem("invalid-parameter", problem, errors=[parameter_error("id", ",".join(days), problem)], try_url=url)


def _not_ids(request: Request, noun: str, text: str) -> Problem:
    """Return the problem of a path that has no ids where they belong, with those that are called so."""
    pieces = split_names(request.reader, [noun], text[: MAX_MENDED_IDS * MAX_ECHO])
    if len(pieces) == 1:
        return no_such_record(noun, text)
    few = 1 < len(pieces) <= MAX_MENDED_IDS
    meant = [next(iter(meant_ids(request.reader, [noun], piece)), None) for piece in pieces] if few else []
    suggestion = ",".join(filter(None, meant)) if meant and all(meant) else None
    problem = f"Between 1 and {MAX_LIMIT} ids, of a-z, 0-9, - and : alone, separated by single commas."
    errors = [parameter_error("id", text[:MAX_ECHO], problem, [], suggestion)]
    url = f"/v1/{noun}/{suggestion}" if suggestion else f"/v1/{noun}"
    return Problem("invalid-parameter", problem, errors=errors, try_url=with_rest(url) if suggestion else url)
