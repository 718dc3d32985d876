"""Moments: parameters that name a state of the record, by a day or by the version of a release."""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from functools import lru_cache
from typing import Any

from marshmallow import ValidationError

from schemas.model.edtf import EdtfError, bounds
from schemas.query.parameters import Parameter, problem

DAY_PATTERN = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
VERSION = re.compile(rf"{DAY_PATTERN}\.[0-9a-f]{{8}}", re.ASCII)
"""The version of a release: a date and the beginning of a digest."""
MOMENT_TEXT = re.compile(rf"{DAY_PATTERN}(?:\.[0-9a-f]{{8}})?", re.ASCII)
PERIOD = re.compile("[0-9]{4}(?:-[0-9]{2})?", re.ASCII)
"""A month or a year."""


class ReleaseMoment(Parameter):
    """A day, or the version of a release; which versions there are, db/ knows."""

    json_schema: Mapping[str, Any] = {"type": "string", "pattern": rf"^{DAY_PATTERN}(\.[0-9a-f]{{8}})?$"}
    periods = "a day as YYYY-MM-DD"
    """What it may be besides a version, as an error says it."""
    forms: tuple[str, ...] = ("YYYY-MM-DD",)
    """The same as it is written."""

    @staticmethod
    @lru_cache(maxsize=1_000)
    def accepts(value: str) -> bool:
        """Tell whether a text is a day that there was, or looks like a version."""
        if not MOMENT_TEXT.fullmatch(value):
            return False
        with suppress(ValueError):
            return bool(date.fromisoformat(value[:10]))
        return False

    def read(self, value: str) -> str:
        """Return the text."""
        if self.accepts(value):
            return value
        raise problem(
            f"Not {self.periods}, nor the version of a release; /v1/releases lists them.",
            [*self.forms, "YYYY-MM-DD.12345678"],
        )

    def understands(self, value: str) -> bool:
        """Tell whether a text is one of its values."""
        try:
            return bool(self.read(value))
        except ValidationError:
            return False


class PeriodEnd(ReleaseMoment):
    """A day or release up to which something happened; of a month or a year, its last day."""

    json_schema: Mapping[str, Any] = {
        "type": "string",
        "pattern": rf"^([0-9]{{4}}(-[0-9]{{2}})?|{MOMENT_TEXT.pattern})$",
    }
    periods = "a day as YYYY-MM-DD, a month as YYYY-MM, a year as YYYY"
    forms = ("YYYY-MM-DD", "YYYY-MM", "YYYY")
    place = 1
    """Whether the first (0) or the last day (1) of a period counts."""

    def read(self, value: str) -> str:
        """Return the day, or the version."""
        with suppress(EdtfError):
            return super().read(bounds(value)[self.place] if PERIOD.fullmatch(value) else value)
        return super().read(value)


class Since(PeriodEnd):
    """A day or release from which on something happened; of a month or a year, its first day."""

    place = 0


class Version(ReleaseMoment):
    """The version of a release."""

    json_schema: Mapping[str, Any] = {"type": "string", "pattern": f"^{VERSION.pattern}$"}

    def read(self, value: str) -> str:
        """Return the text."""
        if VERSION.fullmatch(value):
            return value
        raise problem("Not the version of a release; /v1/releases lists them.", ["YYYY-MM-DD.12345678"])
