"""Meant pages: addresses below a noun that are no record's, for those who ask for sums, for days or misspell one."""

import re

from api.formats import FORMATS
from api.http.address_habits import FORMAT_BY_NAME, LIKE_PAGE
from api.http.date_habits import is_date, mended_dates
from api.http.problems import Problem, parameter_error
from api.http.request import Request
from api.http.urls import encode_query, encoded_path
from db.nouns import NOUNS
from schemas.model.closest import closest
from schemas.nouns import QUERIES

DATE_IN_PATH = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}|latest")
SUFFIX = re.compile("[A-Za-z0-9]{2,8}")

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


def no_such_suffix(request: Request, noun: str, name: str) -> Problem | None:
    """Return the problem of a record's address, or of a page below a noun, with a suffix that is no format.

    None for every other name.
    """
    stem, meant = with_other_format(name)
    page = near_page(noun, stem)
    if stem == name or not (page or NOUNS[noun].get_digest(request.reader, stem)):
        return None
    suffix = name.removeprefix(stem)
    formats = [".json", *(f".{format.suffix}" for format in FORMATS.values() if format.serves(noun, single=True))]
    suggestion = meant or next((one for one in formats if one == suffix.lower()), None)
    text = f"There is no format {suffix}" + (f"; {suggestion} is one." if suggestion else ".")
    errors = [parameter_error("format", suffix, text, formats, suggestion)]
    # The record may be named further down: /v1/actors/a/meetings/b.xml
    path = page or request.path.rstrip("/").removesuffix(suffix)
    url = encoded_path(path + meant) + encode_query(request.query_params)
    return Problem("not-found", text, errors=errors, try_url=url)


def with_other_format(name: str) -> tuple[str, str]:
    """Return an id and the suffix of the format that is meant by another suffix: `2031-04-12.xlsx` is `.csv`.

    A format that there is none of, as .pdf, leaves what every record has: JSON, which needs no suffix.
    """
    stem, _, written = name.rpartition(".")
    suffix = FORMAT_BY_NAME.get(written.lower(), written.lower())
    if not stem or not SUFFIX.fullmatch(written):
        return name, ""
    return stem, f".{suffix}" if suffix in FORMATS else ""


def meant_days(name: str) -> tuple[str, str] | None:
    """Return what is meant by a date where the id of an event belongs, and the address of what happened then.

    A day, a month or a year has an address of its own; the list has what happened between two of them.
    """
    for stem, suffix in ((name, ""), with_other_format(name)):
        for date in mended_dates(stem) or [stem]:
            if DATE_IN_PATH.fullmatch(date):
                return date + suffix, f"/v1/events/{date}{suffix}"
            if "/" in date and is_date(date):
                return (url := f"/v1/events{suffix}?date={date}"), url
    return None
