"""Address habits: where somebody is led who asks for an address that other interfaces have, or for a part of one."""

import re
from difflib import get_close_matches

from api.formats import FORMATS
from schemas.model.closest import closest
from schemas.nouns import INNER, SCHEMAS

ADDRESS_BY_NAME: dict[str, str] = {
    **dict.fromkeys(("timeline", "chronology", "timelinejs"), "/v1/events.timeline"),
    **dict.fromkeys(("calendar", "ical", "ics", "agenda"), "/v1/events.ics"),
    **dict.fromkeys(("map", "geojson", "geo"), "/v1/events.geojson"),
    **dict.fromkeys(("feed", "rss", "atom", "news", "updates"), "/v1/events.atom"),
    **dict.fromkeys(("people", "persons", "person", "participants", "politicians"), "/v1/actors?kind=person"),
    **dict.fromkeys(("delegations", "organisations", "organizations", "entities", "parties"), "/v1/actors"),
    **dict.fromkeys(("countries", "states"), "/v1/places?kind=country"),
    **dict.fromkeys(("locations", "venues", "cities"), "/v1/places"),
    **dict.fromkeys(("exchanges", "prisoners", "pows", "bodies", "swaps"), "/v1/transfers"),
    **dict.fromkeys(("totals", "stats", "statistics", "numbers", "counts"), "/v1/transfers/totals?by=what"),
    **dict.fromkeys(("quotes", "speeches"), "/v1/statements"),
    **dict.fromkeys(("facts", "accounts"), "/v1/claims"),
    **dict.fromkeys(("offers", "drafts", "plans"), "/v1/proposals"),
    **dict.fromkeys(("deals", "treaties", "accords", "ceasefires", "terms"), "/v1/agreements"),
    **dict.fromkeys(("tracks", "negotiations", "formats"), "/v1/processes"),
    **dict.fromkeys(("rounds", "talks"), "/v1/events?kind=talks-round"),
    **dict.fromkeys(("meetings", "calls", "summits"), "/v1/events?kind=meeting,call,summit"),
    **dict.fromkeys(("articles", "references", "citations", "links"), "/v1/sources"),
    **dict.fromkeys(("outlets", "media", "newspapers"), "/v1/publishers"),
    **dict.fromkeys(("tags", "themes", "subjects", "categories", "keywords"), "/v1/topics"),
    **dict.fromkeys(("latest", "last", "recent", "newest"), "/v1/events/latest"),
    **dict.fromkeys(("today", "onthisday", "on_this_day"), "/v1/on-this-day"),
    **dict.fromkeys(("export", "exports", "dump", "data", "download", "csv", "sqlite", "bulk"), "/v1/downloads"),
    **dict.fromkeys(("gaps", "about", "scope"), "/v1/coverage"),
    **dict.fromkeys(("vocabulary", "enums", "codebook", "glossary"), "/v1/vocabularies"),
    **dict.fromkeys(("find", "query"), "/v1/search"),
    **dict.fromkeys(("autocomplete", "complete", "typeahead"), "/v1/suggest"),
    **dict.fromkeys(("health", "healthz", "status", "ping", "ready", "live"), "/readyz"),
    **dict.fromkeys(("swagger", "redoc", "documentation", "help", "api-docs", "reference"), "/docs"),
    **dict.fromkeys(("swagger.json", "schema", "openapi.yml", "spec", "swagger.yaml"), "/openapi.json"),
    **dict.fromkeys(("api", "index", "index.html", "home", "nouns"), "/v1"),
}
"""What other interfaces call things, in the last part of an address, and where these are here."""
FORMAT_BY_NAME = {
    "text": "txt",
    "markdown": "md",
    "jsonl": "ndjson",
    "ical": "ics",
    "rss": "atom",
    "xlsx": "csv",
    "xls": "csv",
}
"""What other interfaces call formats that are here."""
REVISIONS = frozenset(
    {
        *("revision", "history", "changes", "change", "versions", "version", "log", "diff"),
        *("corrections", "edits", "audit"),
    }
)
"""What others call the revisions of a record, below its address."""
LIKE_PAGE = 0.75
"""How alike a misspelt page must be to one that is there: `total` is `totals`."""
DATE_WITH_SLASHES = re.compile("([0-9]{4})/([0-9]{1,2})(?:/([0-9]{1,2}))?")


def meant_address(path: str, fixed: list[str]) -> str | None:
    """Return the address that a path without any may mean: another name, or the nearest; `fixed` are those without ids.

    It may not exist either; whoever asks for it learns more. None if nothing is near.
    """
    words = re.sub(r"^/+(api/)?(v[0-9]+(?:\.[0-9]+)?/+)?(?=.)", "", path.lower().replace("//", "/")).strip("/")
    head, _, rest = words.partition("/")
    name, _, suffix = head.partition(".")
    noun = _noun(name)
    if head in ADDRESS_BY_NAME and not rest:
        return ADDRESS_BY_NAME[head]
    if noun and rest:
        return _inside(noun, rest)
    if name in ADDRESS_BY_NAME and noun != name:
        return ADDRESS_BY_NAME[name]
    if noun:
        suffix = FORMAT_BY_NAME.get(suffix, suffix)
        return f"/v1/{noun}" + (f".{suffix}" if suffix in FORMATS else "")
    for candidate in (f"/v1/{words}", f"/{words}"):
        if candidate in fixed:
            return candidate
    # Without the beginning that nearly all have: `nope` has two letters of `topics`, and with it six.
    by_name = {address.removeprefix("/v1").strip("/"): address for address in fixed}
    return next((by_name[name] for name in closest(words, by_name) if name), None)


def _noun(name: str) -> str | None:
    """Return the noun that a word means: itself, its singular, or one that is spelt alike."""
    by_type = {schema.TYPE: noun for noun, schema in SCHEMAS.items()}
    if name in by_type:
        return by_type[name]
    return next(iter(get_close_matches(name, list(SCHEMAS), 1, 0.75)), None)


def _page_of_record(noun: str, part: str) -> str | None:
    """Return which address below a record's own is meant by the word that stands there."""
    if part in REVISIONS or closest(part, ["revisions"], likeness=LIKE_PAGE):
        return "revisions"
    return "meetings" if noun == "actors" and closest(part, ["meetings"], likeness=LIKE_PAGE) else None


def _inside(noun: str, rest: str) -> str:
    """Return the address of what a path names below a noun: a date in parts, or the records inside an event."""
    identifier, _, part = rest.partition("/")
    date = DATE_WITH_SLASHES.fullmatch(rest)
    if noun == "events" and date:
        return "/v1/events/" + "-".join(f"{piece:>02}" for piece in date.groups() if piece)
    if page := _page_of_record(noun, part):
        return f"/v1/{noun}/{identifier}/{page}"
    inner = _noun(part)
    if noun == "events" and inner in (*INNER, "sources"):
        return f"/v1/{inner}?event={identifier}" if inner in INNER else f"/v1/events/{identifier}"
    if noun == "actors" and inner == "events":
        return f"/v1/events?actor={identifier}"
    if noun in ("processes", "places", "topics", "publishers") and inner in ("events", "claims", "statements"):
        return f"/v1/{inner}?{SCHEMAS[noun].TYPE}={identifier}"
    return f"/v1/{noun}/{identifier}"
