"""Results: what came of a promise, and the account of a loader as words."""

from dataclasses import dataclass
from typing import Any


@dataclass
class Result:
    """What came of one promise: its row in the list of goals, what is promised, what was seen, whether it held."""

    row: str
    promise: str
    figure: str
    kept: bool


def told(account: dict[str, Any]) -> str:
    """Return an account as one cell of the table."""
    asked = account["good"] + account["failed"] + account["unavailable"]
    kinds = "; ".join(f"{number} × {kind}" for kind, number in account["kinds"].items())
    text = f"{account['failed']} failed, {account['unavailable']} × 503 of {asked:,}"
    return f"{text}; slowest {account['slowest_ms'] / 1000:.2f} s" + f" ({kinds})" * bool(kinds)


def clean(account: dict[str, Any]) -> bool:
    """Tell whether nothing failed, nothing was refused, nothing mixed."""
    return not (account["failed"] or account["unavailable"] or account["mixed"])
