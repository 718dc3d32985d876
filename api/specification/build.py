"""The specification: openapi.yaml and the JSON Schemas for editors, generated from schemas and docstrings."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Flask

from api import create_app
from api.formats import FORMATS
from api.http.endpoints import Operation
from api.http.problems import PROBLEM_KINDS
from api.http.response import API_VERSION, JSON
from api.server.settings import ROOT
from api.specification.components import (
    COMPONENTS,
    DESCRIPTION,
    SMALL_DOCUMENTS,
    any_view,
    list_schema,
    with_example,
)
from api.specification.examples import find_examples
from schemas.model.base import BaseSchema, mode_of
from schemas.model.fields import IDENTIFIER, Choice, Degrees, Flag, Keyed, Ref, Whole
from schemas.nouns import FILED, SCHEMAS
from schemas.query.parameters import MAX_VALUES, Parameter
from schemas.query.query import Query

Json = dict[str, Any]
UNDESCRIBED = {
    *("/openapi.yaml", "/openapi.json", "/docs", "/docs/{name}"),
    *("/metrics", "/robots.txt", "/llms.txt", "/.well-known/api-catalog"),
}
"""Addresses that describe the interface and are not part of it."""
MANY = {"type": "array", "minItems": 1, "maxItems": MAX_VALUES}
EDITOR_SCHEMAS = ROOT / "db" / "records" / "_schemas"


def generated_files() -> dict[Path, str]:
    """Return the text of every generated file by its path."""
    files = {ROOT / "openapi.yaml": as_yaml(build_specification())}
    for noun in FILED:
        text = json.dumps(build_editor_schema(noun), ensure_ascii=False, indent=2) + "\n"
        files[EDITOR_SCHEMAS / f"{noun}.json"] = text
    return files


def build_specification() -> Json:
    """Return the specification of every operation of the application."""
    app = create_app(PARLEY_PUBLIC_URL="http://localhost:8000")
    spec = _spec("document")
    for schema in SCHEMAS.values():
        spec.components.schema(schema.__name__, schema=schema(mode="document"))
        spec.components.schema(f"{schema.__name__}Brief", _brief(spec, schema))
        spec.components.schema(f"{schema.__name__}List", list_schema(schema.__name__))
    document: Json = json.loads(json.dumps(spec.to_dict()))
    document["components"]["schemas"] = {
        name: _open(schema)
        for name, schema in sorted((document["components"]["schemas"] | COMPONENTS["schemas"]).items())
    }
    document["components"] |= {name: part for name, part in COMPONENTS.items() if name != "schemas"}
    document["paths"] = {path: {"get": operation} for path, operation in _operations(app)}
    examples = find_examples()
    for item in document["paths"].values():
        for kind, media in item["get"]["responses"]["200"]["content"].items():
            if kind in OTHER_KINDS:
                continue
            if item["get"]["operationId"] in examples:
                value = examples[item["get"]["operationId"]]
                media["examples"] = {"made-up": {"summary": "From a made-up record", "value": value}}
    return document


def build_editor_schema(noun: str) -> Json:
    """Return the JSON Schema of a noun's files as curators write them."""
    spec = _spec("record")
    name = SCHEMAS[noun].__name__
    spec.components.schema(name, schema=SCHEMAS[noun]())
    schemas: Json = _open(json.loads(json.dumps(spec.to_dict()["components"]["schemas"])), strict=True)
    text = json.dumps({"$defs": schemas}, ensure_ascii=False).replace("#/components/schemas/", "#/$defs/")
    definitions: Json = json.loads(text)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"A record in db/records/{noun}/",
        "$ref": f"#/$defs/{name}",
    } | definitions


def as_yaml(document: Json) -> str:
    """Write the specification as YAML, keys in their own order."""
    return yaml.dump(document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)


class _Dumper(yaml.SafeDumper):
    """Writes equal values out each time."""

    def ignore_aliases(self, data: Any) -> bool:
        """Use no aliases, which some readers of specifications do not know."""
        del data
        return True


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    """Quote text that some reader of YAML would take for a number."""
    style = "'" if re.fullmatch(r"[-+._:]*[0-9][-+.0-9_:]*", text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_text)


def _spec(mode: str) -> APISpec:
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
    for attribute in (_choices, _numbers, _references, _keyed(mode)):
        converter.add_attribute_function(attribute)  # type: ignore[no-untyped-call]
    return spec


def _name(schema: Any) -> str:
    """Name a schema after its class; a record shown inside its event has fewer fields and its own name."""
    inside = isinstance(schema, BaseSchema) and schema.mode == "document" and "event" in schema.exclude
    return type(schema).__name__ + ("InEvent" if inside else "")


def _choices(_converter: Any, field: Any, **_: Any) -> Json:
    """List the values of a vocabulary; in replies as values known so far, because more may be added."""
    if not isinstance(field, Choice):
        return {}
    if isinstance(field.parent, BaseSchema) and field.parent.mode == "document":
        return {"x-extensible-enum": field.values}
    return {"enum": field.values}


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


def _brief(spec: APISpec, schema: Any) -> Json:
    """Return the schema of a noun's brief view, cut from the full one."""
    full: Json = spec.to_dict()["components"]["schemas"][schema.__name__]
    return {
        "type": "object",
        "properties": {name: full["properties"][name] for name in schema.BRIEF},
        "required": list(schema.BRIEF),
    }


