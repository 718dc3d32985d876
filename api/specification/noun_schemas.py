"""The schemas of the nouns for the specification and for editors, made by apispec from the marshmallow schemas."""

from collections.abc import Iterable
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin

from api.http.response import API_VERSION
from api.specification.components import DESCRIPTION
from schemas.model.base import BaseSchema, Json, mode_of
from schemas.model.fields import IDENTIFIER, Choice, Degrees, Flag, Identifier, Keyed, Ref, Text, Whole
from schemas.model.vocabulary import VOCABULARIES
from schemas.nouns import SCHEMAS

IN_EVENT = "InEvent"
"""How the schema of a record inside its event is told apart until all views have become one."""


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
    return type(schema).__name__ + (IN_EVENT if inside else "")


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


def one_shape(schemas: Json) -> None:
    """Give each noun one schema, in whatever view or place its records stand, so that an address has one shape.

    Which keys a record has depends on `view` and `fields` and on whether it stands inside its event, so that none is
    required; a client that reads a record as a union of views would have to find out which one it holds.
    """
    names = {schema.__name__: schema.__doc__ or "" for schema in SCHEMAS.values()}
    inner = [name for name in names if schemas.pop(f"{name}{IN_EVENT}", None)]
    for name, description in names.items():
        schemas[name] = {"type": "object", "description": description, "properties": schemas[name]["properties"]}
    _describe_standard_view(schemas, names)
    _build_on(schemas, "EventPart", "What records that lie in an event have.", inner)
    _build_on(schemas, "AnyRecord", "What records of every noun have.", [*(set(names) - set(inner)), "EventPart"])


def _describe_standard_view(schemas: Json, names: Iterable[str]) -> None:
    """Add the keys that the standard view alone has, and require no evidence, in whose place it has ids."""
    evidenced = [schema for schema in schemas.values() if "evidence" in schema.get("properties", {})]
    for schema in evidenced:
        schema["properties"]["source_ids"] = {"$ref": "#/components/schemas/SourceIds"}
        if "required" in schema:
            schema["required"].remove("evidence")
    for name in names:
        properties = schemas[name]["properties"]
        properties["view"] = {
            "type": "string",
            "description": "`standard` or `brief` where a record is, by `view` or for its size.",
        }
        properties["full_url"] = {"type": "string", "description": "Beside `view`: the address of the full one."}
        if schemas[name] in evidenced:
            properties["sources"] = {"$ref": "#/components/schemas/ReferredSources"}
        if name == "Event":
            text = "Where not all of `sources` fit: the address of all."
            properties["sources_url"] = {"type": "string", "description": text}


def _build_on(schemas: Json, base: str, description: str, names: list[str]) -> None:
    """Move the fields that the schemas have in common to a schema of their own, on which they build."""
    properties = [schemas[name].pop("properties") for name in names]
    common = {
        key: field for key, field in properties[0].items() if all(other.get(key) == field for other in properties)
    }
    schemas[base] = {"type": "object", "description": description, "properties": common}
    for name, fields in zip(names, properties, strict=True):
        own = {key: field for key, field in fields.items() if key not in common}
        schemas[name] = {
            "description": schemas[name]["description"],
            "allOf": [{"$ref": f"#/components/schemas/{base}"}, {"type": "object", "properties": own}],
        }


def refer_to_whole(value: Any) -> Any:
    """Let what refers to a record inside its event refer to the noun's one schema."""
    if isinstance(value, list):
        return [refer_to_whole(item) for item in value]
    if isinstance(value, dict):
        return {key: refer_to_whole(item) for key, item in value.items()}
    reference = isinstance(value, str) and value.startswith("#/components/schemas/")
    return value.removesuffix(IN_EVENT) if reference else value


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
    return opened
