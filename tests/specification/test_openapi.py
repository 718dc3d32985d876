"""The specification: in step with the code, valid, complete, and true of every filter and field."""

import json
import re

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from api import create_app
from api.specification.build import EDITOR_SCHEMAS, UNDESCRIBED, build_editor_schema, generated_files
from db.curation.yaml import parse
from db.query.root import ROOT
from schemas.nouns import FILED, QUERIES, SCHEMAS
from tests.conftest import WORLD

MAX_BYTES = 250_000


def test_generated_files_are_in_step_with_the_code():
    for path, text in generated_files().items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name}: run `parley openapi`"


def test_it_is_valid(specification):
    validate(specification)
    assert specification["openapi"] == "3.1.0"


def test_it_can_be_read_by_people_too():
    assert (ROOT / "openapi.yaml").stat().st_size <= MAX_BYTES


def test_each_list_of_changes_has_its_own_kinds(specification):
    def kinds(path):
        every = parameters(specification, specification["paths"][path]["get"])
        [kind] = [one for one in every if one["name"] == "kind"]
        return resolved(specification, resolved(specification, kind["schema"])["items"])["enum"]

    assert kinds("/v1/corrections") == ["corrected", "withdrawn", "withheld"]
    assert len(kinds("/v1/changes")) == 7


@pytest.mark.parametrize(
    "path", ["/v1/events", "/v1/search", "/v1/check", "/v1/transfers/totals", "/v1/changes", "/v1/corrections"]
)
def test_lists_and_answers_name_what_as_of_and_a_suffix_may_give(client, specification, path):
    replies = specification["paths"][path]["get"]["responses"]
    query = "by=what" if "totals" in path else "q=bodies" if "search" in path else "text=the" if "check" in path else ""
    assert client.get(f"{path}?{query}&as_of=2031-01-01").status_code == 404
    if path == "/v1/events":
        assert client.get(path, headers={"Accept": "image/webp"}).status_code == 406
    else:
        assert client.get(f"{path}.ics?{query}").status_code == 406
    assert {"404", "406"} <= replies.keys()


def test_its_json_is_for_programs(client, specification):
    reply = client.get("/openapi.json")
    assert reply.json.keys() == specification.keys()
    assert reply.text == json.dumps(reply.json, ensure_ascii=False, separators=(",", ":"), sort_keys=False) + "\n"


def test_what_operations_share_stands_once(specification):
    inline = [
        json.dumps(parameter, sort_keys=True)
        for _, operation in operations(specification)
        for parameter in operation.get("parameters", [])
        if "$ref" not in parameter
    ]
    assert len(inline) == len(set(inline))


def test_every_route_is_in_it(specification):
    app = create_app()
    served = {re.sub(r"<(?:\w+:)?\w+>", "{}", rule.rule) for rule in app.url_map.iter_rules()}
    assert len(list(app.url_map.iter_rules())) == len(served) + 2  # A day and a period are told apart from an id.
    served -= {re.sub(r"{\w+}", "{}", path) for path in UNDESCRIBED}
    written = {re.sub(r"{\w+}", "{}", path) for path in specification["paths"]}
    assert served | {"/v1/events/{}.json"} == written


def resolved(specification, part):
    """Return a part of the specification, or what it refers to."""
    if "$ref" not in part:
        return part
    target = specification
    for name in part["$ref"].removeprefix("#/").split("/"):
        target = target[name]
    return target


def operations(specification):
    return [(path, item["get"]) for path, item in specification["paths"].items()]


def parameters(specification, operation):
    return [resolved(specification, parameter) for parameter in operation.get("parameters", [])]


def test_every_operation_has_summary_example_and_errors(specification):
    seen = set()
    for path, operation in operations(specification):
        assert operation["summary"], path
        assert operation["description"], path
        assert operation["operationId"] not in seen, path
        seen.add(operation["operationId"])
        assert any(status.startswith("4") for status in operation["responses"]), path
        media = next(iter(operation["responses"]["200"]["content"].values()))
        assert "example" in media or "examples" in media, path
        for parameter in parameters(specification, operation):
            assert parameter["description"], (path, parameter["name"])
            if parameter["in"] == "path":
                assert "example" in parameter, (path, parameter["name"])


