"""The day of the year: a parameter that takes a day in whatever year."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from schemas.model.edtf import DAY_OF_YEAR
from schemas.query.parameters import Parameter, problem


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
