"""Short texts: what is worked out from a usual header is remembered, and from one of kilobytes made anew."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

MAX_REMEMBERED_LENGTH = 500
"""The longest header that is remembered: browsers send 200 characters."""
T = TypeVar("T")


def remember_short(maxsize: int) -> Callable[[Callable[[str], T]], Callable[[str], T]]:
    """Let a function of one text remember what it gave for the last `maxsize` short ones."""

    def decorate(function: Callable[[str], T]) -> Callable[[str], T]:
        remembering = lru_cache(maxsize)(function)

        @wraps(function)
        def call(text: str) -> T:
            return remembering(text) if len(text) <= MAX_REMEMBERED_LENGTH else function(text)

        return call

    return decorate
