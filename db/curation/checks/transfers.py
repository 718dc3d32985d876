"""Rules about transfers: from one side to the other, as the term under them says, and not far beyond it."""

from collections.abc import Iterator
from typing import Any

from db.curation.checks.context import Context
from db.curation.records import RecordError
from db.curation.references import date_of, side_of
from schemas.model.edtf import bounds
from schemas.model.estimates import highest, total

MAX_EXCESS = 1.25
"""How far the transfers under a term may go beyond the quantity agreed before it is taken for an error."""


def transfers_move_somebody(context: Context) -> Iterator[RecordError]:
    """A transfer goes from one side to another, and is of somebody."""
    data = context.entry.data
    if context.entry.noun == "transfers":
        if data["from"] == data["to"]:
            yield context.error(("to",), "From and to the same side.")
        if highest(data.get("count", {})) == 0:
            yield context.error(("count",), "Nobody; a handover of nobody is not a transfer.")


def transfers_fit_their_terms(context: Context) -> Iterator[RecordError]:
    """A transfer has the direction and the kind of the term that it is under, and is not before the agreement."""
    data, records = context.entry.data, context.records
    for index, term_id, term in _terms(context):
        path = ("under", index)
        for end in ("from", "to"):
            if end in term and side_of(records, data[end]) != side_of(records, term[end]):
                yield context.error(path, f"The term's {end!r} is {term[end]}, the transfer's is {data[end]}.")
        if "unit" in term and (term["unit"] == "bodies") != (data["what"] == "bodies"):
            yield context.error(path, f"The term counts {term['unit']}, the transfer is of {data['what']}.")
        agreement = records.nouns["agreements"][term_id.rpartition(":")[0]]
        if bounds(date_of(records, context.entry))[1] < bounds(date_of(records, agreement))[0]:
            yield context.error(path, "The transfer is before the agreement that it carries out.")


def transfers_stay_within_their_terms(context: Context) -> Iterator[RecordError]:
    """With a transfer, and those written before it, not many more are handed over than the term says."""
    for index, term_id, term in _terms(context):
        quantity = term.get("quantity", {})
        agreed = highest(quantity)
        if agreed is None or "text" in quantity:
            continue
        transfers = context.lookups.transfers_by_term[term_id]
        so_far = transfers[: transfers.index(context.entry) + 1]
        number = total(transfer.data.get("count") for transfer in so_far).low
        if number > MAX_EXCESS * agreed:
            yield context.error(("under", index), f"{number} handed over under a term of {agreed}.")


def _terms(context: Context) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """Yield index, id and content of each term that a transfer is under."""
    if context.entry.noun == "transfers":
        for index, identifier in enumerate(context.entry.data.get("under", ())):
            agreement, _, slug = identifier.rpartition(":")
            yield index, identifier, context.records.nouns["agreements"][agreement].data["terms"][slug]
