"""Path parameters: what each stands for, and an example of it that a server of the real record answers."""

from schemas.model.base import Json
from schemas.model.fields import IDENTIFIER

PATH_EXAMPLES = {
    "kind": "invalid-parameter",
    "identifier": "rustem-umerov",
    "date": "2025-06-02",
    "other": "vladimir-medinsky",
    "name": "event_kinds",
    "/v1/downloads/{name}": "parley.db",
    "/v1/events/{identifier}": "2025-06-02-istanbul-round-2",
    "/v1/claims/{identifier}": "2025-06-02-istanbul-round-2:bodies",
    "/v1/statements/{identifier}": "2025-06-02-istanbul-round-2:umerov-leaders",
    "/v1/proposals/{identifier}": "2025-06-02-istanbul-round-2:local-truce",
    "/v1/agreements/{identifier}": "2025-06-02-istanbul-round-2:humanitarian",
    "/v1/transfers/{identifier}": "2025-06-11-repatriation-of-bodies:bodies-to-ukraine",
    "/v1/documents/{identifier}": "2025-06-02-istanbul-round-2:russian-memorandum-handed",
    "/v1/processes/{identifier}": "istanbul-2025",
    "/v1/actors/{identifier}": "rustem-umerov",
    "/v1/places/{identifier}": "ciragan-palace",
    "/v1/sources/{identifier}": "first-channel-news-2025-06-02-umerov",
    "/v1/publishers/{identifier}": "first-channel-news",
    "/v1/topics/{identifier}": "prisoner-exchange",
}
"""What to try for each parameter of a path, by the path where its name alone does not tell."""

DATES_AS_ADDRESSES = {"/v1/events/<day:date>": "/v1/events/{date}.json"}
"""Routes with a date in place of an id, and the paths that describe them."""
DATE = "[0-9]{4}(-[0-9]{2}){0,2}"
NO_DATE = f"^(?!{DATE}$){IDENTIFIER}$"
"""What the id of an event looks like: a date in its place would give a list."""


def with_example(parameter: Json, path: str) -> Json:
    """Return a path parameter with its description and an example that a server of the real record answers."""
    words = {
        "kind": "A type of problem.",
        "identifier": "The record's id. Several separated by commas give a list, as do dates of events.",
        "date": "A day (2025-06-02, complete), a month (2025-06) or a year (2025).",
        "other": "The id of the other actor.",
        "name": "The name.",
    }
    text = words[parameter["name"]]
    return parameter | {"description": text, "example": PATH_EXAMPLES.get(path, PATH_EXAMPLES[parameter["name"]])}
