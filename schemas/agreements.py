"""Agreements: what the sides agreed, term by term, and how much of each term has been carried out."""

from schemas.model.base import BaseSchema
from schemas.model.evidence import Estimate, Evidence
from schemas.model.fields import Choice, EdtfDate, Identifier, Keyed, Many, Nest, Ref, Reference, Text, Whole
from schemas.model.record import DatedInner
from schemas.query.parameters import Ids
from schemas.query.query import InnerQuery


class Progress(BaseSchema):
    """The sum of the transfers under a term. Nothing here is typed by hand."""

    best = Whole(metadata={"description": "Sum of the best counts; null while any transfer has none."})
    low = Whole(metadata={"description": "Sum of the lowest counts; null where no count is known."})
    high = Whole(metadata={"description": "Sum of the highest counts; null while any transfer has no count."})
    share = Text(metadata={"description": "Carried out, as a share of the quantity agreed, in whole per cent."})
    transfers = Many(Ref("transfers"), metadata={"description": "The transfers counted."})
    transfers_without_count = Whole(
        metadata={"always": True, "description": "Transfers under the term for which no number is known."},
    )


class KeepingAccount(BaseSchema):
    """What one actor or outlet says of how a term was kept."""

    by = Ref("actors", "publishers", required=True, metadata={"description": "Who says so."})
    side = Ref("actors", metadata={"description": "The side for which an actor says it, where known."})
    says = Text(required=True, longest=600, metadata={"description": "What they say, in our words."})


class KeepingClaim(Reference):
    """A claim that says whether a term was kept or broken, with who says what."""

    date = EdtfDate(required=True, metadata={"description": "The date of the claim, in EDTF."})
    status = Choice("claim_statuses", required=True, metadata={"description": "How its accounts stand to each other."})
    accounts = Many(Nest(lambda: KeepingAccount), metadata={"description": "Its accounts, without their sources."})


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
    keeping = Many(
        Ref("claims", expansion=lambda: KeepingClaim),
        metadata={"description": "Claims, of any event, that say that the term was kept or broken."},
    )
    progress = Nest(
        lambda: Progress,
        dump_only=True,
        metadata={"description": "The sum of the transfers under it; null where there is none."},
    )
    why = Choice(
        "progress_reasons",
        dump_only=True,
        metadata={"description": "Why no number says how far it was carried out; null where one does, or claims do."},
    )
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
