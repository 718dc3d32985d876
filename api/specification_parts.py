"""Parts of the specification that no noun's schema gives: the envelope of lists, problems, the small documents."""

from typing import Any

from api.errors import KINDS

Json = dict[str, Any]

DESCRIPTION = (
    "A hand-curated, sourced record of negotiations: who met, who said what, what was proposed, agreed and carried out."
    " Read-only and keyless. Within /v1 keys and values of vocabularies may be added; none is renamed, removed or"
    " given another type, so a client ignores keys that it does not know. Ids are permanent; cursors are opaque."
)

EXAMPLES = {
    "kind": "invalid-parameter",
    "/v1/events/{identifier}": "2025-06-02-istanbul-round-2",
    "/v1/claims/{identifier}": "2025-06-02-istanbul-round-2:bodies",
    "/v1/statements/{identifier}": "2025-06-02-istanbul-round-2:umerov-leaders",
    "/v1/proposals/{identifier}": "2025-06-02-istanbul-round-2:local-truce",
    "/v1/agreements/{identifier}": "2025-06-02-istanbul-round-2:humanitarian",
    "/v1/transfers/{identifier}": "2025-06-11-repatriation-of-bodies:bodies-to-ukraine",
    "/v1/documents/{identifier}": "2025-06-02-istanbul-round-2:russian-memorandum-handed",
    "/v1/processes/{identifier}": "istanbul-2025",
    "/v1/actors/{identifier}": "rustem-umerov",
    "/v1/places/{identifier}": "ciragan-palace",
    "/v1/sources/{identifier}": "first-channel-news-2025-06-02-umerov",
    "/v1/publishers/{identifier}": "first-channel-news",
    "/v1/topics/{identifier}": "prisoner-exchange",
}
"""What to try for each parameter of a path, by the path where its name alone does not tell."""


DATES_AS_ADDRESSES = {
    "/v1/events/{identifier}": "The record's id; or a date, which gives a list and takes the parameters of one: a day"
    " (2025-06-02, complete), a month (2025-06) or a year (2025).",
}
"""Paths where a date may stand in place of an id."""


def with_example(parameter: Json, path: str) -> Json:
    """Return a path parameter with its description and an example that a server of the real record answers."""
    words = {"kind": "A type of problem.", "identifier": "The record's id."}
    text = DATES_AS_ADDRESSES.get(path) or words[parameter["name"]]
    return parameter | {"description": text, "example": EXAMPLES.get(path) or EXAMPLES[parameter["name"]]}


def any_view(name: str) -> Json:
    """Return the schema of a record: full, brief, or with the keys that `fields` chose."""
    views = (name, f"{name}Brief", "ChosenFields")
    return {"anyOf": [{"$ref": f"#/components/schemas/{view}"} for view in views]}


def list_schema(name: str) -> Json:
    """Return the schema of a list of a noun: records are brief, unless `view` or `fields` asks for others."""
    return {
        "type": "object",
        "description": "A page of records, with what was asked for and the neighbouring pages.",
        "required": ["meta", "links", "data"],
        "properties": {
            "meta": {"$ref": "#/components/schemas/Meta"},
            "links": {"$ref": "#/components/schemas/Links"},
            "data": {"type": "array", "items": any_view(name)},
        },
    }


def _object(about: str, /, **properties: Json) -> Json:
    return {"type": "object", "description": about, "required": list(properties), "properties": properties}


def _text(description: str, **more: Any) -> Json:
    return {"type": "string", "description": description} | more


def _content(schema: Json, example: Any = None) -> Json:
    return {"application/json": {"schema": schema} | ({"example": example} if example else {})}


_LINK: Json = {"type": ["string", "null"], "format": "uri"}

_SCHEMAS: Json = {
    "Meta": _object(
        "What a list is about.",
        description=_text("The query in a sentence."),
        total={"type": "integer", "description": "How many records there are, exactly.", "minimum": 0},
        returned={"type": "integer", "description": "How many of them are in this page.", "minimum": 0},
        release=_text("The data release."),
        release_date=_text("The date of the release.", format="date"),
        complete_through=_text("The date up to which the record is complete, in EDTF."),
        license=_text("The licence of the record, as SPDX names it."),
        license_url=_text("Its text.", format="uri"),
        api_version=_text("The version of this interface."),
    ),
    "Links": _object(
        "This page and its neighbours, absolute.",
        self=_LINK | {"description": "This page."},
        next=_LINK | {"description": "The next page, or null."},
        prev=_LINK | {"description": "The page before, or null."},
    ),
    "ChosenFields": {
        "type": "object",
        "description": "A record of which `fields` chose some keys.",
        "additionalProperties": True,
    },
    "Problem": _object(
        "What went wrong (RFC 9457).",
        type=_text("The address that explains this type of problem.", format="uri"),
        title=_text("The type of problem in words."),
        status={"type": "integer", "description": "The HTTP status."},
        detail=_text("What went wrong here."),
        request_id={"type": ["string", "null"], "description": "What to quote when asking us about it."},
    ),
    "ProblemError": _object(
        "One thing that is wrong.",
        parameter=_text("The parameter, or `path` or `id`."),
        value=_text("What it was given."),
        problem=_text("What is wrong with that."),
        allowed={"type": "array", "items": {"type": "string"}, "description": "What is allowed."},
        did_you_mean={"type": ["string", "null"], "description": "What may have been meant."},
    ),
    "Front": {"type": "object", "description": "What this is, what to try and what is served."},
    "NounList": _object("The nouns.", data={"type": "array", "items": {"type": "object"}}),
    "Readiness": _object(
        "The release that is served.", status=_text("ready"), release=_text("It."), digest=_text("Its SHA-256.")
    ),
    "ErrorType": {"type": "object", "description": "A type of problem, explained."},
}
_SCHEMAS["Problem"]["properties"]["errors"] = {
    "type": "array",
    "items": {"$ref": "#/components/schemas/ProblemError"},
    "description": "Each thing that is wrong.",
}
_SCHEMAS["Problem"]["properties"]["try"] = _text("A corrected address that works.", format="uri")


def _problem(status: str) -> Json:
    titles = [title for code, title, _ in KINDS.values() if str(code) == status]
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": ", or: ".join(titles) + ".", "content": {"application/problem+json": {"schema": schema}}}


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


COMPONENTS: Json = {
    "schemas": _SCHEMAS,
    "responses": {f"Problem{status}": _problem(str(status)) for status in (400, 404, 410, 503)},
    "headers": {
        "ETag": {"description": "Names these very bytes; send it back in If-None-Match.", "schema": {"type": "string"}}
    },
}

SMALL_DOCUMENTS: dict[str, tuple[Json, list[str]]] = {
    "/": (_content(_ref("Front")), ["400", "503"]),
    "/v1": (_content(_ref("NounList")), ["400", "503"]),
    "/livez": ({"text/plain": {"schema": {"type": "string"}, "example": "ok\n"}}, ["400"]),
    "/readyz": (_content(_ref("Readiness")), ["400", "503"]),
    "/openapi.yaml": ({"application/yaml": {"schema": {"type": "string"}, "example": "openapi: 3.1.0\n"}}, ["400"]),
    "/openapi.json": (_content({"type": "object"}, {"openapi": "3.1.0"}), ["400"]),
    "/errors/{kind}": (_content(_ref("ErrorType")), ["400", "404"]),
}
"""What each address that serves no noun gives, and the statuses of its errors."""
