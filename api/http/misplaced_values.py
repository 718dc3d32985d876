"""Misplaced values: what somebody means who puts into one parameter what belongs to another, or to another address."""

import re

from api.http.date_habits import mended_dates
from api.http.name_habits import Hint, actor_parameters
from api.http.parameter_names import actor_parameter
from schemas.model.fields import is_slug
from schemas.query.days import Days
from schemas.query.parameters import Number
from schemas.query.query import Query

COMPARISON = re.compile(r" ?([<>]=?) ?([0-9]{1,9})")
MONTH_AND_DAY = re.compile("([0-9]{1,2})[-/.]([0-9]{1,2})")


def meant_elsewhere(name: str, value: str, query_type: type[Query]) -> Hint | None:
    """Return which parameter a wrong value belongs to; None where it only is a wrong value of its own."""
    parameter = query_type.parameters()[name.partition("__")[0]]
    if isinstance(parameter, Number) and (match := COMPARISON.fullmatch(value)) and name in query_type.parameters():
        return _bound(name, match[1], int(match[2]))
    if isinstance(parameter, Days) and MONTH_AND_DAY.fullmatch(value):
        text = "A day without a year is no date; /v1/on-this-day?day=MM-DD has the events of a day in every year."
        return Hint(None, text)
    is_somebody = isinstance(parameter, Days) and name in ("from", "to") and _is_name(value)
    if is_somebody and (target := actor_parameter(name, actor_parameters(query_type))):
        return Hint(target, f"`{name}` is a date; an actor belongs in `{target}`.", {target: [value.lower()]})
    return None


def _is_name(value: str) -> bool:
    """Tell whether a text may be an id and is no date, however written: 2031-05-01, 2031-5-1 and may-2031 are dates."""
    return value[:1].isalpha() and is_slug(value.lower()) and not mended_dates(value)


def _bound(name: str, sign: str, number: int) -> Hint:
    """`count=>100` is `count__gte=101`: the sign of a comparison stands in the name, and bounds include themselves."""
    step = {">": 1, "<": -1}.get(sign, 0)
    target = f"{name}__{'gte' if sign.startswith('>') else 'lte'}"
    return Hint(target, "Bounds are parameters of their own.", {target: [str(max(number + step, 0))]})
