"""Agreements: what the sides agreed, term by term, and how much of each term has been carried out."""

from schemas.model.base import BaseSchema
from schemas.model.evidence import Estimate, Evidence
from schemas.model.fields import Choice, EdtfDate, Identifier, Keyed, Many, Nest, Ref, Text, Whole
from schemas.model.record import DatedInner
from schemas.query.parameters import Ids
from schemas.query.query import InnerQuery


class Progress(BaseSchema):
    """The sum of the transfers under a term. Nothing here is typed by hand."""

    best = Whole(metadata={"description": "Sum of the best counts; null while any transfer has none."})
    low = Whole(metadata={"always": True, "description": "Sum of the lowest counts."})
    high = Whole(metadata={"description": "Sum of the highest counts; null while any transfer has no count."})
    share = Text(metadata={"description": "Carried out, as a share of the quantity agreed, in whole per cent."})
    transfers = Many(Ref("transfers"), metadata={"description": "The transfers counted."})
    transfers_without_count = Whole(
        metadata={"always": True, "description": "Transfers under the term for which no number is known."},
    )


class Term(BaseSchema):
    """One thing agreed."""

    id = Identifier(dump_only=True, metadata={"always": True, "description": "The permanent id of the term."})
    what = Text(required=True, longest=600, metadata={"description": "The term, in our words."})
    from_ = Ref("actors", data_key="from", attribute="from", metadata={"description": "The side that hands over."})
    to = Ref("actors", metadata={"description": "The side that receives."})
    quantity = Nest(lambda: Estimate, metadata={"description": "How much was agreed."})
    unit = Choice("units", metadata={"description": "What the quantity counts."})
    due_date = EdtfDate(metadata={"description": "By when, in EDTF."})
    claim = Ref("claims", metadata={"description": "The claim that holds the differing accounts of the term."})
    progress = Nest(lambda: Progress, dump_only=True, metadata={"description": "What was carried out so far."})
    evidence = Many(Nest(lambda: Evidence), required=True, metadata={"description": "The sources that carry it."})


class Agreement(DatedInner):
    """What the sides agreed."""

    NOUN, TYPE = "agreements", "agreement"
    BRIEF = ("id", "type", "url", "event", "title", "date", "parties", "terms", "topics")

    title = Text(required=True, longest=200, metadata={"description": "The agreement in one line."})
    parties = Many(Ref("actors"), required=True, metadata={"description": "Who agreed."})
    terms = Keyed(lambda: Term, required=True, metadata={"description": "What was agreed."})


class AgreementQuery(InnerQuery):
    """What a list of agreements can be asked for."""

    SORTS = ("date", "title")
    DEFAULT_SORT = "-date"

    party = Ids("actors", metadata={"description": "Who agreed."})
