"""Kinds of changes: what a program can guess of them, for a curator to decide."""

import re
from difflib import SequenceMatcher
from typing import Any

MIN_SAMENESS = 0.5
"""How much of a text must have stayed for the change to be perhaps one of wording."""
OWN_WORDS = ("title", "name", "definition", "summary", "text", "says", "what", "paraphrase", "locator", "heading")
"""Fields in our own words; a change of any other may change what is said."""


def propose_kind(before: dict[str, Any], after: dict[str, Any]) -> str:
    """Return the likeliest kind of a change, given what stood and what stands in the fields that changed."""
    if after.get("withdrawn"):
        return "withdrawn"
    if all(_extends(before[name], after[name]) for name in before):
        return "extended"
    if all(_rewords(name, before[name], after[name]) for name in before):
        return "reworded"
    return "corrected"


def _extends(before: Any, after: Any) -> bool:
    """Return whether all that stood still stands, and more beside it."""
    if before is None or before == after:
        return True
    if isinstance(before, dict) and isinstance(after, dict):
        return all(name in after and _extends(value, after[name]) for name, value in before.items())
    if isinstance(before, list) and isinstance(after, list):
        rest = iter(after)
        return all(any(_extends(item, other) for other in rest) for item in before)
    return False


def _rewords(name: str, before: Any, after: Any) -> bool:
    """Return whether a change may be one of wording alone: a text much the same, with the same numbers."""
    if before == after:
        return True
    if isinstance(before, dict) and isinstance(after, dict):
        return before.keys() == after.keys() and all(_rewords(key, before[key], after[key]) for key in before)
    if isinstance(before, list) and isinstance(after, list) and name not in OWN_WORDS:
        pairs = zip(before, after, strict=False)
        return len(before) == len(after) and all(_rewords(name, *pair) for pair in pairs)
    if not (isinstance(before, str) and isinstance(after, str) and name in OWN_WORDS):
        return False
    same_numbers = re.findall(r"\d+", before) == re.findall(r"\d+", after)
    return same_numbers and SequenceMatcher(None, before, after, autojunk=False).ratio() >= MIN_SAMENESS
