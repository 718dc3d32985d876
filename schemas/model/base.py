"""BaseSchema, the base of every schema: one class says how a thing is written in YAML and how it is served in JSON."""

from typing import Any, Literal

from marshmallow import RAISE, Schema, fields

Json = dict[str, Any]
"""An object of JSON: a record as it was written, a document as it is served, or a part of one."""
Mode = Literal["record", "document"]
HISTORY_KEYS = ("created_date", "updated_date", "corrected_date", "revision")
"""Keys that say how a record stands in the course of releases."""
LAST_KEYS = ("topics", "evidence", "citation", *HISTORY_KEYS, "license", "license_url")
"""Keys that come last in a document, whichever class declares them."""


class BaseSchema(Schema):
    """The schema of a record or of a part of one, in one of two modes.

    `mode="record"` loads what a curator wrote: every value is text, derived fields (`dump_only`) are refused, and
    what is not known is absent. `mode="document"` checks what is served: fields that only curators see
    (`load_only`) are gone, and every other key is there, null or an empty list where nothing is known. Loading a
    document therefore checks it and puts its keys in the order of the class.
    """

    class Meta:
        """An unknown field is an error, never ignored."""

        unknown = RAISE

    def __init__(self, *, mode: Mode = "record", exclude: tuple[str, ...] = (), **options: Any) -> None:
        self.mode: Mode = mode
        if mode == "document":
            exclude = (*exclude, *(name for name, field in self._declared_fields.items() if field.load_only))
        super().__init__(exclude=exclude, **options)
        for name in LAST_KEYS:
            for ordered in (self.fields, self.load_fields, self.dump_fields):
                if name in ordered:
                    ordered[name] = ordered.pop(name)

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:  # noqa: ARG002 # marshmallow's.
        """Require every key of a document, and allow null wherever the value may be unknown."""
        if self.mode == "document":
            always_known = field_obj.required or isinstance(field_obj, fields.List) or "always" in field_obj.metadata
            field_obj.allow_none = not always_known
            field_obj.dump_only = False
            field_obj.required = True


def mode_of(field: fields.Field[Any]) -> Mode:
    """Return the mode of the schema that a field, however deep inside lists, belongs to."""
    parent: Any = field.parent
    while not isinstance(parent, BaseSchema):
        parent = parent.parent
    return parent.mode
