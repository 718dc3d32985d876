"""Check: what a wording or an article can be held against the record with."""

from collections.abc import Mapping
from typing import Any

from schemas.query.days import Days
from schemas.query.parameters import Parameter, problem
from schemas.query.query import Query

MAX_TEXT_LENGTH = 1_000
"""Characters of a text that is checked: a quote of forty words, and who is said to have said it."""


class Wording(Parameter):
    """A text as somebody pasted it."""

    json_schema: Mapping[str, Any] = {"type": "string", "minLength": 1, "maxLength": MAX_TEXT_LENGTH}

    instead_of_empty = "; give a `text` or a `url`"

    def read(self, value: str) -> str:
        """Return the text as it was pasted."""
        if not any(map(str.isalnum, value)):
            raise problem("Has no letter or digit.")
        return value


class CheckQuery(Query):
    """What a check takes: a text or the address of an article."""

    SORTS = ()
    DEFAULT_SORT = ""
    ONE_OF = ("text", "url")

    text = Wording(
        metadata={
            "description": 'A quote, or `Name: "…"`; this or `url`.',
            "example": "We proposed to meet again before the end of the month.",
        }
    )
    url = Wording(metadata={"description": "The address of an article."})
    date = Days(metadata={"description": "That may have been within this EDTF date."})

    @classmethod
    def excluded_parameters(cls) -> set[str]:
        """Name what a check does not take."""
        return {"q", "sort", "view", "fields", "facet"}
