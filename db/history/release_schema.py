"""The schema of a release file: what it must hold, read as strictly as a record."""

from datetime import date
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from db.history.changes import CHANGE_KINDS, WITHHELD
from db.history.state import HISTORY_NOUNS
from schemas.model.base import BaseSchema, Json
from schemas.model.fields import EdtfDate, Identifier, Many, Nest, PatternText, Text, Whole


class DayField(PatternText):
    """A day that the calendar has."""

    PATTERN = r"\d{4}-\d\d-\d\d"
    MESSAGE = "Not a day like 2026-11-30."

    def _deserialize(self, value: Any, *arguments: Any, **options: Any) -> Any:
        day = super()._deserialize(value, *arguments, **options)
        try:
            date.fromisoformat(day)
        except ValueError as error:
            raise ValidationError(self.MESSAGE) from error
        return day


class DigestField(PatternText):
    """A digest."""

    PATTERN = "[0-9a-f]{64}"
    MESSAGE = "Not a SHA-256 digest of 64 hexadecimal digits."


class VersionField(PatternText):
    """The version of a release: the date of its newest source, and the beginning of its digest."""

    PATTERN = r"-?\d{4,}-\d\d-\d\d\.[0-9a-f]{8}"
    MESSAGE = "Not a version like 2026-11-30.1a2b3c4d."


class FieldValues(fields.Field[Json]):
    """What stood in the fields of a record, whatever its noun."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Json:
        if not isinstance(value, dict) or not value:
            raise ValidationError("Not a mapping from a field to what stood there.")
        return value


class ChangeEntry(BaseSchema):
    """One change of one record."""

    noun = Text(required=True, validate=validate.OneOf(HISTORY_NOUNS))
    id = Identifier(required=True)
    kind = Text(required=True, validate=validate.OneOf((*CHANGE_KINDS, WITHHELD)))
    reason = Text()
    source = Text()
    before = FieldValues()
    absent = Many(Text())

    @validates_schema
    def check_completeness(self, data: Json, **_: Any) -> None:
        """Refuse a change that does not say why, or what stood before."""
        if data["kind"] != "added":
            if "reason" not in data:
                raise ValidationError("Missing; only what is added needs no reason.", "reason")
            if data["kind"] != WITHHELD and "before" not in data and "absent" not in data:
                raise ValidationError("Missing; only what is added has nothing before it.", "before")
        if data["kind"] == "renamed" and "id" not in data.get("before", {}):
            raise ValidationError("Names no id; what is renamed had another one before.", "before")


class CorrectionEntry(BaseSchema):
    """One correction made before the first release file."""

    noun = Text(required=True, validate=validate.OneOf(HISTORY_NOUNS))
    id = Identifier(required=True)
    date = EdtfDate(required=True)
    kind = Text(required=True, validate=validate.OneOf(CHANGE_KINDS))
    reason = Text(required=True)
    source = Text()
    before = FieldValues()
    after = FieldValues()


class ReleaseFileSchema(BaseSchema):
    """A release file as a whole."""

    sequence = Whole(required=True)
    version = VersionField(required=True)
    date = DayField(required=True)
    records_digest = DigestField(required=True)
    previous = DigestField()
    notes = Text(required=True)
    counts = fields.Dict(keys=Text(validate=validate.OneOf(HISTORY_NOUNS)), values=Whole(), required=True)
    corrections = Many(Nest(lambda: CorrectionEntry))
    changes = Many(Nest(lambda: ChangeEntry))
    digest = DigestField(required=True)
