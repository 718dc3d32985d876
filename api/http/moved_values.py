"""Moved values: what stands in one parameter and is the id of a record that another one takes."""

from collections.abc import Mapping
from typing import Any

from api.http.meant_ids import named_ids
from api.http.name_habits import QueryParams
from api.http.problems import parameter_error
from db.nouns import NOUNS
from db.query.connection import Reader
from schemas.nouns import SCHEMAS
from schemas.query.parameters import Ids
from schemas.query.query import Query


def move_values(
    reader: Reader, errors: list[dict[str, Any]], params: Mapping[str, list[str]], query_type: type[Query]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], QueryParams]:
    """Return the errors of ids that belong in another parameter, the other errors, and the parameters with these moved.

    `reported_by=tass` is `publisher=tass`: nobody in the record is called so, and a publisher has exactly this id.
    """
    moved, rest, result = list[dict[str, Any]](), list[dict[str, Any]](), {name: [*v] for name, v in params.items()}
    for error in errors:
        name, value = error["parameter"], str(error["value"])
        target = _target(reader, name, value, query_type) if params.get(name) == [value] else None
        if target is None or target in result:
            rest.append(error)
            continue
        text = f"Is the id of something else, which `{target}` takes."
        moved.append(parameter_error(name, value, text, [], target))
        result = {target if key == name else key: values for key, values in result.items()}
    return moved, rest, result


def _target(reader: Reader, name: str, value: str, query_type: type[Query]) -> str | None:
    """Return the parameter that takes the record which has an id, under the same operator; None where none does."""
    base, mark, operator = name.partition("__")
    parameter = query_type.parameters().get(base)
    if not isinstance(parameter, Ids) or named_ids(reader, parameter.nouns, value):
        return None
    for noun, schema in SCHEMAS.items():
        target = schema.TYPE + mark + operator
        takes = query_type.parameters().get(schema.TYPE)
        is_taken = isinstance(takes, Ids) and noun in takes.nouns and target in query_type.names()
        if is_taken and base != schema.TYPE and NOUNS[noun].get_records(reader, [value]):
            return target
    return None
