"""Suggestions: problems that say what the client may have meant, with a URL that has been tried and works."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from flask import current_app
from marshmallow import ValidationError

from api.http.meant_ids import meant_ids, meant_values
from api.http.problems import Problem, parameter_error
from api.http.request import current_request
from api.http.urls import encode_query, encoded_path
from db.noun import RecordNotFound
from db.nouns import NOUNS
from db.query.connection import ReleaseUnavailable
from db.query.ids import UnknownIds, check_ids_exist
from db.query.similar import same_name
from schemas.nouns import QUERIES, SCHEMAS
from schemas.query.parameters import Codes, Ids
from schemas.query.query import Query

QueryParams = dict[str, list[str]]
Errors = list[dict[str, Any]]
DATE_IN_PATH = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}|latest")
MAX_ECHO = 200
"""Characters of the client's own text that an error repeats."""


def invalid_parameters(errors: Errors, query_type: type[Query]) -> Problem:
    """Return the problem of wrong parameters, with a URL in which each is corrected or left out."""
    request = current_request()
    errors = [_with_meant_ids(error, query_type) for error in errors]
    corrected = drop_invalid(_corrected(request.query_params, errors, query_type), query_type)
    names = list(dict.fromkeys(error["parameter"] for error in errors))
    detail = f"{names[0]}: {errors[0]['problem']}" if len(errors) == 1 else f"Wrong: {', '.join(names)}."
    path_is_wrong = any(name in request.path_params and name not in request.query_params for name in names)
    path = f"/v1/{_noun()}" if path_is_wrong else encoded_path(request.path)
    return Problem("invalid-parameter", detail, errors=errors, try_url=path + encode_query(corrected))


def _with_meant_ids(error: dict[str, Any], query_type: type[Query]) -> dict[str, Any]:
    """Return the error of a value with the ids that it may mean, where ids belong and none is suggested yet."""
    parameter = query_type.parameters().get(error["parameter"].partition("__")[0])
    if not isinstance(parameter, (Ids, Codes)) or error["did_you_mean"] or not error["value"]:
        return error
    close = meant_values(current_request().reader, parameter, str(error["value"]))
    return error | {"allowed": close, "did_you_mean": close[0]} if close else error


def _noun() -> str:
    """Return the word after /v1 in this request's path, nearly always a noun; empty where there is none."""
    return current_request().path.split("/")[2] if current_request().path.startswith("/v1/") else ""


def _corrected(params: Mapping[str, list[str]], errors: Errors, query_type: type[Query]) -> QueryParams:
    """Return the parameters with every wrong name and value replaced by the suggestion for it, or left out."""
    corrected = {name: list(values) for name, values in params.items()}
    for error in errors:
        name, suggestion = error["parameter"], error["did_you_mean"]
        values = corrected.pop(name, [])
        if name not in query_type.names():
            corrected |= {suggestion: values} if suggestion else {}
            continue
        parts = [part for value in values for part in value.split(",")]
        right = [suggestion if part == error["value"] else part for part in parts]
        kept = [part for part in right if part]
        if kept and kept != parts:
            corrected[name] = [",".join(kept)]
    return corrected


def drop_invalid(params: QueryParams, query_type: type[Query]) -> QueryParams:
    """Return the parameters without the invalid ones, so that the URL of a suggestion works.

    A required one that is wrong or missing gets the example of its description.
    """
    noun = _noun()
    shown = SCHEMAS[noun].keys() if noun in SCHEMAS else []
    while True:
        try:
            query = query_type.load_parameters(params, shown)
            if query_type is QUERIES.get(noun):
                check_ids_exist(current_request().reader, query_type, query)
        except ValidationError as error:
            invalid = set(error.messages_dict)
        except UnknownIds as error:
            invalid = set(error.ids)
        else:
            return params
        required = [name for name in invalid if query_type.requires(name)]
        examples = {name: [str(query_type.parameters()[name].metadata["example"])] for name in required}
        params = {name: values for name, values in params.items() if name not in invalid} | examples


def unknown_ids(unknown: UnknownIds, query_type: type[Query]) -> Problem:
    """Return the problem of ids that no record has, with those that may have been meant."""
    errors = []
    for name, ids in unknown.ids.items():
        parameter = query_type.parameters()[name.partition("__")[0]]
        nouns = [other for other in getattr(parameter, "nouns", ()) if other in NOUNS]
        listed = " or ".join(f"/v1/{other}" for other in nouns) or "/v1/places?kind=country"
        for identifier in ids:
            close = meant_values(current_request().reader, parameter, identifier)
            suggestion = close[0] if close else None
            text = f"There is no such id; {listed} lists them."
            errors.append(parameter_error(name, identifier, text, close, suggestion))
    return invalid_parameters(errors, query_type)


def no_such_record(noun: str, identifier: str) -> Problem:
    """Return the problem of an id that no record has, with the nearest that one has."""
    close = meant_ids(current_request().reader, [noun], identifier[:MAX_ECHO])
    detail = f"No {SCHEMAS[noun].TYPE} has the id {identifier[:MAX_ECHO]!r}."
    errors = [parameter_error("id", identifier[:MAX_ECHO], "No such record.", close, close[0] if close else None)]
    return Problem("not-found", detail, errors=errors, try_url=_mended_path(noun) if close else f"/v1/{noun}")


def _mended_path(noun: str) -> str:
    """Return the path of this request with every id in it that no record has replaced by the one that is meant."""
    request = current_request()
    start, parts = f"/v1/{noun}/", request.path.removeprefix(f"/v1/{noun}/").split("/")
    suffix = f".{request.suffix}" if request.suffix else ""
    for place in range(0, len(parts), 2):
        try:
            NOUNS[noun].get_record(request.reader, parts[place])
        except RecordNotFound:
            close = meant_ids(request.reader, [noun], parts[place][:MAX_ECHO])
            if not close:
                return f"/v1/{noun}"
            parts[place] = close[0]
    return encoded_path(start + "/".join(parts) + suffix) + encode_query(request.query_params)


def no_such_page(path: str) -> Problem:
    """Return the problem of an address that nothing has, with the nearest one that something has."""
    fixed = sorted({rule.rule for rule in current_app.url_map.iter_rules() if not rule.arguments})
    head, _, rest = path.removeprefix("/v1/").strip("/").partition("/")
    close = get_close_matches(head, list(SCHEMAS), 1, 0.6)
    near = close or get_close_matches(path, fixed, 1, 0.6) or ["/"]
    suggestion = _nearest(close[0], rest) if close else near[0]
    return Problem(
        "not-found",
        f"There is nothing at {path[:MAX_ECHO]!r}.",
        errors=[parameter_error("path", path[:MAX_ECHO], "No such address.", fixed, suggestion)],
        try_url=encoded_path(suggestion),
    )


def _nearest(noun: str, rest: str) -> str:
    """Return the address of the noun's record that the rest of a path means, or of the noun's list."""
    if noun == "events" and DATE_IN_PATH.fullmatch(rest):
        return f"/v1/events/{rest}"
    try:
        NOUNS[noun].get_record(current_request().reader, rest)
    except RecordNotFound:
        same = same_name(current_request().reader, SCHEMAS[noun].TYPE, rest)
        return f"/v1/{noun}/{same[0]}" if same else f"/v1/{noun}"
    except ReleaseUnavailable:
        return f"/v1/{noun}"
    return f"/v1/{noun}/{rest}"
