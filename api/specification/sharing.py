"""Sharing: what several operations have in common becomes a component of the specification and stands there once."""

import json
from collections import Counter

from api.http.response import JSON
from schemas.model.base import Json
from schemas.nouns import SCHEMAS

SAME_ANSWER = {
    **{f"list_{noun}": "list_processes" for noun in SCHEMAS if noun != "events"},
    "get_latest_event": "get_event",
    "list_events_of_day": "list_events",
    "list_meetings_of_two": "list_meetings_of_actor",
    "list_vocabularies": "get_vocabulary",
}
"""Operations whose answer looks like that of another, by the other's name: a page of records is one of any noun."""


def share_parameters(operations: list[tuple[str, Json]]) -> Json:
    """Replace each parameter that several operations take alike by a reference, and return them by their new names.

    A name that means something else beside one record, or to another noun, is told apart by that.
    """
    uses = Counter(_text(parameter) for _, operation in operations for parameter in operation.get("parameters", ()))
    shared: Json = {}
    names: dict[str, str] = {}
    for path, operation in operations:
        for place, parameter in enumerate(operation.get("parameters", ())):
            text = _text(parameter)
            if uses[text] == 1:
                continue
            if text not in names:
                name = parameter["name"]
                candidates = (name, f"record_{name}" if path.endswith("}") else name, f"{operation['tags'][0]}_{name}")
                names[text] = next(candidate for candidate in candidates if candidate not in shared)
                shared[names[text]] = parameter
            operation["parameters"][place] = {"$ref": f"#/components/parameters/{names[text]}"}
    return shared


def share_examples(operations: list[tuple[str, Json]], examples: Json) -> Json:
    """Let each operation that answers in JSON refer to its example, and return the examples by operation."""
    shared: Json = {}
    for _, operation in operations:
        name: str = operation["operationId"]
        media = operation["responses"]["200"]["content"].get(JSON)
        if media is not None and name in examples:
            name = SAME_ANSWER.get(name, name)
            media["examples"] = {"made-up": {"$ref": f"#/components/examples/{name}"}}
            shared[name] = {"summary": "Made up, and cut short", "value": examples[name]}
    return shared


def _text(parameter: Json) -> str:
    return json.dumps(parameter, sort_keys=True)
