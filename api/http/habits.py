"""Habits: a wrong query mended as far as it says what was meant, in the words of people or of other interfaces."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from api.http.date_habits import which_reading
from api.http.misplaced_values import meant_elsewhere
from api.http.name_habits import ALL_AT_ONCE, Hint, QueryParams, meant_format, meant_parameter
from api.http.near_names import near_name
from api.http.sort_habits import mended_orders
from api.http.value_habits import ambiguous_values, mended_values
from schemas.query.parameters import Limit
from schemas.query.query import Query

Error = dict[str, Any]


@dataclass
class Mended:
    """The errors of a query with better hints, and its parameters with what could be mended.

    `rest` are the errors that are still to be corrected, value by value; `suffix` and `path` are the format and the
    address that were asked for by a parameter.
    """

    params: QueryParams
    errors: list[Error] = field(default_factory=list)
    rest: list[Error] = field(default_factory=list)
    hints: list[Hint] = field(default_factory=list)
    suffix: str | None = None
    path: str | None = None


def mend(errors: list[Error], params: Mapping[str, list[str]], query_type: type[Query]) -> Mended:
    """Return a query mended by all habits that are known."""
    mended = Mended({name: list(values) for name, values in params.items()})
    for error in errors:
        name = error["parameter"]
        if name not in params:
            mended.errors.append(error)
        elif name not in query_type.names():
            hint = meant_parameter(name, params, query_type)
            _mend_name(mended, error | {"did_you_mean": near_name(name, query_type)}, hint)
        elif hint := meant_format(name, name, params, query_type) or meant_elsewhere(
            name, str(error["value"]), query_type
        ):
            _mend_name(mended, error, hint)
        else:
            _mend_value(mended, error, params[name], query_type)
    for target, values in [pair for hint in mended.hints for pair in hint.params.items()]:
        many = query_type.parameters()[target.partition("__")[0]].many
        if target == "sort" or target not in mended.params:
            mended.params[target] = list(values)
        elif many and params.get(target) != values:
            mended.params[target] += values
    # What was required and missing may have been there under another name.
    later = set(mended.params) - set(params)
    mended.errors = [error for error in mended.errors if error["parameter"] not in later]
    return mended


def _mend_name(mended: Mended, error: Error, hint: Hint | None) -> None:
    """Replace a parameter by what it means here, or leave the error to the nearest name."""
    if hint is None:
        mended.errors.append(error)
        mended.rest.append(error)
        return
    mended.errors.append(error | {"problem": hint.problem, "did_you_mean": hint.suggestion})
    mended.params.pop(error["parameter"], None)
    mended.hints.append(hint)
    mended.suffix, mended.path = hint.suffix or mended.suffix, hint.path or mended.path


def _mend_value(mended: Mended, error: Error, values: list[str], query_type: type[Query]) -> None:
    """Replace a value by what it means here, or leave the error to the nearest value."""
    name = error["parameter"]
    parameter = query_type.parameters()[name.partition("__")[0]]
    if readings := ambiguous_values(parameter, str(error["value"])):
        error |= {"problem": which_reading(readings), "allowed": readings, "did_you_mean": None}
        mended.errors.append(error)
        mended.rest.append(error)
        return
    if name == "sort":
        meant = [order for order in [mended_orders(",".join(values), error["allowed"])] if order]
    elif len(values) > 1 and not parameter.many:
        meant = values[-1:]
    else:
        # A value that is right by itself is wrong beside another, which the error names.
        meant = mended_values(parameter, str(error["value"]))
        meant = [] if error["value"] in meant else meant
    if isinstance(parameter, Limit):
        error |= {"problem": f"{error['problem']} A page has no more; {ALL_AT_ONCE}."}
    if meant:
        error |= {"did_you_mean": meant[0], "allowed": error["allowed"] or meant}
    mended.errors.append(error)
    if meant and (name == "sort" or not parameter.many):
        mended.params[name] = meant[:1]
    else:
        mended.rest.append(error)
