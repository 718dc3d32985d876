"""Path parameters: what each stands for, and an example of it, from the made-up record that the tests run on."""

from api.http.served_examples import EXAMPLE_IDS, EXAMPLE_OTHER
from schemas.model.base import Json

PATH_EXAMPLES = {
    "kind": "invalid-parameter",
    "other": EXAMPLE_OTHER,
    "name": "event_kinds",
    "/v1/downloads/{name}": "parley.db",
    "/v1/actors/{identifier}/meetings": EXAMPLE_IDS["actors"],
    "/v1/actors/{identifier}/meetings/{other}": EXAMPLE_IDS["actors"],
    **{f"/v1/{noun}/{{identifier}}": identifier for noun, identifier in EXAMPLE_IDS.items()},
}
"""What to try for each parameter of a path, by the path where its name alone does not tell."""

DATES_AS_ADDRESSES = {
    "/v1/events/{identifier}": "The record's id, or several separated by commas, which give a list; or a date, which"
    " gives a list and takes the parameters of one: a day (2031-04-12, complete), a month (2031-04) or a year (2031).",
}
"""Paths where a date may stand in place of an id."""


def with_example(parameter: Json, path: str) -> Json:
    """Return a path parameter with its description and its example."""
    words = {
        "kind": "A type of problem.",
        "identifier": "The record's id, or several separated by commas, which give a list.",
        "other": "The id of the other actor.",
        "name": "The name.",
    }
    text = DATES_AS_ADDRESSES.get(path) or words[parameter["name"]]
    example = PATH_EXAMPLES.get(path) if parameter["name"] != "other" else None
    return parameter | {"description": text, "example": example or PATH_EXAMPLES[parameter["name"]]}
