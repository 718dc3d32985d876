"""Coverage: what the record is about, up to when it is complete, and the gaps that are known."""

from schemas.model.base import BaseSchema
from schemas.model.fields import Choice, EdtfDate, Link, Many, Nest, Text


class Gap(BaseSchema):
    """Something that the record should have and does not."""

    period = EdtfDate(required=True, metadata={"description": "When, in EDTF."})
    kind = Choice("gap_kinds", metadata={"description": "What sort of thing is missing."})
    text = Text(required=True, metadata={"description": "What is missing, and why."})


class Coverage(BaseSchema):
    """What the record covers."""

    title = Text(required=True, metadata={"description": "The name of the record."})
    scope = Text(required=True, metadata={"description": "What belongs in it."})
    from_ = EdtfDate(data_key="from", attribute="from", required=True, metadata={"description": "Its first date."})
    complete_through = EdtfDate(required=True, metadata={"description": "The date up to which it is complete."})
    license = Text(required=True, longest=50, metadata={"description": "The licence of the record, as SPDX names it."})
    license_url = Link(required=True, metadata={"description": "The text of the licence."})
    gaps = Many(Nest(lambda: Gap), metadata={"description": "Known gaps."})