def _open(value: Any, *, strict: bool = False) -> Any:
    """Make generated schemas say what we mean: keys may be added to replies, patterns are those of JSON Schema."""
    if isinstance(value, list):
        return [_open(item, strict=strict) for item in value]
    if not isinstance(value, dict):
        return value
    opened = {key: _open(item, strict=strict) for key, item in value.items()}
    if opened.get("additionalProperties") is False and not strict:
        del opened["additionalProperties"]
    if "pattern" in opened and isinstance(opened["pattern"], str):
        opened["pattern"] = opened["pattern"].replace(r"\A", "^").replace(r"\Z", "$")
    if opened.get("format") == "url":
        opened["format"] = "uri"
    return opened


def _operations(app: Flask) -> Iterator[tuple[str, Json]]:
    """Yield every path with its operation, in the order in which the application registers them."""
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        path = re.sub(r"<([a-z]+)>", r"{\1}", rule.rule)
        # A date in place of an id is described with the id, because both are one path to a specification.
        if "<" in path or path in UNDESCRIBED:
            continue
        summary, _, description = (view.__doc__ or "").partition("\n")
        operation: Json = {
            "operationId": rule.endpoint.rpartition(".")[2],
            "summary": summary.rstrip("."),
            "description": " ".join(description.split()) or summary,
        }
        kind: Operation | None = getattr(view, "operation", None)
        operation["tags"] = [_tag(path)]
        operation["parameters"] = [*_in_path(path), *_in_query(kind)]
        operation["responses"] = _responses(kind, path)
        yield path, {key: value for key, value in operation.items() if value}


def _tag(path: str) -> str:
    """Return the group that a path belongs to: its noun, or questions over all nouns, or operations."""
    noun = path.split("/")[2] if path.startswith("/v1/") else ""
    return noun if noun in SCHEMAS else "questions" if noun else "operations"


def _in_path(path: str) -> Iterator[Json]:
    """Yield the parameters of a path."""
    for name in re.findall(r"{([a-z]+)}", path):
        schema: Json = {"type": "string", "pattern": "^[a-z0-9_:,.-]{1,1000}$"}
        if name == "kind":
            schema = {"type": "string", "enum": list(PROBLEM_KINDS)}
        yield with_example({"name": name, "in": "path", "required": True, "schema": schema}, path)


def _in_query(kind: Operation | None) -> Iterator[Json]:
    """Yield the query parameters of an operation, one for each operator."""
    if kind is None:
        return
    query = kind.query
    for name, parameter in query.parameters().items():
        schema = _allowed(name, parameter, query, kind.noun)
        for operator in ("", *parameter.operators):
            text = str(parameter.metadata["description"])
            words = {"": text, "not": f"None of these. {text}", "gte": f"At least. {text}", "lte": f"At most. {text}"}
            yield (
                {
                    "name": f"{name}__{operator}" if operator else name,
                    "in": "query",
                    "required": parameter.required and not operator,
                    "description": words[operator],
                    "schema": MANY | {"items": schema} if parameter.many else schema,
                }
                | ({"style": "form", "explode": False} if parameter.many else {})
                | _example(parameter)
            )


def _example(parameter: Parameter) -> Json:
    """Return the example of a parameter that must be given."""
    example = parameter.metadata.get("example")
    return {"example": [example] if parameter.many else example} if example else {}


def _allowed(name: str, parameter: Parameter, query: type[Query], noun: str) -> Json:
    """Return the schema of one value of a parameter."""
    if name == "sort" and query.SORTS:
        return {"type": "string", "enum": [*query.SORTS, *(f"-{sort}" for sort in query.SORTS)]}
    if name == "facet":
        return {"type": "string", "enum": query.facets()}
    if name == "fields":
        return {"type": "string", "enum": SCHEMAS[noun].keys()}
    return dict(parameter.json_schema)


OTHER_KINDS = {one.media_type.partition(";")[0] for one in FORMATS.values()} - {JSON}
"""What records are written in besides JSON; the examples are JSON alone."""


def _other_formats(noun: str) -> Json:
    """Return what a noun's records are written in for a client that accepts it, or asks by a suffix."""
    kinds = [one.media_type.partition(";")[0] for one in FORMATS.values() if one.serves(noun)]
    return {kind: {"schema": {} if kind.endswith("json") else {"type": "string"}} for kind in kinds if kind != JSON}


def _responses(kind: Operation | None, path: str) -> Json:
    """Return the replies of an operation: what it gives, and every error that it may answer with."""
    if kind is None or kind.kind == "computed":
        content, errors = SMALL_DOCUMENTS[path]
        good: Json = {"description": "What was asked for.", "content": content}
    else:
        name = SCHEMAS[kind.noun].__name__
        schema: Json = {"$ref": f"#/components/schemas/{name}List"} if kind.kind == "list" else any_view(name)
        if kind.kind == "detail" and path.endswith("}"):
            schema["anyOf"].append({"$ref": f"#/components/schemas/{name}List"})
        good = {
            "description": "A page of records." if kind.kind == "list" else "The record.",
            "headers": {"ETag": {"$ref": "#/components/headers/ETag"}},
            "content": {"application/json": {"schema": schema}} | _other_formats(kind.noun),
        }
        errors = ["400", "406", "503"] if kind.kind == "list" else ["400", "404", "410", "406", "503"]
    replies = {"200": good} | ({"304": {"description": "The client has this reply already."}} if kind else {})
    if kind and kind.kind == "detail":
        replies["308"] = {"description": "The record has another id now; Location gives its address."}
    errors = [*errors, "414"]
    return replies | {status: {"$ref": f"#/components/responses/Problem{status}"} for status in errors}
