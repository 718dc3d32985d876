"""Transfers: people or bodies that changed hands, one direction each."""

from schemas.model.evidence import Estimate
from schemas.model.fields import Choice, Many, Nest, Ref, Text
from schemas.model.record import DatedInner
from schemas.query.parameters import Ids, Number, OrderedChoice, Values
from schemas.query.query import InnerQuery


class Transfer(DatedInner):
    """People or bodies that one side handed to another."""

    NOUN, TYPE, TITLE = "transfers", "transfer", "name"
    BRIEF = (
        "id",
        "type",
        "url",
        "event",
        "name",
        "date",
        "what",
        "from",
        "to",
        "count",
        "under",
        "reported_by",
        "topics",
    )

    name = Text(dump_only=True, metadata={"always": True, "description": "Number, kind and direction, for headings."})
    what = Choice("transfer_kinds", required=True, metadata={"description": "Who or what was handed over."})
    from_ = Ref(
        "actors", data_key="from", attribute="from", required=True, metadata={"description": "From which side."}
    )
    to = Ref("actors", required=True, metadata={"description": "To which side."})
    count = Nest(lambda: Estimate, metadata={"description": "How many; null where no number is known."})
    place = Ref("places", metadata={"description": "Where."})
    under = Many(Ref("terms"), metadata={"description": "The terms of agreements that it carries out."})
    mediators = Many(Ref("actors"), metadata={"description": "Who mediated."})
    reported_by = Many(Ref("actors"), metadata={"description": "Who gave the number."})
    claim = Ref("claims", metadata={"description": "The claim that holds the differing accounts of it."})


GROUPS = ("year", "month", "day", "what", "from", "to", "process", "event")
"""What transfers can be summed by."""


class TransferQuery(InnerQuery):
    """What a list of transfers can be asked for."""

    SORTS = ("date", "count")
    DEFAULT_SORT = "-date"

    what = Values("transfer_kinds", metadata={"description": "Who or what was handed over."})
    from_side = Ids("actors", metadata={"description": "The side that handed over."})
    to_side = Ids("actors", metadata={"description": "The side that received."})
    under = Ids("terms", metadata={"description": "The agreement's term that it carries out."})
    agreement = Ids("agreements", metadata={"description": "The agreement of that term."})
    mediator = Ids("actors", metadata={"description": "Who mediated."})
    reported_by = Ids("actors", metadata={"description": "Who gave the number."})
    count = Number(metadata={"description": "The best count, or the lowest where there is none."})


class TotalsQuery(TransferQuery):
    """What sums of transfers can be asked for: every filter of transfers, and what to sum by."""

    NO_FILTERS = TransferQuery.NO_FILTERS | {"by"}

    by = OrderedChoice(
        *GROUPS, required=True, metadata={"description": "What to sum by, in this order.", "example": "month"}
    )

    @classmethod
    def excluded_parameters(cls) -> set[str]:
        """Name what sums do not take."""
        return {"sort", "view", "fields", "facet"}
