"""Name habits: the parameter that somebody means who writes the name that another interface gives it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from api.formats import FORMATS
from api.http.date_habits import MONTHS_OF_YEAR
from api.http.parameter_names import NAMES_FOR, TWO_SIDED, actor_parameter
from schemas.nouns import QUERIES, SCHEMAS
from schemas.query.parameters import Ids
from schemas.query.query import Query

QueryParams = dict[str, list[str]]

PAGES = (
    "page",
    "p",
    "pg",
    "page_number",
    "pagenumber",
    "offset",
    "skip",
    "page_no",
    "pageno",
    "start_index",
    "startat",
)
PAGE_TOKENS = ("page_token", "pagetoken", "next", "next_cursor", "starting_after", "continue", "after_cursor")
FORMAT_NAMES = (
    "format",
    "fmt",
    "f",
    "output",
    "output_format",
    "outputformat",
    "type",
    "as",
    "accept",
    "alt",
    "export",
)
DIRECTIONS = ("direction", "dir", "sort_dir", "sort_order", "sortorder", "sort_direction", "order_dir", "order")
KEYS = ("api_key", "apikey", "key", "token", "access_token", "auth")
IDLE = {
    **dict.fromkeys(("pretty", "indent", "prettyprint"), "Replies are indented as they are."),
    **dict.fromkeys(("callback", "jsonp", "cors"), "Any page may read replies (CORS); there is no JSONP."),
    **dict.fromkeys(("nocache", "cachebust", "timestamp", "rnd", "random"), "Replies name their ETag: ask with that."),
    **dict.fromkeys(KEYS, "No key is needed to read."),
}
"""Names that need no other, and why."""
ALL_AT_ONCE = "for everything in one reply ask for .csv or .ndjson, or take /v1/downloads"
OPERATORS = {
    **dict.fromkeys(("gte", "ge", "min", "from", "atleast", ">="), "__gte"),
    **dict.fromkeys(("lte", "le", "max", "to", "atmost", "<="), "__lte"),
    **dict.fromkeys(("gt", "after", ">"), "__gt"),
    **dict.fromkeys(("lt", "before", "<"), "__lt"),
    **dict.fromkeys(("not", "ne", "neq", "exclude", "nin", "not_in", "without", "!"), "__not"),
    **dict.fromkeys(("in", "eq", "is", "exact", "iexact", "contains", "id", "any", "=", ""), ""),
}
SUFFIXED = re.compile(r"(?P<name>\w{1,40}?)(?:__|\[|_(?=min$|max$|gte$|lte$|id$))(?P<operator>[a-z_]{1,20})\]?")
PREFIXED = re.compile(r"(?P<operator>min|max|not|exclude|without)_(?P<name>\w+)|filter\[(?P<filtered>\w+)\]")
SIGNED = re.compile(r"(?P<name>\w{1,64})(?P<operator>[<>!]=?)(?P<value>.*)")


@dataclass(frozen=True)
class Hint:
    """What a foreign parameter means: the name, suffix or path to suggest, why, and what the corrected URL has."""

    suggestion: str | None
    problem: str = "There is no such parameter here."
    params: QueryParams = field(default_factory=dict)
    suffix: str | None = None
    path: str | None = None


def meant_parameter(name: str, params: Mapping[str, list[str]], query_type: type[Query]) -> Hint | None:
    """Return what a parameter means that an address does not take; None where no habit is known.

    `params` are all that were given, because some mean something together: `year` and `month`, `sort` and `order`.
    """
    folded = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower().replace("-", "_").lstrip("$_")
    folded = re.sub(r"\[[0-9]*\]$", "", folded)
    habits: tuple[Callable[[str, str, Mapping[str, list[str]], type[Query]], Hint | None], ...]
    habits = (
        _bare,
        meant_format,
        _own,
        _two_sided,
        _page,
        _calendar,
        _direction,
        _operator,
        _renamed,
        _idle,
    )
    hints = (habit(folded, name, params, query_type) for habit in habits)
    return next((hint for hint in hints if hint is not None), None)


def _bare(folded: str, name: str, params: Mapping[str, list[str]], query_type: type[Query]) -> Hint | None:
    """`kind[]`, `Kind` and `event_kind` are `kind`."""
    return Hint(folded, params={folded: params[name]}) if folded in query_type.names() else None


def meant_format(folded: str, name: str, params: Mapping[str, list[str]], query_type: type[Query]) -> Hint | None:
    """`format=csv` is the suffix .csv."""
    suffix = params[name][-1].lower().lstrip(".")
    suffix = {"text": "txt", "markdown": "md", "jsonl": "ndjson", "ical": "ics", "rss": "atom"}.get(suffix, suffix)
    suffix = {"excel": "csv", "xlsx": "csv", "xls": "csv", "tsv": "csv", "bibtex": "bib"}.get(suffix, suffix)
    is_format = suffix in FORMATS or suffix == "json"
    if folded not in FORMAT_NAMES or (not is_format and (folded == "type" or folded in query_type.names())):
        return None
    listed = ", ".join(f".{other}" for other in ("json", *FORMATS))
    text = f"A format is asked for by the suffix of the path ({listed}) or by Accept."
    return Hint(f".{suffix}" if is_format else None, text, suffix=suffix if is_format else None)


def _own(folded: str, name: str, params: Mapping[str, list[str]], query_type: type[Query]) -> Hint | None:
    """`/v1/events?id=X`, `?ids=X,Y` and `?event=X` are the address `/v1/events/X`."""
    noun = next((noun for noun, listed in QUERIES.items() if listed is query_type), None)
    value = ",".join(params[name])
    kind = SCHEMAS[noun].TYPE if noun else ""
    if not noun or not value or folded not in ("id", "ids", "identifier", "slug", kind, f"{kind}_id", f"{kind}_ids"):
        return None
    path = f"/v1/{noun}/{value}"
    return Hint(path, f"A record is asked for by its address: /v1/{noun}/ID, or several: /v1/{noun}/ID,ID.", path=path)


def _two_sided(folded: str, _name: str, _params: Mapping[str, list[str]], query_type: type[Query]) -> Hint | None:
    """`side=X` may mean either side of a transfer, and must not be read as one of them."""
    if folded not in TWO_SIDED or not {"from_side", "to_side"} <= query_type.parameters().keys():
        return None
    return Hint(None, "There are two sides: `from_side` is who handed over, `to_side` who received.")


def _page(folded: str, _name: str, _params: Mapping[str, list[str]], query_type: type[Query]) -> Hint | None:
    if folded not in (*PAGES, *PAGE_TOKENS):
        return None
    text = f"Pages have no numbers: follow `links.next`, which has a `cursor`; {ALL_AT_ONCE}."
    return Hint("cursor" if "cursor" in query_type.names() else None, text)


def _calendar(folded: str, _name: str, params: Mapping[str, list[str]], query_type: type[Query]) -> Hint | None:
    """`year=2025`, with `month=6` and `day=2` beside it, is `date=2025-06-02`."""
    if folded not in ("year", "month", "day") or "date" not in query_type.names():
        return None
    values = {part: params[part][-1].strip().lower() for part in ("year", "month", "day") if part in params}
    whole = next((text for text in values.values() if re.match("[0-9]{4}-", text)), None)
    month = values.get("month", "")
    number = next(
        (str(place) for place, word in enumerate(MONTHS_OF_YEAR, 1) if len(month) > 2 and word[:3] == month[:3]), month
    )
    parts = [values.get("year", ""), *(f"{part:>02}" for part in (number, values.get("day", "")) if part)]
    date = whole or ("-".join(parts) if parts[0] else "")
    text = "A year, a month or a day is a `date`: 2031, 2031-04, 2031-04-12; `from` and `to` are its ends."
    return Hint("date", text, {"date": [date]} if date else {})


def _direction(folded: str, name: str, params: Mapping[str, list[str]], query_type: type[Query]) -> Hint | None:
    """`order=desc`, beside `sort=date` or alone, is `sort=-date`."""
    value = params[name][-1].lower()
    if folded not in DIRECTIONS or value[:3] not in ("asc", "des", "dsc") or "sort" not in query_type.names():
        return None
    others = [other for other in ("sort", *NAMES_FOR["sort"]) if other in params and other != name]
    sorted_by = params[others[0]] if others else []
    names = [part.lstrip("-+ ") for text in sorted_by or [query_type.DEFAULT_SORT] for part in text.split(",")]
    orders = [part if value.startswith("asc") else f"-{part}" for part in names]
    return Hint("sort", "A minus before an order reverses it: sort=-date.", {"sort": [",".join(orders)]})


def _operator(folded: str, name: str, params: Mapping[str, list[str]], query_type: type[Query]) -> Hint | None:
    """`min_count`, `count[gte]`, `count__min`, `count>` are `count__gte`; `kind!` and `not_kind` are `kind__not`."""
    match = SIGNED.fullmatch(folded) or PREFIXED.fullmatch(folded) or SUFFIXED.fullmatch(folded)
    if match is None:
        return None
    parts = match.groupdict()
    sign = (parts.get("operator") or "") + ("=" if parts.get("value") == "" and parts["operator"] in "<>" else "")
    operator = OPERATORS.get(sign)
    base, values = parts.get("name") or parts.get("filtered") or "", params[name]
    if operator is None:
        return None
    values = [parts["value"].lstrip("=")] if parts.get("value") else values
    if base == "date" and operator in ("__gte", "__gt", "__lte", "__lt"):
        bound = "from" if operator.startswith("__g") else "to"
        return Hint(bound, params={bound: values}) if bound in query_type.names() else None
    if operator in ("__gt", "__lt"):
        step = 1 if operator == "__gt" else -1
        values = [str(int(value) + step) if value.isdecimal() else value for value in values]
        operator += "e"
    base = base if base in query_type.parameters() else _renaming(base, query_type) or base
    target = base + operator
    return Hint(target, params={target: values}) if target in query_type.names() else None


def _renamed(folded: str, name: str, params: Mapping[str, list[str]], query_type: type[Query]) -> Hint | None:
    target = _renaming(folded, query_type)
    return Hint(target, params={target: params[name]}) if target else None


def _renaming(folded: str, query_type: type[Query]) -> str | None:
    """Return the first parameter of an address that is also called so, be it in the plural."""
    forms = (folded, folded.removesuffix("s"))
    if form := next((form for form in forms if form in query_type.names()), None):
        return form
    return actor_parameter(folded, actor_parameters(query_type)) or next(
        (name for name, others in NAMES_FOR.items() if name in query_type.names() and others.intersection(forms)), None
    )


def actor_parameters(query_type: type[Query]) -> set[str]:
    """Return the names of the parameters that take ids of actors."""
    kinds = query_type.parameters()
    return {name for name, kind in kinds.items() if isinstance(kind, Ids) and "actors" in kind.nouns}


def _idle(folded: str, _name: str, _params: Mapping[str, list[str]], _query_type: type[Query]) -> Hint | None:
    if folded in ("sort", *NAMES_FOR["sort"]):
        return Hint(None, "There is no such parameter here: the order is always the same.")
    return Hint(None, f"There is no such parameter here. {IDLE[folded]}") if folded in IDLE else None
