"""The schemas of the nouns for the specification and for editors, made by apispec from the marshmallow schemas."""

from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin

from api.http.response import API_VERSION
from api.specification.components import DESCRIPTION
from schemas.model.base import BaseSchema, Json, mode_of
from schemas.model.fields import IDENTIFIER, Choice, Degrees, Flag, Identifier, Keyed, Ref, Text, Whole
from schemas.model.vocabulary import VOCABULARIES
from schemas.nouns import SCHEMAS


def empty_specification(mode: str) -> APISpec:
    """Return an empty specification whose schemas are named after their classes."""
    plugin = MarshmallowPlugin(schema_name_resolver=_name)
    info = {
        "description": DESCRIPTION,
        "license": {
            "name": "Apache-2.0 (code), CC-BY-4.0 (record)",
            "url": "https://creativecommons.org/licenses/by/4.0/",
        },
        "contact": {"name": "Parley", "url": "http://localhost:8000/"},
    }
    spec = APISpec(
        "Parley",
        API_VERSION,
        "3.1.0",
        [plugin],
        info=info,
        servers=[{"url": "/", "description": "The server that this specification came from."}],
        security=[],
        tags=[{"name": noun, "description": schema.__doc__} for noun, schema in SCHEMAS.items()]
        + [
            {"name": "questions", "description": "Questions over all nouns: search, coverage, vocabularies."},
            {"name": "operations", "description": "The front door, the state of the server and this specification."},
        ],
    )
    converter = plugin.converter
    assert converter is not None  # noqa: S101 # nosec B101 # Set by apispec; mypy cannot know.
    for attribute in (_ids, _texts, _choices, _numbers, _references, _keyed(mode)):
        converter.add_attribute_function(attribute)  # type: ignore[no-untyped-call]
    return spec


def _name(schema: Any) -> str:
    """Name a schema after its class; a record shown inside its event has fewer fields and its own name."""
    inside = isinstance(schema, BaseSchema) and schema.mode == "document" and "event" in schema.exclude
    return type(schema).__name__ + ("InEvent" if inside else "")


def _ids(_converter: Any, field: Any, ret: Json) -> Json:
    """Refer to the one schema of all ids, in replies."""
    if not isinstance(field, Identifier) or mode_of(field) == "record" or field.allow_none:
        return {}
    for key in ("type", "minLength", "maxLength", "pattern"):
        ret.pop(key, None)
    return {"$ref": "#/components/schemas/Id"}


def _texts(_converter: Any, field: Any, ret: Json) -> Json:
    """Leave out the bounds of a text; it is a reply, and was checked before it was published."""
    if isinstance(field, Text) and mode_of(field) == "document":
        for bound in ("minLength", "maxLength"):
            ret.pop(bound, None)
    return {}


def _choices(_converter: Any, field: Any, ret: Json) -> Json:
    """List the values of a vocabulary; in replies as values known so far, because more may be added."""
    if not isinstance(field, Choice):
        return {}
    if mode_of(field) == "record":
        return {"enum": field.values}
    ret.pop("type", None)
    value = {"$ref": f"#/components/schemas/{_value_name(field.vocabulary)}"}
    return {"anyOf": [value, {"type": "null"}]} if field.allow_none else value


def value_schemas() -> Json:
    """Return the schema of a value of each vocabulary, by name."""
    return {
        _value_name(name): {"type": "string", "x-extensible-enum": list(values)}
        for name, values in VOCABULARIES.items()
    }


def _value_name(vocabulary: str) -> str:
    """Name one value of a vocabulary: EventStatusValue for `event_statuses`."""
    singular = vocabulary.removesuffix("es") if vocabulary.endswith("ses") else vocabulary.removesuffix("s")
    return "".join(word.title() for word in (*singular.split("_"), "value"))


def _numbers(_converter: Any, field: Any, **_: Any) -> Json:
    """Give the type of our own field types; as curators write them, all are text."""
    kinds = {Whole: "integer", Degrees: "number", Flag: "boolean"}
    kind = next((kind for cls, kind in kinds.items() if isinstance(field, cls)), None)
    if kind is None:
        return {}
    if isinstance(field.parent, BaseSchema) and field.parent.mode == "record":
        return {"type": ["string", kind]}
    return {"type": [kind, "null"] if field.allow_none else kind}


def _references(_converter: Any, field: Any, ret: Json) -> Json:
    """Describe another record as curators write it: its id."""
    if not isinstance(field, Ref) or mode_of(field) == "document":
        return {}
    for key in ("$ref", "allOf", "anyOf"):
        ret.pop(key, None)
    return {"type": "string", "pattern": f"^{IDENTIFIER}$"}


def _keyed(mode: str) -> Any:
    """Describe parts with ids as curators write them: a mapping from slug to part."""

    def describe(_converter: Any, field: Any, ret: Json) -> Json:
        if mode != "record" or not isinstance(field, Keyed):
            return {}
        return {"type": "object", "additionalProperties": ret.pop("items")}

    return describe


def brief_schema(spec: APISpec, schema: Any) -> Json:
    """Return the schema of a noun's brief view, cut from the full one."""
    full: Json = spec.to_dict()["components"]["schemas"][schema.__name__]
    return {
        "type": "object",
        "properties": {name: full["properties"][name] for name in schema.BRIEF},
        "required": list(schema.BRIEF),
    }


def refer_to_full(schemas: Json) -> None:
    """Leave out of brief and inner views what the full one says of each field, and say where it stands."""
    for name in [schema.__name__ for schema in SCHEMAS.values()]:
        for view in (f"{name}Brief", f"{name}InEvent"):
            if view in schemas:
                fields = {key: _undescribed(field) for key, field in schemas[view]["properties"].items()}
                schemas[view] |= {"description": f"Fields of {name}, which describes them.", "properties": fields}


def _undescribed(field: Json) -> Json:
    return {key: value for key, value in field.items() if key != "description"}


def open_schema(value: Any, *, strict: bool = False) -> Any:
    """Make generated schemas say what we mean: keys may be added to replies, patterns are those of JSON Schema."""
    if isinstance(value, list):
        return [open_schema(item, strict=strict) for item in value]
    if not isinstance(value, dict):
        return value
    opened = {key: open_schema(item, strict=strict) for key, item in value.items()}
    if opened.get("additionalProperties") is False and not strict:
        del opened["additionalProperties"]
    if "pattern" in opened and isinstance(opened["pattern"], str):
        opened["pattern"] = opened["pattern"].replace(r"\A", "^").replace(r"\Z", "$")
    if opened.get("format") == "url":
        opened["format"] = "uri"
    return opened
