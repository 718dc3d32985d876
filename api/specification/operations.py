"""Operations: every path of the application with its parameters and replies, read from its routes and queries."""

import re
from collections.abc import Iterator

from flask import Flask

from api.formats import FORMATS
from api.formats.ndjson import NDJSON
from api.http.endpoints import Operation
from api.http.problems import PROBLEM_KINDS
from api.http.response import JSON
from api.specification.path_parameters import DATE, DATES_AS_ADDRESSES, NO_DATE, describe_parameter
from api.specification.shapes import schema_ref
from api.specification.small_documents import ANSWER_ERRORS, SMALL_DOCUMENTS
from schemas.model.base import Json
from schemas.nouns import SCHEMAS
from schemas.query.moments import VERSION
from schemas.query.parameters import Parameter, Values

UNDESCRIBED = {
    *("/openapi.yaml", "/openapi.json", "/docs", "/docs/{name}"),
    *("/style.css", "/metrics", "/robots.txt", "/llms.txt", "/.well-known/api-catalog"),
    *("/index.html", "/sitemap.xml", "/sitemaps/{name}", "/oembed"),
}
"""Addresses that describe the interface and are not part of it."""


def find_operations(app: Flask) -> Iterator[tuple[str, Json]]:
    """Yield every path with its operation, in the order in which the application registers them."""
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        path = re.sub(r"<(?:noun:)?([a-z]+)>", r"{\1}", rule.rule)
        # A date in place of an id gives a list: it is described with its suffix, so that one path has one shape.
        path = DATES_AS_ADDRESSES.get(path, path)
        if "<" in path or path in UNDESCRIBED:
            continue
        operation: Json = {"operationId": rule.endpoint.rpartition(".")[2]} | _texts(view.__doc__ or "")
        kind: Operation | None = getattr(view, "operation", None)
        operation["tags"] = [_tag(path)]
        in_path = "date" if path.endswith("{date}.json") else ""
        operation["parameters"] = [*_in_path(path), *(one for one in _in_query(kind) if one["name"] != in_path)]
        operation["responses"] = _responses(kind, path)
        yield path, {key: value for key, value in operation.items() if value}


def _texts(docstring: str) -> Json:
    """Return the summary and the description of an operation; of a single sentence, what follows a colon describes."""
    summary, _, description = docstring.partition("\n")
    if not description.strip():
        summary, _, description = summary.partition(": ")
        description = description[:1].upper() + description[1:]
    return {"summary": summary.rstrip("."), "description": " ".join(description.split()) or summary}


def _tag(path: str) -> str:
    """Return the group that a path belongs to: its noun, or questions over all nouns, or operations."""
    noun = path.split("/")[2] if path.startswith("/v1/") else ""
    return noun if noun in SCHEMAS else "questions" if noun else "operations"


def _in_path(path: str) -> Iterator[Json]:
    """Yield the parameters of a path."""
    for name in re.findall(r"{([a-z]+)}", path):
        schema: Json = {"type": "string", "pattern": "^[a-z0-9_:,.-]{1,1000}$"}
        if name == "noun":
            schema = {"type": "string", "enum": list(SCHEMAS)}
        elif name == "version":
            schema = {"type": "string", "pattern": f"^({VERSION.pattern}|latest)$"}
        elif name == "kind":
            schema = {"type": "string", "enum": list(PROBLEM_KINDS)}
        elif name in ("identifier", "other"):
            schema = schema_ref("Id") if not path.startswith("/v1/events/") else {"type": "string", "pattern": NO_DATE}
        elif name == "date":
            schema = {"type": "string", "pattern": f"^{DATE}$"}
        yield describe_parameter({"name": name, "in": "path", "required": True, "schema": schema}, path)


def _in_query(kind: Operation | None) -> Iterator[Json]:
    """Yield the query parameters of an operation, one for each operator."""
    if kind is None:
        return
    for name, parameter in kind.query.parameters().items():
        for operator in ("", *parameter.operators):
            text = str(parameter.metadata["description"])
            words = {
                "": text,
                "not": f"None of these: see `{name}`.",
                "all": f"Every one of these: see `{name}`.",
                "gte": f"At least. {text}",
                "lte": f"At most. {text}",
            }
            yield (
                {"name": f"{name}__{operator}" if operator else name, "in": "query"}
                | ({"required": True} if parameter.required and not operator else {})
                | {"description": words[operator], "schema": _value_schema(name, parameter, kind)}
                | ({"explode": False} if parameter.many else {})
                | _example(parameter)
            )


