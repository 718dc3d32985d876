"""Parts of the specification that no noun's schema gives: the envelope of lists, problems, the small documents."""

from typing import Any

from api.http.problems import PROBLEM_KINDS
from schemas.transfers import GROUPS

Json = dict[str, Any]

DESCRIPTION = (
    "A hand-curated, sourced record of negotiations: who met, who said what, what was proposed, agreed and carried out."
    " Read-only and keyless. Within /v1 keys and values of vocabularies may be added; none is renamed, removed or"
    " given another type, so a client ignores keys that it does not know. Ids are permanent; cursors are opaque."
)

EXAMPLES = {
    "kind": "invalid-parameter",
    "identifier": "rustem-umerov",
    "other": "vladimir-medinsky",
    "name": "event_kinds",
    "/v1/downloads/{name}": "parley.db",
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
    "/v1/events/{identifier}": "The record's id, or several separated by commas, which give a list; or a date, which"
    " gives a list and takes the parameters of one: a day (2025-06-02, complete), a month (2025-06) or a year (2025).",
}
"""Paths where a date may stand in place of an id."""


def with_example(parameter: Json, path: str) -> Json:
    """Return a path parameter with its description and an example that a server of the real record answers."""
    words = {
        "kind": "A type of problem.",
        "identifier": "The record's id, or several separated by commas, which give a list.",
        "other": "The id of the other actor.",
        "name": "The name.",
    }
    text = DATES_AS_ADDRESSES.get(path) or words[parameter["name"]]
    return parameter | {"description": text, "example": EXAMPLES.get(path, EXAMPLES[parameter["name"]])}


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
            "facets": {
                "type": "object",
                "description": "Where `facet` asked for it: the number of all records found, by value.",
                "additionalProperties": {"type": "array", "items": {"$ref": "#/components/schemas/Count"}},
            },
            "not_found": {
                "type": "array",
                "items": {"type": "string"},
                "description": "Where several ids were asked for: those that no record has.",
            },
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
    "Download": _object(
        "A file to take away.",
        name=_text("Its name."),
        media_type=_text("Its media type."),
        description=_text("What is in it."),
        bytes={"type": "integer", "description": "Its size."},
        sha256=_text("Its SHA-256 digest in hexadecimal."),
        url=_text("Its address on this server."),
    ),
    "Count": _object(
        "How many of the records found have a value.",
        value=_text("The value, or the id."),
        records={"type": "integer", "description": "How many records.", "minimum": 1},
    ),
    "Hit": _object(
        "A record that a search found.",
        type=_text("Its type."),
        id=_text("Its id."),
        url=_text("Its address on this server."),
        title=_text("Its title or name."),
        date={"type": ["string", "null"], "description": "The first day that its date may mean."},
        event={"type": ["string", "null"], "description": "The id of the event that it lies in."},
        snippet={"type": ["string", "null"], "description": "Its words around the match, which is in [brackets]."},
    ),
    "Suggestion": _object(
        "A record that somebody may be about to name.",
        type=_text("Its type."),
        id=_text("Its id."),
        url=_text("Its address on this server."),
        title=_text("Its title or name."),
    ),
    "Total": _object(
        "The sum of a group of transfers; beside these keys it has one for each thing summed by.",
        low={"type": ["integer", "null"], "description": "Sum of the lowest counts."},
        best={"type": ["integer", "null"], "description": "Sum of the best counts; null where one is missing."},
        high={"type": ["integer", "null"], "description": "Sum of the highest counts."},
        transfers={"type": "integer", "description": "How many transfers."},
        transfers_without_count={"type": "integer", "description": "For how many of them no number is known."},
        includes={
            "type": "array",
            "items": {"type": "string"},
            "description": "What the sum adds together, such as bodies and prisoners-of-war.",
        },
    ),
    "Meeting": _object(
        "An event at which somebody met somebody.",
        event={"$ref": "#/components/schemas/Reference"},
        date=_text("Its date, in EDTF."),
        kind=_text("Its kind."),
        level={"type": ["string", "null"], "description": "Who spoke for the sides."},
        channel={"type": ["string", "null"], "description": "By what means."},
        place={"anyOf": [{"$ref": "#/components/schemas/Reference"}, {"type": "null"}]},
        **{"with": {"type": "array", "items": {"$ref": "#/components/schemas/Reference"}}},
    ),
    "Coverage": _object(
        "What the record covers.",
        title=_text("The name of the record."),
        scope=_text("What belongs in it."),
        **{"from": _text("Its first date, in EDTF.")},
        gaps={
            "type": "array",
            "description": "Known gaps.",
            "items": _object(
                "Something that is missing.", period=_text("When, in EDTF."), text=_text("What, and why.")
            ),
        },
        complete_through=_text("The date up to which it is complete, in EDTF."),
        records={"type": "object", "description": "The number of records of each noun."},
        release=_text("The data release."),
        release_date=_text("Its date.", format="date"),
    ),
    "Vocabularies": {
        "type": "object",
        "description": "Vocabularies by name.",
        "additionalProperties": {
            "type": "array",
            "items": _object(
                "One allowed value.",
                value=_text("The value."),
                definition=_text("What it means."),
                plover={"type": ["string", "null"], "description": "Its PLOVER code."},
                cameo={"type": ["string", "null"], "description": "Its CAMEO code."},
            ),
        },
    },
    "Front": {"type": "object", "description": "What this is, what to try and what is served."},
    "NounList": _object("The nouns.", data={"type": "array", "items": {"type": "object"}}),
    "Readiness": _object(
        "The release that is served.",
        status=_text("ready; refused where the release that should be served is not."),
        release=_text("The version of the record."),
        digest=_text("The SHA-256 of the release's file."),
        records_digest=_text("The SHA-256 of the record that it was built from."),
    ),
    "ErrorType": {"type": "object", "description": "A type of problem, explained."},
}
_SCHEMAS["Coverage"]["properties"]["gaps"]["items"]["properties"]["kind"] = _text("What sort of thing.")
_SCHEMAS["Total"]["properties"] |= {name: _text(f"The {name} summed, where `by` asks for it.") for name in GROUPS}
_SCHEMAS["Problem"]["properties"]["errors"] = {
    "type": "array",
    "items": {"$ref": "#/components/schemas/ProblemError"},
    "description": "Each thing that is wrong.",
}
_SCHEMAS["Problem"]["properties"]["try"] = _text("A corrected address that works.", format="uri")


