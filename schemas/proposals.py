"""Proposals: what one side put forward, term by term, and how it was answered."""

from schemas.model.base import BaseSchema
from schemas.model.evidence import Evidence
from schemas.model.fields import Choice, EdtfDate, Identifier, Keyed, Many, Nest, Ref, Text
from schemas.model.record import DatedInner
from schemas.query.parameters import Ids, ManyIds, Values
from schemas.query.query import InnerQuery


class ProposalTerm(BaseSchema):
    """One thing that a proposal asks or offers."""

    id = Identifier(dump_only=True, metadata={"always": True, "description": "The permanent id of the term."})
    what = Text(required=True, longest=600, metadata={"description": "The term, in our words."})
    evidence = Many(Nest(lambda: Evidence), metadata={"description": "Sources, where other than the proposal's."})


class Response(BaseSchema):
    """How somebody answered a proposal."""

    by = Ref("actors", required=True, metadata={"description": "Who answered."})
    response = Choice("responses", required=True, metadata={"description": "The answer in a word."})
    says = Text(required=True, longest=600, metadata={"description": "The answer, in our words."})
    date = EdtfDate(metadata={"description": "When, in EDTF."})
    evidence = Many(Nest(lambda: Evidence), required=True, metadata={"description": "The sources that carry it."})


class Proposal(DatedInner):
    """What one side put forward."""

    NOUN, TYPE = "proposals", "proposal"
    BRIEF = ("id", "type", "url", "event", "title", "by", "to", "status", "date", "topics")

    title = Text(required=True, longest=200, metadata={"description": "The proposal in one line."})
    by = Many(Ref("actors"), required=True, metadata={"description": "Who proposes."})
    sides = Many(Ref("actors"), dump_only=True, metadata={"description": "The sides of those who propose."})
    to = Many(Ref("actors"), metadata={"description": "To whom."})
    status = Choice("proposal_statuses", required=True, metadata={"description": "What became of it."})
    terms = Keyed(lambda: ProposalTerm, metadata={"description": "What it asks or offers."})
    responses = Many(Nest(lambda: Response), metadata={"description": "How it was answered."})


class ProposalQuery(InnerQuery):
    """What a list of proposals can be asked for."""

    SORTS = ("date", "title", "status")
    DEFAULT_SORT = "-date"

    status = Values("proposal_statuses", metadata={"description": "What became of it."})
    by = Ids("actors", metadata={"description": "Who proposes."})
    side = ManyIds("actors", metadata={"description": "The side of somebody who proposes, on that date."})
    addressee = Ids("actors", metadata={"description": "To whom."})
