"""Suggestions: problems that say what the client may have meant, with a URL that has been tried and works."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from flask import current_app
from marshmallow import ValidationError

from api.http.address_habits import meant_address
from api.http.date_habits import mended_dates, two_readings, which_reading
from api.http.habits import mend
from api.http.meant_ids import join_names, list_of_event, meant_ids, meant_values, named_ids
from api.http.meant_pages import DATE_IN_PATH, meant_days, near_page, no_such_suffix, no_totals, with_other_format
from api.http.moved_values import move_values
from api.http.name_habits import QueryParams
from api.http.past import meant_version
from api.http.problems import Problem, parameter_error
from api.http.request import current_request
from api.http.served_examples import search_words
from api.http.urls import encode_query, encoded_path
from api.http.views import selectable_fields
from db.nouns import NOUNS
from db.query.connection import ReleaseUnavailable
from db.query.ids import UnknownIds, check_ids_exist, languages_of, with_present_ids
from db.query.lookup import RecordNotFound
from db.query.showcase import showcase_of
from schemas.nouns import QUERIES, SCHEMAS
from schemas.query.moments import ReleaseMoment
from schemas.query.parameters import LISTED_AT, Codes, Ids, Tags
from schemas.query.query import Query

Errors = list[dict[str, Any]]
PARTS_BELOW_NOUN = 3
"""Strokes in the path of what stands just below a noun, as a record does."""
MAX_ECHO = 200
"""Characters of the client's own text that an error repeats."""
MAX_MENDED_IDS = 10
"""Errors for which a similar id is looked for, which takes some milliseconds each."""


def invalid_parameters(errors: Errors, query_type: type[Query]) -> Problem:
    """Return the problem of wrong parameters, with a URL in which each is corrected or left out."""
    request = current_request()
    if request.path.count("/") == PARTS_BELOW_NOUN and (page := _meant_page(_noun())):
        return page
    joined, errors, params = join_names(request.reader, errors, request.query_params, query_type)
    moved, errors, params = move_values(request.reader, errors, params, query_type)
    errors = [_with_meant_ids(error, query_type) for error in errors[:MAX_MENDED_IDS]] + errors[MAX_MENDED_IDS:]
    mended = mend(errors, params, query_type)
    errors = joined + moved + mended.errors
    corrected = _corrected(mended.params, mended.rest, query_type)
    # What came under another name has a value that was not looked at yet.
    again = _mended_again(corrected, query_type)
    corrected = corrected if again is corrected else drop_invalid(again, query_type)
    names = list(dict.fromkeys(error["parameter"] for error in errors))
    detail = f"{names[0]}: {errors[0]['problem']}" if len(errors) == 1 else f"Wrong: {', '.join(names)}."
    path_is_wrong = any(name in request.path_params and name not in request.query_params for name in names)
    path = mended.path or (f"/v1/{_noun()}{_date_in_path()}" if path_is_wrong else request.path.rstrip("/") or "/")
    suffix = mended.suffix or request.suffix
    path += f".{suffix}" if suffix not in (None, "json") and path != "/" else ""
    url = encoded_path(path) + encode_query(corrected)
    problem = Problem("invalid-parameter", detail, errors=errors, try_url=url)
    problem.query_type = None if path_is_wrong else query_type
    return problem


def _date_in_path() -> str:
    """Return what the date in this request's path means, to stand in a path again; empty where it means none."""
    date = current_request().path.rpartition("/")[2]
    return next((f"/{meant}" for meant in mended_dates(date) if DATE_IN_PATH.fullmatch(meant)), "")


def _with_meant_ids(error: dict[str, Any], query_type: type[Query]) -> dict[str, Any]:
    """Return the error of a value with the ids that it may mean, where ids belong and none is suggested yet."""
    parameter = query_type.parameters().get(error["parameter"].partition("__")[0])
    if error["did_you_mean"] or not error["value"]:
        return error
    if isinstance(parameter, ReleaseMoment):
        return error | {"did_you_mean": meant_version(current_request().reader, str(error["value"]))}
    if not isinstance(parameter, (Ids, Codes, Tags)):
        return error
    close = meant_values(current_request().reader, parameter, str(error["value"]))
    # The languages that there are have been named already.
    return error | {"allowed": error["allowed"] or close, "did_you_mean": close[0]} if close else error


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
        many = query_type.parameters()[name.partition("__")[0]].many
        parts = [part for value in values for part in (value.split(",") if many else [value])]
        # A blank after the comma is no part of the id that it stands before.
        right = [suggestion if part.strip() == str(error["value"]).strip() else part for part in parts]
        remaining = [part for part in right if part]
        if remaining and (remaining != parts or suggestion in parts):
            corrected[name] = [",".join(remaining)]
    return corrected


