"""Shapes: what the schemas of the specification that no noun gives are written with."""

from typing import Any

from schemas.model.base import Json


def object_schema(about: str, /, **properties: Json) -> Json:
    """Return the schema of an object whose keys are always there."""
    return {"type": "object", "description": about, "required": list(properties), "properties": properties}


def text_schema(description: str, **more: Any) -> Json:
    """Return the schema of a text."""
    return {"type": "string", "description": description} | more


def schema_ref(name: str) -> Json:
    """Return a reference to a schema of the components."""
    return {"$ref": f"#/components/schemas/{name}"}


def json_content(schema: Json, example: Any = None) -> Json:
    """Return the content of a reply in JSON."""
    return {"application/json": {"schema": schema} | ({"example": example} if example else {})}
