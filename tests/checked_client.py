"""A client that compares every reply with the specification, and what a record must have in each view."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jsonschema_rs
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api import create_app
from api.specification.build import UNDESCRIBED
from schemas.model.record import OMITTED_IN_EVENT, SHOWN_IN_STANDARD, Inner
from schemas.nouns import SCHEMAS

BASE = "http://localhost:8000"


def checked_app(database: Path, specification: dict[str, Any], **settings: str) -> Flask:
    """Return the application over a database, without the cache, with a client that validates every reply."""
    settings = {"PARLEY_CACHE_BYTES": "0"} | settings
    app = create_app(PARLEY_DATABASE=str(database), PARLEY_PUBLIC_URL=BASE, **settings)
    validate = validator_of(specification)

    class CheckedClient(FlaskClient):
        """A client that compares each JSON reply with the schema that the specification gives for its address."""

        def open(self, *args: Any, **options: Any) -> TestResponse:
            response = super().open(*args, buffered=True, **options)
            if response.mimetype == "application/problem+json" and response.data:
                validate("#/components/schemas/Problem", response.json)
            elif response.request.path.endswith(".timeline"):
                pass  # JSON of another's making: tests/test_format_timeline.py looks at it.
            elif "Content-Encoding" in response.headers:
                pass  # tests/test_coding.py compares it with the text that is looked at here.
            elif response.status_code == 200 and response.mimetype == "application/json" and response.data:
                self._validate_good(response)
            return response

        def _validate_good(self, response: TestResponse) -> None:
            path = re.sub(r"^(/v1/.*)\.json$", r"\1", response.request.path)
            rule, _ = app.url_map.bind("localhost").match(path, return_rule=True)
            operation = getattr(app.view_functions[rule.endpoint], "operation", None)
            several = "," in response.request.path
            if re.sub(r"<(\w+)>", r"{\1}", rule.rule) in UNDESCRIBED:
                return
            if operation and operation.noun and (operation.kind == "list" or several):
                validate(f"#/components/schemas/{SCHEMAS[operation.noun].__name__}List", response.json)
            else:
                validate(_schema_of(specification, rule.endpoint.rpartition(".")[2]), response.json)
            if operation is None or not operation.noun or "fields" in response.request.args:
                return
            # The specification requires no key of a record; which it must have follows from the request.
            default = "full" if operation.kind == "detail" or "day:" in rule.rule else "brief"
            view = response.request.args.get("view", default)
            in_list = operation.kind == "list" or several
            view = response.json["meta"]["view"] if in_list else response.json.get("view", view)
            for record in response.json["data"] if in_list else [response.json]:
                keys = set(record) - {"view", "full_url", "sources_url"}
                assert keys == keys_of(operation.noun, view, in_list=in_list), record["id"]
                for name in INNER_LISTS & set(record) if operation.noun == "events" else ():
                    assert all(set(part) == keys_in_event(name, view) for part in record[name]), record["id"]

    app.test_client_class = CheckedClient
    return app


INNER_LISTS = {name for name, schema in SCHEMAS.items() if issubclass(schema, Inner)}
"""The fields of an event that are lists of records."""


def keys_of(noun: str, view: str, *, in_list: bool) -> set[str]:
    """Return the keys that a record has in a view; the sources of a list stand beside its records."""
    keys = set(SCHEMAS[noun].BRIEF if view == "brief" else SCHEMAS[noun].keys())
    if view != "standard":
        return keys
    sources = {"sources"} if "evidence" in keys and not in_list else set()
    return {"source_ids" if key == "evidence" else key for key in keys} | sources


def keys_in_event(noun: str, view: str) -> set[str]:
    """Return the keys that a record has inside its event."""
    short = {*SHOWN_IN_STANDARD[noun], "source_ids"}
    return short if view == "standard" else set(SCHEMAS[noun].keys()) - set(OMITTED_IN_EVENT)


def validator_of(specification: dict[str, Any]) -> Callable[[str, Any], None]:
    """Return a function that compares a body with the schema at a pointer of the specification.

    jsonschema-rs looks at every body, because it is hundreds of times as quick; jsonschema says what is wrong, and is
    imported when something is, because that takes seconds.
    """
    quick = jsonschema_rs.Registry([("urn:parley", specification)], draft=jsonschema_rs.Draft202012)
    validators: dict[str, jsonschema_rs.Draft202012Validator] = {}

    def validate(pointer: str, body: Any) -> None:
        schema = {"$ref": f"urn:parley{quote(pointer, safe='#/~')}"}
        if pointer not in validators:
            validators[pointer] = jsonschema_rs.Draft202012Validator(schema, registry=quick)
        if not validators[pointer].is_valid(body):
            explain(specification, schema, body)
            validators[pointer].validate(body)

    return validate


def explain(specification: dict[str, Any], schema: dict[str, str], body: Any) -> None:
    """Raise what says where a body is not what a schema of the specification says."""
    from jsonschema import Draft202012Validator
    from referencing import Registry
    from referencing.jsonschema import DRAFT202012

    registry = Registry().with_resource("urn:parley", DRAFT202012.create_resource(specification))
    Draft202012Validator(schema, registry=registry).validate(body)


def _schema_of(specification: dict[str, Any], operation: str) -> str:
    """Return the pointer to the schema of an operation's good reply."""
    for template, item in specification["paths"].items():
        if item["get"]["operationId"] == operation:
            escaped = template.replace("~", "~0").replace("/", "~1")
            return f"#/paths/{escaped}/get/responses/200/content/application~1json/schema"
    raise AssertionError(f"{operation} is not in the specification")