def test_examples_are_valid(specification):
    resource = Resource.from_contents(specification, default_specification=DRAFT202012)
    registry = Registry().with_resource("urn:parley", resource)
    checked = 0
    for path, operation in operations(specification):
        for kind, media in operation["responses"]["200"]["content"].items():
            escaped = [part.replace("~", "~0").replace("/", "~1") for part in (path, kind)]
            pointer = f"urn:parley#/paths/{escaped[0]}/get/responses/200/content/{escaped[1]}/schema"
            for example in media.get("examples", {}).values():
                value = resolved(specification, example)["value"]
                Draft202012Validator({"$ref": pointer}, registry=registry).validate(value)
                checked += 1
    assert checked >= 2 * len(SCHEMAS)


@pytest.mark.parametrize("noun", SCHEMAS)
def test_every_filter_is_a_parameter(specification, noun):
    operation = specification["paths"][f"/v1/{noun}"]["get"]
    names = [parameter["name"] for parameter in parameters(specification, operation)]
    assert names == QUERIES[noun].names()


@pytest.mark.parametrize("noun", SCHEMAS)
def test_every_field_is_described(specification, noun):
    properties = properties_of(specification, SCHEMAS[noun].__name__)
    keys = set(SCHEMAS[noun].keys())
    in_standard = {"view", "full_url"} | ({"source_ids", "sources"} if "evidence" in keys else set())
    in_standard |= {"sources_url"} if noun == "events" else set()
    assert set(properties) == keys | in_standard
    for name, field in properties.items():
        assert resolved(specification, field).get("description") or field.get("description"), (noun, name)


def properties_of(specification, name):
    """Return the properties of a schema and of those that it builds on."""
    schema = specification["components"]["schemas"][name]
    properties = {}
    for part in schema.get("allOf", [schema]):
        assert "required" not in part, "A reply with `fields` has only those."
        inherited = properties_of(specification, part["$ref"].rpartition("/")[2]) if "$ref" in part else {}
        properties |= inherited | part.get("properties", {})
    return properties


def objects_in(schema):
    """Yield the schemas of objects within a schema of JSON."""
    parts = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
    if isinstance(schema, dict) and "object" in (schema.get("type") or ""):
        yield schema
    for part in parts:
        yield from objects_in(part)


def test_every_object_says_what_its_members_are(specification):
    """A client that is generated has a name and a type for each, and its generator warns of nothing."""
    # Descriptions of files are in forms of their own, which their names say.
    paths = specification["paths"].keys() - {"/v1/downloads/{name}"}
    operations = [specification["paths"][path]["get"] for path in paths]
    replies = [operation["responses"].get("200", {}).get("content", {}) for operation in operations]
    schemas = [reply.get("application/json", {}).get("schema", {}) for reply in replies]
    known = {"properties", "additionalProperties", "allOf", "anyOf", "oneOf"}
    objects = list(objects_in([specification["components"]["schemas"], *schemas]))
    assert [one for one in objects if not known & one.keys()] == []


def test_replies_may_gain_keys_and_values(specification):
    text = (ROOT / "openapi.yaml").read_text(encoding="utf-8")
    assert "additionalProperties: false" not in text
    for name, schema in specification["components"]["schemas"].items():
        for field in schema.get("properties", {}).values():
            assert "enum" not in field, name


@pytest.mark.parametrize("noun", FILED)
def test_editors_accept_the_records_and_refuse_others(noun):
    validator = Draft202012Validator(build_editor_schema(noun))
    files = sorted((WORLD / noun).glob("*.yaml"))
    assert files
    for path in files:
        data = parse(path.read_bytes()).data
        validator.validate(data)
        assert not validator.is_valid(data | {"surprise": "x"})
    assert (EDITOR_SCHEMAS / f"{noun}.json").exists()


def test_one_address_has_one_shape(specification):
    for path, item in specification["paths"].items():
        content = item["get"]["responses"]["200"]["content"]
        schema = content.get("application/json", {}).get("schema", {})
        assert not {"anyOf", "oneOf"} & set(schema), path
        assert content, path
    assert specification["paths"]["/v1/events/{date}.json"]["get"]["responses"]["200"]["content"] == {
        "application/json": {
            "schema": {"$ref": "#/components/schemas/EventList"},
            "examples": {"made-up": {"$ref": "#/components/examples/list_events"}},
        }
    }
    lines = specification["paths"]["/v1/claims"]["get"]["responses"]["200"]["content"]["application/x-ndjson"]["schema"]
    assert lines["contentSchema"] == {"$ref": "#/components/schemas/Claim"}
    pattern = specification["paths"]["/v1/events/{identifier}"]["get"]["parameters"][0]["schema"]["pattern"]
    assert re.search(pattern, "2031-04-12-harbour-round-1")
    assert not any(re.search(pattern, date) for date in ("2031", "2031-04", "2031-04-12", "a,b"))
