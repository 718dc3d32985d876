"""Evidence and estimates: what supports a fact, and numbers and lengths that keep their uncertainty."""

from typing import Any

from marshmallow import ValidationError, validates_schema

from schemas.model.base import BaseSchema
from schemas.model.fields import Duration, Language, Link, Many, Quote, Ref, Text, Whole


class CitedSource(BaseSchema):
    """A source as evidence shows it: enough to name the outlet, the title, the date and the link."""

    id = Text(required=True, metadata={"description": "The source's id."})
    record_url = Text(required=True, metadata={"description": "The source record's address on this server."})
    title = Text(required=True, metadata={"description": "The publication's title."})
    url = Link(required=True, metadata={"description": "Where it was published."})
    publisher = Ref("publishers", required=True, metadata={"description": "Who published it."})
    published_date = Text(required=True, metadata={"description": "When, in EDTF."})
    language = Text(required=True, metadata={"description": "Its language tag."})
    relays = Many(Ref("publishers"), metadata={"description": "Publishers whose report it carries."})


class Evidence(BaseSchema):
    """One source's support for one fact."""

    source = Ref("sources", expansion=lambda: CitedSource, required=True, metadata={"description": "The source cited."})
    quote = Quote(metadata={"description": "Its words, verbatim, at most 40 of them."})
    translated_from = Language(
        metadata={"description": "The language of the words, where the source quotes them in translation."}
    )
    locator = Text(longest=100, metadata={"description": "Where in the source, for example a paragraph."})
    via = Many(
        Ref("publishers"),
        metadata={"description": "Publishers that the source itself cites for this fact, nearest first."},
    )
    note = Text(load_only=True)


class Estimate(BaseSchema):
    """A number of people, bodies or things. One value where none is contested, a range where accounts differ."""

    best = Whole(metadata={"description": "The number, where one is not contested."})
    low = Whole(metadata={"description": "The lowest number that an account gives."})
    high = Whole(metadata={"description": "The highest number that an account gives."})
    text = Text(
        longest=200, metadata={"description": "The wording, where it says more than a number (at least, about)."}
    )

    @validates_schema
    def check_numbers(self, data: dict[str, Any], **_: Any) -> None:
        """Refuse an estimate that says nothing, or whose numbers are not in order."""
        numbers = [data[name] for name in ("low", "best", "high") if data.get(name) is not None]
        if not numbers:
            raise ValidationError("Needs best, or low and high.")
        if numbers != sorted(numbers):
            raise ValidationError("low, best and high are not in order.")
        if (data.get("low") is None) != (data.get("high") is None):
            raise ValidationError("low and high go together.")


class Length(BaseSchema):
    """How long something lasted."""

    best = Duration(metadata={"description": "The length as ISO 8601 writes it."})
    low = Duration(metadata={"description": "The shortest length that an account gives."})
    high = Duration(metadata={"description": "The longest length that an account gives."})
    text = Text(longest=200, metadata={"description": "The length in the sources' words."})
