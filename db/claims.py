"""Claims in the database: their tables, filters and orders, and the official tallies among them."""

import json
from collections.abc import Iterator
from typing import Any

from db.noun import Noun
from db.query.connection import Reader
from db.query.filters import INSIDE, Column, Comparison, IndexTerm
from db.query.sorts import Sort

CLAIMS = Noun(
    "claims",
    columns={
        "event": "event",
        "text": "text",
        "status": "text",
        "date": "text",
        "earliest": "text",
        "latest": "text",
        "confirmed_by_both_sides": "integer",
        "independent_publishers": "integer",
        "tally_what": "text",
        "tally_from": "actor",
        "tally_to": "actor",
    },
    parts={"accounts": {"by": "text", "date": "text", "says": "text"}, "topics": {"topic": "topic"}},
    filters={
        **INSIDE,
        "status": Column("status"),
        "by": IndexTerm("by"),
        "side": IndexTerm("side"),
        "confirmed_by_both_sides": Comparison("confirmed_by_both_sides"),
        "independent_publishers": Comparison("independent_publishers"),
    },
    sorts={
        "date": Sort("earliest"),
        "status": Sort("status"),
        "independent_publishers": Sort("independent_publishers"),
    },
)


def list_tallies(reader: Reader) -> Iterator[dict[str, Any]]:
    """Yield every official running total, by date: the numbers, the claim that holds them, and who gives it."""
    rows = reader.query(
        "select cast(record.full as blob) from claim join record using (n) where tally_what is not null"
        " order by claim.earliest, claim.id",
        {},
    )
    for (document,) in rows:
        claim = json.loads(document)
        yield claim["tally"] | {
            "until": claim["tally"]["until"] or claim["date"],
            "claim": {key: claim[key] for key in ("id", "type", "url")} | {"name": claim["text"]},
            "status": claim["status"],
            "by": [account["by"] for account in claim["accounts"]],
        }
