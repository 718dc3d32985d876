"""Differences for reading: what differs between two values of a field, and no more than that."""

import json
from collections.abc import Iterator
from typing import Any

from api.formats.text.phrases import estimate

NOTHING = "nothing"
"""What stood where nothing did."""
ESTIMATE_KEYS = {"best", "low", "high", "text"}
NAME_KEYS = ("by", "actor", "source", "id", "what", "title", "name", "period")
"""Keys by whose value a reader tells one item of a list from the others."""


def difference_lines(label: str, before: Any, after: Any) -> Iterator[str]:
    """Yield what differs between two values of a field: of lists and parts the items and fields that do."""
    if before == after:
        return
    if _is_estimate(before) and _is_estimate(after):
        yield f"{label} is: {_estimate_words(after)}; it was: {_estimate_words(before)}"
    elif isinstance(before, dict) and isinstance(after, dict):
        for name in {**before, **after}:
            yield from difference_lines(f"{label}, {name.replace('_', ' ')}", before.get(name), after.get(name))
    elif before and after and isinstance(before, list) and isinstance(after, list):
        yield from _list_lines(label, before, after)
    else:
        yield f"{label} was: {value_words(before)}"
        yield f"{label} is: {value_words(after)}"


def _is_estimate(value: Any) -> bool:
    """Tell whether a value is a number of people or things, which reads as one and not number by number."""
    if not isinstance(value, dict) or not value.keys() <= ESTIMATE_KEYS:
        return False
    best, low, high = (value.get(name) for name in ("best", "low", "high"))
    is_range = isinstance(low, int) and isinstance(high, int)
    return is_range or (isinstance(best, int) and low is None and high is None)


def _estimate_words(value: Any) -> str:
    """Write an estimate as a reader would say it, with the wording of the sources where the record has that too."""
    number = estimate({name: value.get(name) for name in ("best", "low", "high")})
    return f"{number}, “{value['text']}”" if value.get("text") else number


def _list_lines(label: str, before: list[Any], after: list[Any]) -> Iterator[str]:
    """Yield what came into a list and what left it; an item of the same name on both sides was changed."""
    gone = [one for one in before if one not in after]
    new = [one for one in after if one not in before]
    for one in list(gone):
        others = [other for other in new if _name_of(one) and _name_of(other) == _name_of(one)]
        if len(others) == 1 and sum(_name_of(other) == _name_of(one) for other in gone) == 1:
            yield from difference_lines(f"{label} ({_name_of(one)})", one, others[0])
            gone.remove(one)
            new.remove(others[0])
    if gone:
        yield f"{label}, taken out: {value_words(gone)}"
    if new:
        yield f"{label}, added: {value_words(new)}"
    if sorted(map(_key_of, before)) == sorted(map(_key_of, after)):
        yield f"{label}, in another order: {value_words(after)}"
    elif not gone and not new and {*map(_key_of, before)} == {*map(_key_of, after)}:
        yield f"{label} was: {value_words(before)}"
        yield f"{label} is: {value_words(after)}"


def _key_of(item: Any) -> str:
    return json.dumps(item, sort_keys=True)


def _name_of(item: Any) -> str:
    """Return what a reader tells an item by; nothing of one that is a word itself."""
    if not isinstance(item, dict):
        return ""
    return next((str(item[key]) for key in NAME_KEYS if isinstance(item.get(key), str)), "")


def value_words(value: Any) -> str:
    """Return a value of a record as text."""
    if value is None or value in ([], {}):
        return NOTHING
    if isinstance(value, dict):
        return ", ".join(f"{name.replace('_', ' ')}: {value_words(one)}" for name, one in value.items())
    if isinstance(value, list):
        mark = "; " if any(isinstance(one, (dict, list)) for one in value) else ", "
        return mark.join(map(value_words, value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