def _example(parameter: Parameter) -> Json:
    """Return the example of a parameter that must be given."""
    example = parameter.metadata.get("example")
    return {"example": [example] if parameter.many else example} if example else {}


def list_schemas(app: Flask) -> Json:
    """Return the schemas of lists of values, to which the parameters that take them refer by name."""
    views = (app.view_functions[rule.endpoint] for rule in app.url_map.iter_rules())
    kinds: Iterator[Operation] = (view.operation for view in views if hasattr(view, "operation"))
    return {
        _list_name(name, parameter, kind): {"type": "array", "minItems": 1, "maxItems": parameter.max_values}
        | {"items": _one_value(name, parameter, kind)}
        for kind in kinds
        for name, parameter in kind.query.parameters().items()
        if parameter.many
    }


def _list_name(name: str, parameter: Parameter, kind: Operation) -> str:
    """Name the schema of a list of values: by the vocabulary, by the noun whose names they are, or by what it lists."""
    if name in ("sort", "facet"):
        return f"{SCHEMAS[kind.noun].__name__}{name.title()}"
    if name == "fields":
        return "Fields"
    if isinstance(parameter, Values):
        # One that takes a part of a vocabulary is named for that part.
        words = parameter.vocabulary if type(parameter) is Values else ""
    else:
        words = name if "enum" in parameter.json_schema else ""
    return "".join(word.title() for word in words.split("_")) or f"{type(parameter).__name__}"


def _value_schema(name: str, parameter: Parameter, kind: Operation) -> Json:
    """Return the schema of all that a parameter may be given."""
    if parameter.many:
        return {"$ref": f"#/components/schemas/{_list_name(name, parameter, kind)}"}
    return _one_value(name, parameter, kind)


def _one_value(name: str, parameter: Parameter, kind: Operation) -> Json:
    """Return the schema of one value of a parameter."""
    query = kind.query
    if name == "sort" and query.SORTS:
        return {"type": "string", "enum": [*query.SORTS, *(f"-{sort}" for sort in query.SORTS)]}
    if name == "facet":
        return {"type": "string", "enum": query.facets()}
    if name == "fields":
        return {"type": "string", "pattern": r"^[a-z_]+(\.[a-z_]+)*$"}
    return dict(parameter.json_schema)


OTHER_KINDS = {one.media_type.partition(";")[0] for one in FORMATS.values()} - {JSON}
"""What records are written in besides JSON; the examples are JSON alone."""


def _other_formats(noun: str, *, single: bool) -> Json:
    """Return what a noun's records are written in for a client that accepts it, or asks by a suffix."""
    kinds = [one.media_type.partition(";")[0] for one in FORMATS.values() if one.serves(noun, single=single)]
    lines = NDJSON.media_type.partition(";")[0]
    record = schema_ref(SCHEMAS[noun].__name__)
    schemas: Json = {lines: {"type": "string", "contentMediaType": lines, "contentSchema": record}}
    schemas |= {kind: {"type": "object"} for kind in ("application/geo+json", "application/ld+json")}
    schemas |= {"application/vnd.citationstyles.csl+json": {"type": "array", "items": {"type": "object"}}}
    return {kind: {"schema": schemas[kind]} if kind in schemas else {} for kind in kinds if kind != JSON}


def _responses(kind: Operation | None, path: str) -> Json:
    """Return the replies of an operation: what it gives, and every error that it may answer with."""
    if kind is None or kind.kind == "computed":
        content, errors = SMALL_DOCUMENTS[path]
        others = [FORMATS[suffix].media_type.partition(";")[0] for suffix in (kind.formats if kind else ())]
        texts: Json = {media_type: {} for media_type in others}
        good: Json = {"description": "What was asked for.", "content": content | texts}
    else:
        name = SCHEMAS[kind.noun].__name__
        schema = schema_ref(f"{name}List" if kind.kind == "list" else name)
        good = {
            "description": "A page of records." if kind.kind == "list" else "The record.",
            "headers": {"ETag": {"$ref": "#/components/headers/ETag"}},
            "content": {JSON: {"schema": schema}}
            | ({} if path.endswith(".json") else _other_formats(kind.noun, single=kind.kind == "detail")),
        }
        errors = ANSWER_ERRORS if kind.kind == "list" else ["400", "404", "410", "406", "503"]
    replies = {"200": good} | ({"304": {"description": "Not modified."}} if kind else {})
    if kind and (kind.kind == "detail" or "/meetings" in path):
        replies["308"] = {"description": "Renamed: see Location."}
    errors = [*errors, "414"]
    return replies | {status: {"$ref": f"#/components/responses/Problem{status}"} for status in errors}
