"""Build: openapi.yaml, the codebook and the JSON Schemas for editors, out of schemas, queries and docstrings."""

import json
import re
from pathlib import Path
from typing import Any

import yaml

from api import create_app
from api.specification.codebook import write_codebook
from api.specification.components import COMPONENTS, list_schema
from api.specification.examples import find_examples
from api.specification.noun_schemas import empty_specification, one_shape, open_schema, refer_to_whole, value_schemas
from api.specification.operations import UNDESCRIBED, find_operations, list_schemas
from api.specification.path_parameters import add_path_examples
from api.specification.sharing import share_examples, share_parameters
from db.query.root import ROOT
from schemas.model.base import Json
from schemas.nouns import FILED, SCHEMAS

__all__ = ["EDITOR_SCHEMAS", "UNDESCRIBED", "build_editor_schema", "build_specification", "generated_files"]

MAX_ON_ONE_LINE = 800
"""Characters of a mapping that stands on one line."""
EDITOR_SCHEMAS = ROOT / "db" / "records" / "_schemas"


def generated_files() -> dict[Path, str]:
    """Return the text of every generated file by its path."""
    files = {ROOT / "openapi.yaml": as_yaml(build_specification()), ROOT / "docs" / "codebook.md": write_codebook()}
    for noun in FILED:
        text = json.dumps(build_editor_schema(noun), ensure_ascii=False, indent=2) + "\n"
        files[EDITOR_SCHEMAS / f"{noun}.json"] = text
    return files


def build_specification() -> Json:
    """Return the specification of every operation of the application; what several of them share stands once."""
    app = create_app(PARLEY_PUBLIC_URL="http://localhost:8000")
    spec = empty_specification("document")
    for schema in SCHEMAS.values():
        spec.components.schema(schema.__name__, schema=schema(mode="document"))
        spec.components.schema(f"{schema.__name__}List", list_schema(schema.__name__))
    document: Json = json.loads(json.dumps(spec.to_dict()))
    schemas = document["components"]["schemas"] | COMPONENTS["schemas"] | list_schemas(app) | value_schemas()
    one_shape(schemas)
    operations, examples = list(find_operations(app)), find_examples()
    add_path_examples(operations, examples)
    document["components"] = {
        "parameters": share_parameters(operations),
        **COMPONENTS,
        "examples": share_examples(operations, examples),
        "schemas": {name: open_schema(refer_to_whole(schema)) for name, schema in sorted(schemas.items())},
    }
    document["paths"] = {path: {"get": operation} for path, operation in operations}
    return document


def build_editor_schema(noun: str) -> Json:
    """Return the JSON Schema of a noun's files as curators write them."""
    spec = empty_specification("record")
    name = SCHEMAS[noun].__name__
    spec.components.schema(name, schema=SCHEMAS[noun]())
    schemas: Json = open_schema(json.loads(json.dumps(spec.to_dict()["components"]["schemas"])), strict=True)
    text = json.dumps({"$defs": schemas}, ensure_ascii=False).replace("#/components/schemas/", "#/$defs/")
    definitions: Json = json.loads(text)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"A record in db/records/{noun}/",
        "$ref": f"#/$defs/{name}",
    } | definitions


def as_yaml(document: Json) -> str:
    """Write the specification as YAML, keys in their own order."""
    return yaml.dump(document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=180)


class _Dumper(yaml.SafeDumper):
    """Writes equal values out each time, and lists of plain values on one line."""

    def ignore_aliases(self, _data: Any) -> bool:
        """Use no aliases, which some readers of specifications do not know."""
        return True


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    """Quote text that some reader of YAML would take for a number."""
    style = "'" if re.fullmatch(r"[-+._:]*[0-9][-+.0-9_:]*", text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _represent_list(dumper: yaml.SafeDumper, items: list[Any]) -> yaml.Node:
    """Write a list of plain values on one line, and any other an item a line."""
    plain = not any(isinstance(item, (dict, list)) for item in items)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=plain)


def _represent_mapping(dumper: yaml.SafeDumper, mapping: Json) -> yaml.Node:
    """Write a small mapping on one line: a reference, or the type of a field."""
    small = len(json.dumps(mapping)) <= MAX_ON_ONE_LINE
    return dumper.represent_mapping("tag:yaml.org,2002:map", mapping, flow_style=small)


_Dumper.add_representer(dict, _represent_mapping)
_Dumper.add_representer(str, _represent_text)
_Dumper.add_representer(list, _represent_list)
