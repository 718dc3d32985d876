"""The day of the year: a parameter that takes a day in whatever year."""

import re
from calendar import monthrange
from collections.abc import Mapping
from typing import Any

from schemas.model.edtf import DAY_OF_YEAR
from schemas.query.parameters import Parameter, problem

LEAP_YEAR = 2024
"""A year that has every day."""


class DayOfYear(Parameter):
    """A day of the year, 02-29 among them."""

    instead_of_empty = "; leave the parameter out to ask for today"
    json_schema: Mapping[str, Any] = {"type": "string", "pattern": f"^{DAY_OF_YEAR}$"}

    def read(self, value: str) -> str:
        """Return the day."""
        month, _, day = value.partition("-")
        # Python reads weeks too: W01-1 is no day of this kind.
        if not re.fullmatch(DAY_OF_YEAR, value) or int(day) > monthrange(LEAP_YEAR, int(month))[1]:
            raise problem("Not a day of the year as MM-DD, like 06-02.")
        return value