def _mended_again(params: QueryParams, query_type: type[Query]) -> QueryParams:
    """Return parameters whose names are right with the values mended that are not; just those where all are right."""
    noun, reader = _noun(), current_request().reader
    try:
        query = query_type.load_parameters(params, selectable_fields(noun) if noun in SCHEMAS else [])
        check_ids_exist(reader, query_type, with_present_ids(reader, query_type, query))
    except ValidationError as error:
        errors = [{"parameter": name} | problem for name, each in error.messages_dict.items() for problem in each]
    except UnknownIds as error:
        errors = [parameter_error(name, one, "") for name, ids in error.ids.items() for one in ids]
    else:
        return params
    errors = [_with_meant_ids(error, query_type) for error in errors[:MAX_MENDED_IDS]] + errors[MAX_MENDED_IDS:]
    mended = mend(errors, params, query_type)
    return _corrected(mended.params, mended.rest, query_type)


def drop_invalid(params: QueryParams, query_type: type[Query]) -> QueryParams:
    """Return the parameters without the invalid ones, so that the URL of a suggestion works.

    A required one that is wrong or missing gets the example of its description.
    """
    noun = _noun()
    field_names = selectable_fields(noun) if noun in SCHEMAS else []
    while True:
        try:
            query = query_type.load_parameters(params, field_names)
            if query_type is QUERIES.get(noun):
                reader = current_request().reader
                check_ids_exist(reader, query_type, with_present_ids(reader, query_type, query))
        except ValidationError as error:
            invalid = set(error.messages_dict)
        except UnknownIds as error:
            invalid = set(error.ids)
        else:
            return params
        required = [name for name in invalid if query_type.requires(name)]
        examples = {name: [_example(query_type, name)] for name in required}
        params = {name: values for name, values in params.items() if name not in invalid} | examples


def _example(query_type: type[Query], name: str) -> str:
    """Return a value for a parameter that must be there; words to search for are the record's own."""
    if name == "q":
        return search_words(showcase_of(current_request().reader))
    return str(query_type.parameters()[name].metadata["example"])


def unknown_ids(unknown: UnknownIds, query_type: type[Query]) -> Problem:
    """Return the problem of ids that no record has, with those that may have been meant."""
    errors = []
    for name, ids in unknown.ids.items():
        parameter = query_type.parameters()[name.partition("__")[0]]
        listed = " or ".join(LISTED_AT.get(other, f"/v1/{other}") for other in getattr(parameter, "nouns", ()))
        text, allowed = f"There is no such id; {listed} lists them.", list[str]()
        if isinstance(parameter, Tags):
            allowed = languages_of(current_request().reader)
            text = "Nothing in the record is in that language; /v1/sources?facet=language counts those that there are."
        errors += [parameter_error(name, identifier, text, allowed) for identifier in ids]
    return invalid_parameters(errors, query_type)


def no_such_record(noun: str, identifier: str) -> Problem:
    """Return the problem of an id that no record has, with the nearest that one has."""
    request = current_request()
    name = identifier[:MAX_ECHO]
    # What is called so to its end, like an outlet by its site, has no suffix.
    is_name = named_ids(request.reader, [noun], name)
    if problem := no_totals(request, noun) or (None if is_name else no_such_suffix(request, noun, name)):
        return problem
    close = meant_ids(request.reader, [noun], identifier[:MAX_ECHO])
    detail = f"No {SCHEMAS[noun].TYPE} has the id {identifier[:MAX_ECHO]!r}."
    errors = [parameter_error("id", identifier[:MAX_ECHO], "No such record.", close, close[0] if close else None)]
    readings = two_readings(identifier) if noun == "events" else []
    if readings:
        errors[0] |= {"problem": which_reading(readings), "allowed": readings, "did_you_mean": None}
        url = f"/v1/{noun}"
    elif elsewhere := _elsewhere(noun, identifier):
        errors[0]["did_you_mean"], url = elsewhere
    elif page := near_page(noun, identifier[:MAX_ECHO]):
        errors[0]["did_you_mean"] = url = page
    elif close:
        url = _mended_path(noun, {identifier: close})
    else:
        url = list_of_event(request.reader, noun, identifier[:MAX_ECHO])
    return Problem("not-found", detail, errors=errors, try_url=with_rest(url))


