"""Path parameters: what each stands for, and an example of it, from the made-up record that the tests run on."""

from api.http.served_examples import EXAMPLE_DAY, EXAMPLE_IDS, EXAMPLE_OTHER
from schemas.model.base import Json
from schemas.model.fields import IDENTIFIER

PATH_EXAMPLES = {
    "kind": "invalid-parameter",
    "date": EXAMPLE_DAY,
    "other": EXAMPLE_OTHER,
    "name": "event_kinds",
    "/v1/downloads/{name}": "parley.db",
    "version": "latest",
    "noun": "events",
    "/v1/{noun}/{identifier}/revisions": EXAMPLE_IDS["events"],
    "/v1/actors/{identifier}/meetings": EXAMPLE_IDS["actors"],
    "/v1/actors/{identifier}/meetings/{other}": EXAMPLE_IDS["actors"],
    **{f"/v1/{noun}/{{identifier}}": identifier for noun, identifier in EXAMPLE_IDS.items()},
}
"""What a server of the real record answers to, by the path where the name of the parameter alone does not tell.

A noun that is not here has the made-up record of its example for this one too.
"""

DATES_AS_ADDRESSES = {"/v1/events/<day:date>": "/v1/events/{date}.json"}
"""Routes with a date in place of an id, and the paths that describe them."""
DATE = "[0-9]{4}(-[0-9]{2}){0,2}"
NO_DATE = f"^(?!{DATE}$){IDENTIFIER}$"
"""What the id of an event looks like: a date in its place would give a list."""


def describe_parameter(parameter: Json, path: str) -> Json:
    """Return a path parameter with its description and, where one is named here, an example of it."""
    words = {
        "kind": "A type of problem.",
        "identifier": "The id. Several, with commas between, give a list.",
        "date": "A day (2025-06-02, complete), a month (2025-06) or a year (2025).",
        "other": "The id of the other actor.",
        "name": "The name.",
        "noun": "The noun of the record.",
        "version": "The version, or `latest`.",
    }
    name = parameter["name"]
    example = PATH_EXAMPLES.get(path) if name not in ("other", "noun") else None
    example = example or PATH_EXAMPLES.get(name)
    return parameter | {"description": words[name]} | ({"example": example} if example else {})


def add_path_examples(operations: list[tuple[str, Json]], examples: Json) -> None:
    """Give the id of an operation's example to its path parameter that has no example yet."""
    for _, operation in operations:
        for parameter in operation.get("parameters", ()):
            if parameter["in"] == "path" and "example" not in parameter:
                parameter["example"] = examples[operation["operationId"]]["id"]
