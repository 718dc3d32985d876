"""Days: parameters that take a date, or a day of the year."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from schemas.model.edtf import DAY_OF_YEAR, EXAMPLES, EXISTING_DATE, EdtfError, bounds, spans
from schemas.query.parameters import Parameter, problem


class Days(Parameter):
    """An EDTF date; bound as its text, and as its first and last day, `name_first` and `name_last`.

    A set with gaps is bound as its runs of days too, `name__spans`, which is a filter beside that of first and last.
    """

    json_schema: Mapping[str, Any] = {"type": "string", "pattern": f"^({EXISTING_DATE})$"}

    def read(self, value: str) -> tuple[str, str, str]:
        """Return the date as it was written, and the first and last day that it may mean."""
        try:
            return value, *bounds(value)
        except EdtfError as error:
            raise problem(f"Not a date in EDTF; allowed are for example {EXAMPLES}.") from error

    def bind(self, name: str, values: list[Any]) -> dict[str, Any]:
        """Return the text and the two days."""
        text, first, last = values[0]
        bound = {name: text, f"{name}_first": first, f"{name}_last": last}
        if text[0] in "{[" and len(runs := spans(text)) > 1:
            bound[f"{name}__spans"] = json.dumps(runs)
        return bound


class FirstDay(Days):
    """A date from which on."""


class LastDay(Days):
    """A date until which."""


class DayOfYear(Parameter):
    """A day of the year, 02-29 among them."""

    instead_of_empty = "; leave the parameter out to ask for today"
    json_schema: Mapping[str, Any] = {"type": "string", "pattern": f"^{DAY_OF_YEAR}$"}

    def read(self, value: str) -> str:
        """Return the day."""
        try:
            date.fromisoformat(f"2024-{value}")
        except ValueError as error:
            raise problem("Not a day of the year as MM-DD, like 06-02.") from error
        if len(value) != len("MM-DD"):
            raise problem("Not a day of the year as MM-DD, like 06-02.")
        return value