def _problem(status: str) -> Json:
    titles = [title for code, title, _ in PROBLEM_KINDS.values() if str(code) == status]
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": ", or: ".join(titles) + ".", "content": {"application/problem+json": {"schema": schema}}}


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _listed(name: str, **more: Json) -> Json:
    """Return the content of a list that is worked out: its envelope, and what its rows are."""
    envelope = {"meta": _ref("Meta"), "links": _ref("Links")} | more
    rows = {"type": "array", "items": _ref(name)}
    return _content(_object("A list that was worked out.", **envelope, data=rows))


_WHEN = {"type": ["string", "null"], "description": "In EDTF."}
_MEETINGS = _listed("Meeting", count={"type": "integer"}, first_date=_WHEN, last_date=_WHEN)


COMPONENTS: Json = {
    "schemas": _SCHEMAS,
    "responses": {f"Problem{status}": _problem(str(status)) for status in (400, 404, 406, 410, 412, 414, 416, 503)},
    "headers": {
        "ETag": {"description": "Names these very bytes; send it back in If-None-Match.", "schema": {"type": "string"}}
    },
}

SMALL_DOCUMENTS: dict[str, tuple[Json, list[str]]] = {
    "/v1/search": (
        _listed(
            "Hit",
            understood=_object(
                "What the search was taken to mean.",
                words={"type": "array", "items": {"type": "string"}},
                match=_text("`all` of the words, or `any` where no record has all."),
            ),
            did_you_mean=_WHEN | {"description": "Another spelling."},
        ),
        ["400", "503"],
    ),
    "/v1/suggest": (_listed("Suggestion"), ["400", "503"]),
    "/v1/transfers/totals": (_listed("Total"), ["400", "503"]),
    "/v1/actors/{identifier}/meetings": (_MEETINGS, ["400", "404", "503"]),
    "/v1/actors/{identifier}/meetings/{other}": (_MEETINGS, ["400", "404", "503"]),
    "/v1/on-this-day": (_listed("EventBrief"), ["400", "503"]),
    "/v1/downloads": (_listed("Download"), ["400", "503"]),
    "/v1/downloads/{name}": (
        {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}, "example": "the file"}},
        ["400", "404", "412", "416", "503"],
    ),
    "/v1/coverage": (_content(_ref("Coverage")), ["400", "503"]),
    "/v1/vocabularies": (_content(_ref("Vocabularies")), ["400", "503"]),
    "/v1/vocabularies/{name}": (_content(_ref("Vocabularies")), ["400", "404", "503"]),
    "/": (_content(_ref("Front")), ["400", "503"]),
    "/v1": (_content(_ref("NounList")), ["400", "503"]),
    "/livez": ({"text/plain": {"schema": {"type": "string"}, "example": "ok\n"}}, ["400"]),
    "/readyz": (_content(_ref("Readiness")), ["400", "503"]),
    "/errors/{kind}": (_content(_ref("ErrorType")), ["400", "404"]),
}
"""What each address that serves no noun gives, and the statuses of its errors."""
