"""Path parameters: what each stands for, and an example of it."""

import re

from schemas.model.base import Json

PATH_EXAMPLES = {
    "kind": "invalid-parameter",
    "identifier": "rustem-umerov",
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
"""What a server of the real record answers to, by the path where the name of the parameter alone does not tell.

A noun that is not here has the made-up record of its example for this one too.
"""

DATES_AS_ADDRESSES = {
    "/v1/events/{identifier}": "The record's id, or several separated by commas, which give a list; or a date, which"
    " gives a list and takes the parameters of one: a day (2025-06-02, complete), a month (2025-06) or a year (2025).",
}
"""Paths where a date may stand in place of an id."""


def describe_parameter(parameter: Json, path: str) -> Json:
    """Return a path parameter with its description and, where one is named here, an example of it."""
    words = {
        "kind": "A type of problem.",
        "identifier": "The record's id, or several separated by commas, which give a list.",
        "other": "The id of the other actor.",
        "name": "The name.",
    }
    name = parameter["name"]
    parameter |= {"description": DATES_AS_ADDRESSES.get(path) or words[name]}
    if path in PATH_EXAMPLES or not re.fullmatch("/v1/[a-z]+/{identifier}", path):
        parameter |= {"example": PATH_EXAMPLES.get(path, PATH_EXAMPLES[name])}
    return parameter


def add_path_examples(operations: list[tuple[str, Json]], examples: Json) -> None:
    """Give the id of an operation's example to its path parameter that has no example yet."""
    for _, operation in operations:
        for parameter in operation.get("parameters", ()):
            if parameter["in"] == "path" and "example" not in parameter:
                parameter["example"] = examples[operation["operationId"]]["id"]
