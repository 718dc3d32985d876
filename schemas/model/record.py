"""Record, the base of every noun's schema, and the bases of records that carry evidence or lie inside an event."""

from functools import cache
from typing import ClassVar

from schemas.model.base import HISTORY_KEYS, BaseSchema
from schemas.model.evidence import Evidence
from schemas.model.fields import EdtfDate, Identifier, Many, Nest, Ref, Text, Whole


class Withdrawal(BaseSchema):
    """When and why a record was withdrawn."""

    date = EdtfDate(required=True)
    reason = Text(required=True)


class Record(BaseSchema):
    """One record of a noun, `NOUN` being its plural in URLs and `TYPE` its singular.

    `TITLE` is the field that names it to a reader and `BRIEF` lists what a brief view shows.
    """

    NOUN: ClassVar[str]
    TYPE: ClassVar[str]
    TITLE: ClassVar[str] = "title"
    BRIEF: ClassVar[tuple[str, ...]]

    id = Identifier(dump_only=True, metadata={"always": True, "description": "The permanent id."})
    type = Text(dump_only=True, metadata={"always": True, "description": "The type: the singular of the noun."})
    url = Text(dump_only=True, metadata={"always": True, "description": "The address of the record on this server."})
    formerly = Many(Identifier(), load_only=True, metadata={"description": "Ids that the record had before."})
    withdrawn = Nest(lambda: Withdrawal, load_only=True, metadata={"description": "Set when the record is withdrawn."})
    note = Text(load_only=True, metadata={"description": "A remark for curators, not published."})
    citation = Text(
        dump_only=True,
        metadata={"always": True, "description": "A citation ready to paste, with the release and the permanent link."},
    )
    created_date = Text(dump_only=True, metadata={"always": True, "description": "The release day on which it came."})
    updated_date = Text(
        dump_only=True,
        metadata={"always": True, "description": "The release day on which it last changed."},
    )
    corrected_date = Text(dump_only=True, metadata={"description": "The day of its last correction."})
    revision = Whole(
        dump_only=True,
        metadata={"always": True, "description": "Its number, from 1, among the states it had."},
    )
    license = Text(dump_only=True, metadata={"always": True, "description": "The licence, as SPDX names it."})
    license_url = Text(dump_only=True, metadata={"always": True, "description": "The text of the licence."})

    @classmethod
    @cache
    def keys(cls) -> tuple[str, ...]:
        """Return every key of the record's document, in order; once, as making a schema costs more than a request."""
        return tuple(field.data_key or name for name, field in cls(mode="document").fields.items())


class Evidenced(Record):
    """A record that asserts something, and so carries topics and evidence."""

    topics = Many(Ref("topics"), metadata={"description": "What it is about."})
    evidence = Many(Nest(lambda: Evidence), metadata={"description": "The sources that support it."})


class Inner(Evidenced):
    """A record that is written inside an event's file and belongs to that event."""

    event = Ref("events", dump_only=True, metadata={"always": True, "description": "The event that it belongs to."})
    evidence = Many(Nest(lambda: Evidence), required=True, metadata={"description": "The sources that support it."})


class DatedInner(Inner):
    """An inner record with a date of its own, which is the event's where the curator gives no other."""

    date = EdtfDate(metadata={"always": True, "description": "When, in EDTF."})
    earliest = Text(
        dump_only=True, metadata={"description": "The first day that the date may mean; null if open or unknown."}
    )
    latest = Text(
        dump_only=True, metadata={"description": "The last day that the date may mean; null if open or unknown."}
    )


OMITTED_IN_EVENT = ("event", "citation", *HISTORY_KEYS, "license", "license_url")
"""Fields of an inner record that are left out where it is shown inside its event, which has them."""

SHOWN_IN_STANDARD = {
    "claims": ("id", "text", "status", "date", "sides", "independent_publishers"),
    "statements": ("id", "date", "speaker", "quote", "paraphrase"),
    "proposals": ("id", "title", "by", "to", "status"),
    "agreements": ("id", "title", "parties"),
    "transfers": ("id", "name", "what", "from", "to", "count"),
    "documents": ("id", "title", "kind", "author", "official_url"),
}
"""What the standard view of an event shows of the records inside it, by their noun."""
