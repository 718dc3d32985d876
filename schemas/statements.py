"""Statements: what a named actor said."""

from typing import Any

from marshmallow import ValidationError, validates_schema

from schemas.model.fields import Language, Many, Quote, Ref, Text
from schemas.model.record import DatedInner
from schemas.query.parameters import Ids, Tags
from schemas.query.query import InnerQuery


class Statement(DatedInner):
    """What a named actor said, in their words or in ours."""

    NOUN, TYPE, TITLE = "statements", "statement", "name"
    BRIEF = ("id", "type", "url", "event", "name", "speaker", "date", "quote", "paraphrase", "language", "topics")

    name = Text(dump_only=True, metadata={"always": True, "description": "Speaker and date, for headings."})
    speaker = Ref("actors", required=True, metadata={"description": "Who said it."})
    side = Ref("actors", dump_only=True, metadata={"description": "The side of the speaker on that date."})
    position = Text(dump_only=True, metadata={"description": "The position that the speaker held on that date."})
    audience = Many(Ref("actors"), metadata={"description": "To whom it was said."})
    quote = Quote(metadata={"description": "The words, verbatim, at most 40 of them."})
    paraphrase = Text(longest=600, metadata={"description": "What was said, in our words."})
    language = Language(metadata={"description": "The language of the quote."})
    translated_from = Language(
        metadata={"description": "The language that was spoken, where the quote is a translation of it."}
    )

    @validates_schema
    def check_words(self, data: dict[str, Any], **_: Any) -> None:
        """Refuse a statement without words."""
        if not data.get("quote") and not data.get("paraphrase"):
            raise ValidationError("Needs a quote, a paraphrase or both.", "quote")


class StatementQuery(InnerQuery):
    """What a list of statements can be asked for."""

    SORTS = ("date", "speaker")
    DEFAULT_SORT = "-date"

    speaker = Ids("actors", metadata={"description": "Who said it."})
    side = Ids("actors", metadata={"description": "The side of the speaker on that date."})
    audience = Ids("actors", metadata={"description": "To whom it was said."})
    language = Tags(metadata={"description": "Language of the quote, as a tag like en or ru."})
