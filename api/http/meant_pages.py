"""Meant pages: addresses below a noun that are no record's, for those who ask for sums or misspell one."""

from api.http.address_habits import FORMAT_BY_NAME, LIKE_PAGE
from api.http.problems import Problem, parameter_error
from api.http.request import Request
from api.http.urls import encode_query
from schemas.model.closest import closest
from schemas.nouns import QUERIES

PAGES_BELOW = {"transfers": ("totals",), "events": ("latest",)}
"""The addresses below a noun's that have no id in them. A test compares them with all addresses."""
COUNTED = frozenset(
    {
        *("totals", "total", "counts", "count", "stats", "statistics", "sums", "sum"),
        *("aggregate", "aggregates", "facets", "histogram"),
    }
)
"""What others call an address that counts records."""


def no_totals(request: Request, noun: str) -> Problem | None:
    """Return the problem of asking for sums of a noun that only `facet` counts; None for every other address."""
    path = request.path.rstrip("/")
    if path.rpartition("/")[2].lower() not in COUNTED or path.count("/") != len(("v1", "noun", "totals")):
        return None
    facets = QUERIES[noun].facets()
    names = [name for text in request.query_params.get("by", ()) for name in text.split(",")]
    by = [name for name in names if name in facets] or facets[:1]
    if not by or noun == "transfers":
        return None
    rest = {name: values for name, values in request.query_params.items() if name not in ("by", "facet")}
    suffix = f".{request.suffix}" if request.suffix else ""
    url = f"/v1/{noun}{suffix}" + encode_query(rest | {"facet": [",".join(by)]})
    text = f"There are no totals of {noun}; the parameter `facet` of their list counts them."
    errors = [
        parameter_error("path", path, text, [f"/v1/{noun}?facet={name}" for name in facets], url.partition("?")[0])
    ]
    return Problem("not-found", text, errors=errors, try_url=url)


def near_page(noun: str, name: str) -> str | None:
    """Return the address below a noun, without ids, of which a name is a misspelling; None where none is near."""
    near = closest(name.lower(), PAGES_BELOW.get(noun, ()), likeness=LIKE_PAGE)
    return f"/v1/{noun}/{near[0]}" if near else None


def with_other_format(name: str) -> tuple[str, str]:
    """Return an id and the suffix of the format that is meant by another suffix: `2031-04-12.xlsx` is `.csv`."""
    stem, _, suffix = name.rpartition(".")
    format = FORMAT_BY_NAME.get(suffix.lower())
    return (stem, f".{format}") if stem and format else (name, "")
