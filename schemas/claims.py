"""Claims: one fact of an event each, and who asserts it."""

from schemas.model.base import BaseSchema
from schemas.model.evidence import Estimate, Evidence
from schemas.model.fields import Choice, EdtfDate, Flag, Many, Nest, Ref, Text, Whole
from schemas.model.record import DatedInner
from schemas.query.parameters import Ids, ManyIds, Number, Values, YesNo
from schemas.query.query import InnerQuery


class Account(BaseSchema):
    """What one actor or outlet says of the fact."""

    by = Ref("actors", "publishers", required=True, metadata={"description": "Who gives this account."})
    side = Ref("actors", dump_only=True, metadata={"description": "The side for which an actor gives it, where known."})
    date = EdtfDate(metadata={"description": "When it was given, in EDTF, where that is not the date of the claim."})
    says = Text(required=True, longest=600, metadata={"description": "The account, in our words."})
    evidence = Many(Nest(lambda: Evidence), required=True, metadata={"description": "The sources that carry it."})


class Tally(BaseSchema):
    """An official running total: how many were handed over up to a day, as the claim's accounts have it."""

    what = Choice("transfer_kinds", required=True, metadata={"description": "Who or what was handed over."})
    from_ = Ref("actors", data_key="from", attribute="from", metadata={"description": "From which side."})
    to = Ref("actors", metadata={"description": "To which side."})
    count = Nest(lambda: Estimate, required=True, metadata={"description": "How many altogether."})
    since = EdtfDate(metadata={"description": "The day from which it counts, in EDTF; null where none is given."})
    until = EdtfDate(metadata={"description": "The day up to which it counts, in EDTF; null for the claim's date."})


class Claim(DatedInner):
    """One fact of an event, and who asserts it."""

    NOUN, TYPE, TITLE = "claims", "claim", "text"
    BRIEF = ("id", "type", "url", "event", "text", "status", "date", "sides", "independent_publishers", "topics")

    text = Text(required=True, longest=600, metadata={"description": "The fact, as far as all accounts share it."})
    status = Choice("claim_statuses", required=True, metadata={"description": "How the accounts stand to each other."})
    date = EdtfDate(
        metadata={
            "always": True,
            "description": "When it was said or came about, in EDTF: the event's date where it had no other.",
        }
    )
    accounts = Many(Nest(lambda: Account), required=True, metadata={"description": "The accounts, side by side."})
    sides = Many(Ref("actors"), dump_only=True, metadata={"description": "The sides that give an account."})
    confirmed_by_both_sides = Flag(
        dump_only=True,
        metadata={
            "always": True,
            "description": "Whether it is agreed and two sides that deal with each other give an account: see `sides`.",
        },
    )
    independent_publishers = Whole(
        dump_only=True,
        metadata={
            "always": True,
            "description": "Independent publishers behind it; reprints of one report count once.",
        },
    )
    tally = Nest(
        lambda: Tally, metadata={"description": "The official running total that the claim gives, if it gives one."}
    )
    evidence = Many(Nest(lambda: Evidence), metadata={"description": "Sources beyond those of the accounts."})


class ClaimQuery(InnerQuery):
    """What a list of claims can be asked for."""

    SORTS = ("date", "status", "independent_publishers")
    DEFAULT_SORT = "-date"

    status = Values("claim_statuses", metadata={"description": "How the accounts stand to each other."})
    by = Ids("actors", "publishers", metadata={"description": "Who gives an account: an actor or a publisher."})
    side = ManyIds("actors", metadata={"description": "A side that gives an account."})
    confirmed_by_both_sides = YesNo(metadata={"description": "Whether both sides confirm it."})
    independent_publishers = Number(metadata={"description": "Number of independent publishers behind it."})
