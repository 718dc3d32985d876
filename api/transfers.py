"""/v1/transfers: the list of transfers, each transfer, and their totals."""

from typing import Any

from flask import Blueprint

from api.formats.pictures.totals import draw_totals
from api.http.answer_pages import page_of_rows
from api.http.descriptions import describe_sums
from api.http.endpoints import detail_endpoint, list_endpoint, query_endpoint
from api.http.envelopes import query_response
from api.http.questions import Question
from api.http.response import Response
from db.query.connection import Reader
from db.query.lookup import Lookup
from db.query.pages import Page, PagePosition
from db.transfers import TRANSFERS, find_sum_gaps, find_tallies, sum_mixed_transfers, sum_transfers
from schemas.transfers import TotalsQuery

routes = Blueprint("transfers", __name__)
SUMS = ("low", "best", "high", "transfers", "transfers_without_count", "includes")
"""The columns of sums, after those that they are by."""


@routes.get("/v1/transfers")
@list_endpoint("transfers")
def list_transfers(reader: Reader, query: dict[str, Any], position: PagePosition | None) -> Page:
    """List transfers: people or bodies that changed hands, one direction each."""
    return TRANSFERS.list_records(reader, query, position)


@routes.get("/v1/transfers/<identifier>")
@detail_endpoint("transfers")
def get_transfer(reader: Reader, identifier: str) -> Lookup:
    """Get a transfer by its id.

    A transfer is one direction of a handover: from which side to which, how many, and the terms of agreements that
    it carries out.
    """
    return TRANSFERS.get_record(reader, identifier)


@routes.get("/v1/transfers/totals")
@query_endpoint(TotalsQuery, *SUMS, draw=draw_totals)
def sum_up_transfers(reader: Reader, query: dict[str, Any]) -> Response:
    """Sum up transfers by month, kind, side and more: lowest, best and highest.

    Every filter of transfers narrows what is summed. `best` is null where a transfer of the group has no best count,
    `best` and `high` where one has no number; such transfers are counted in `transfers_without_count`. `includes` says
    what a row adds together: sum by `what` too, or filter by it, so that people and bodies stay apart. Beside the rows
    stand the known `gaps` of that time, `also_counted`, sums of transfers that count some of the same people undivided,
    and `official_tallies`, running totals that officials gave within that time. Without `limit` a page of JSON has as
    many rows as fit in 100 kB, nearly always all; other forms have all.
    """
    rows = sum_transfers(reader, query)
    more = {
        "gaps": find_sum_gaps(reader, query),
        "also_counted": sum_mixed_transfers(reader, query),
        "official_tallies": find_tallies(reader, query),
    }
    question = Question(describe_sums(query), "transfers", query)
    page, links = page_of_rows(query, TotalsQuery, rows, more)
    return query_response(question, page, len(rows), links, more)