def _meant_page(noun: str) -> Problem | None:
    """Return the problem of an address below a noun that is no record's, whose parameters mean nothing yet."""
    request = current_request()
    name = request.path.rstrip("/").removeprefix(f"/v1/{noun}/")
    if noun not in QUERIES or "/" in name:
        return None
    page = near_page(noun, name)
    is_near = page is not None and not page.endswith(f"/{name}")
    return no_totals(request, noun) or (no_such_record(noun, name) if is_near else None)


def _mended_path(noun: str, meant: dict[str, list[str]]) -> str:
    """Return the path of this request with every id in it that no record has replaced by the one that is meant.

    `meant` has what was looked up already.
    """
    request = current_request()
    whole = request.path.rstrip("/").removeprefix(f"/v1/{noun}/")
    if "/" in whole and (close := named_ids(request.reader, [noun], whole)):
        return f"/v1/{noun}/{close[0]}"
    start, parts = f"/v1/{noun}/", whole.split("/")
    for place in range(0, len(parts), 2):
        try:
            NOUNS[noun].get_record(request.reader, parts[place])
        except RecordNotFound:
            close = meant.get(parts[place]) or meant_ids(request.reader, [noun], parts[place][:MAX_ECHO])
            if not close:
                return f"/v1/{noun}"
            parts[place] = close[0]
    return start + "/".join(parts)


def _elsewhere(noun: str, identifier: str) -> tuple[str, str] | None:
    """Return what an id is that is not one of its noun, and its address: a date, or the id of another noun's record."""
    if noun == "events" and (days := meant_days(identifier)):
        return days
    for other in SCHEMAS:
        with suppress(RecordNotFound, ReleaseUnavailable):
            if other != noun and NOUNS[other].get_record(current_request().reader, identifier[:MAX_ECHO]):
                return identifier, f"/v1/{other}/{identifier}"
    return None


def with_rest(path: str) -> str:
    """Return a suggested address with the suffix and the query of this request."""
    request = current_request()
    path, mark, own = path.partition("?")
    if request.suffix and "." not in path.rpartition("/")[2] and path != "/":
        path += f".{request.suffix}"
    query = encode_query(request.query_params)
    return encoded_path(path) + (f"?{own}{query.replace('?', '&', 1)}" if mark else query)


def no_such_page(path: str) -> Problem:
    """Return the problem of an address that nothing has, with the nearest one that something has."""
    noun, _, name = path.removeprefix("/v1/").partition("/")
    is_date = noun == "events" and meant_days(name)
    if "/" in name and noun in NOUNS and (is_date or named_ids(current_request().reader, [noun], name)):
        return no_such_record(noun, name)
    fixed = sorted({rule.rule for rule in current_app.url_map.iter_rules() if not rule.arguments})
    suffix = current_request().suffix
    whole = path.removeprefix("/v1") + (f".{suffix}" if suffix else "")
    suggestion, (stem, meant_suffix) = meant_address(path[:MAX_ECHO], fixed), with_other_format(path)
    if stem != path and not (suggestion or "").startswith(stem) and current_app.url_map.bind("").test(stem):
        suggestion = stem
    if suggestion == stem and stem + meant_suffix != path:
        suggestion += meant_suffix
    suggestion = whole if whole in fixed else suggestion
    # Where nothing is near, all that there is can be seen from the front door, or from that of the API.
    url = with_rest(suggestion) if suggestion else "/v1" if path.startswith("/v1/") else "/"
    return Problem(
        "not-found",
        f"There is nothing at {path[:MAX_ECHO]!r}.",
        errors=[parameter_error("path", path[:MAX_ECHO], "No such address.", fixed, suggestion)],
        try_url=url,
    )
