"""Parts of the specification that no noun's schema gives: the envelope of lists, problems, the small documents."""

from api.http.problems import PROBLEM_KINDS
from api.specification.front_schemas import FRONT_SCHEMAS
from api.specification.history_schemas import HISTORY_SCHEMAS
from api.specification.shapes import object_schema, schema_ref, text_schema
from schemas.events import Event
from schemas.model.base import Json
from schemas.model.fields import IDENTIFIER
from schemas.transfers import GROUPS

DESCRIPTION = (
    "A hand-curated, sourced record of negotiations: who met, who said what, what was proposed, agreed and carried out."
    " Read-only and keyless. Within /v1 keys and values of vocabularies may be added; none is renamed, removed or"
    " given another type, so a client ignores keys that it does not know. Ids are permanent; cursors are opaque."
)


def list_schema(name: str) -> Json:
    """Return the schema of a list of a noun: records are brief, unless `view` or `fields` asks for others."""
    rows = {"type": "array", "items": schema_ref(name)}
    return {"allOf": [schema_ref("Page"), {"type": "object", "required": ["data"], "properties": {"data": rows}}]}


_LINK: Json = {"type": ["string", "null"], "format": "uri"}
_REFERENCE: Json = {"$ref": "#/components/schemas/Reference"}
_TEXT_OR_NULL: Json = {"type": ["string", "null"]}
_DIFFERENCE: Json = {
    "type": "object",
    "properties": {name: {"type": "string"} for name in ("change", "record", "text")},
}

_SCHEMAS: Json = {
    "Id": {"type": "string", "pattern": f"^{IDENTIFIER}$", "maxLength": 120},
    "Meta": object_schema(
        "What a list is about.",
        description=text_schema("The query in a sentence."),
        total={
            "type": "integer",
            "description": "How many records there are, exactly;"
            " of `/v1/check` how many of the passages `compared` match.",
            "minimum": 0,
        },
        returned={"type": "integer", "description": "How many of them are in this page.", "minimum": 0},
        empty={"anyOf": [{"$ref": "#/components/schemas/Empty"}, {"type": "null"}]},
        view={"type": ["string", "null"], "description": "How much of each record this page has; null of other lists."},
        full_url={"type": "string", "description": "The same in full, of a day or several ids that would be larger."},
        next_cursor={"type": ["string", "null"], "description": "The `cursor` of the next page, or null."},
        release=text_schema("The data release."),
        release_date=text_schema("The date of the release.", format="date"),
        complete_through=text_schema("The date up to which the record is complete, in EDTF."),
        license=text_schema("The licence of the record, as SPDX names it."),
        license_url=text_schema("Its text.", format="uri"),
        api_version=text_schema("The version of this interface."),
    ),
    "BriefEvent": {
        "description": "An event in brief, where `fields` leaves out none of its keys.",
        "allOf": [{"$ref": "#/components/schemas/Event"}],
        "required": list(Event.BRIEF),
    },
    "Empty": object_schema(
        "Why there are no records; null where there are some.",
        reason=text_schema("`nothing-recorded`, `known-gap` or `beyond-coverage`."),
        text=text_schema("The reason in a sentence or two."),
        gaps={"type": "array", "items": {"$ref": "#/components/schemas/Gap"}},
        covered_from=text_schema("The first date that the record covers, in EDTF."),
        complete_through=text_schema("The date up to which it is complete, in EDTF."),
    ),
    "Gap": object_schema(
        "Something that the record should have and does not.",
        period=text_schema("When, in EDTF."),
        kind={"type": ["string", "null"], "description": "What sort of thing is missing."},
        text=text_schema("What is missing, and why."),
    ),
    "OfficialTally": {
        "description": "A running total that officials gave: how many up to a day.",
        "allOf": [{"$ref": "#/components/schemas/Tally"}],
        "required": ["claim", "status", "by"],
        "properties": {
            "claim": {"$ref": "#/components/schemas/Reference"},
            "status": text_schema("How the accounts of the claim stand to each other."),
            "by": {"type": "array", "items": {"$ref": "#/components/schemas/Reference"}},
        },
    },
    "Links": object_schema(
        "This page and its neighbours, absolute.",
        self=_LINK | {"description": "This page."},
        next=_LINK | {"description": "The next page, or null."},
        prev=_LINK | {"description": "The page before, or null."},
    ),
    "Facets": {
        "type": "object",
        "description": "Where `facet` asked for it: the number of all records found, by value.",
        "additionalProperties": {"type": "array", "items": {"$ref": "#/components/schemas/Count"}},
    },
    "Page": {
        "type": "object",
        "description": "A page of records, with what was asked for and the neighbouring pages.",
        "required": ["meta", "links"],
        "properties": {
            "meta": {"$ref": "#/components/schemas/Meta"},
            "links": {"$ref": "#/components/schemas/Links"},
            "facets": {"$ref": "#/components/schemas/Facets"},
            "not_found": {"$ref": "#/components/schemas/NotFound"},
            "sources": {"$ref": "#/components/schemas/ReferredSources"},
        },
    },
    "SourceIds": {
        "type": "array",
        "items": {"type": "string"},
        "description": "In the standard view, in place of `evidence`: the ids of its sources, which `sources` names.",
    },
    "ReferredSources": {
        "type": "array",
        "description": "In the standard view: every source that the reply refers to, once.",
        "items": object_schema(
            "A source, in short.",
            id=text_schema("Its id."),
            title=text_schema("Its title."),
            url=text_schema("Where it was published."),
        ),
    },
    "NotFound": {
        "type": "array",
        "items": {"type": "string"},
        "description": "Where several ids were asked for: those that no record has.",
    },
    "Problem": object_schema(
        "What went wrong (RFC 9457).",
        type=text_schema("The address that explains this type of problem.", format="uri"),
        title=text_schema("The type of problem in words."),
        status={"type": "integer", "description": "The HTTP status."},
        detail=text_schema("What went wrong here."),
        request_id={"type": ["string", "null"], "description": "What to quote when asking us about it."},
    ),
    "ProblemError": object_schema(
        "One thing that is wrong.",
        parameter=text_schema("The parameter, or `path` or `id`."),
        value=text_schema("What it was given."),
        problem=text_schema("What is wrong with that."),
        allowed={"type": "array", "items": {"type": "string"}, "description": "What is allowed."},
        did_you_mean={"type": ["string", "null"], "description": "What may have been meant."},
    ),
    "Download": object_schema(
        "A file to take away.",
        name=text_schema("Its name."),
        media_type=text_schema("Its media type."),
        description=text_schema("What is in it."),
        bytes={"type": "integer", "description": "Its size."},
        sha256=text_schema("Its SHA-256 digest in hexadecimal."),
        url=text_schema("Its address on this server."),
    ),
    "Count": object_schema(
        "How many of the records found have a value.",
        value=text_schema("The value, or the id."),
        records={"type": "integer", "description": "How many records.", "minimum": 1},
    ),
    "Hit": object_schema(
        "A record that a search found.",
        type=text_schema("Its type."),
        id=text_schema("Its id."),
        url=text_schema("Its address on this server."),
        title=text_schema("Its title or name."),
        date={"type": ["string", "null"], "description": "The first day that its date may mean."},
        event={"type": ["string", "null"], "description": "The id of the event that it lies in."},
        snippet={
            "type": ["string", "null"],
            "description": "Words around the [match]; “·” parts fields.",
        },
    ),
    "CheckMatch": object_schema(
        "A passage that a text was compared with, or that cites the article.",
        match=text_schema("`verbatim`, `altered` or `cited`."),
        kind=text_schema("`quote`, `title`, or `record`: our own words."),
        record=_REFERENCE,
        field=text_schema("Where in the record."),
        text=_TEXT_OR_NULL,
        marked=_TEXT_OR_NULL | {"description": "[-what the record has-] {+what the text has+}."},
        difference={"type": ["array", "null"], "items": _DIFFERENCE},
        part={"type": "boolean", "description": "Whether the passage goes on."},
        speaker={"anyOf": [_REFERENCE, {"type": "null"}]},
        source={"anyOf": [_REFERENCE, {"type": "null"}]},
        **dict.fromkeys(("date", "language", "translated_from"), _TEXT_OR_NULL),
    ),
    "Suggestion": object_schema(
        "A record that somebody may be about to name.",
        type=text_schema("Its type."),
        id=text_schema("Its id."),
        url=text_schema("Its address on this server."),
        title=text_schema("Its title or name."),
    ),
    "Total": object_schema(
        "The sum of a group of transfers; beside these keys it has one for each thing summed by.",
        low={"type": ["integer", "null"], "description": "Sum of the lowest counts that are known."},
        best={"type": ["integer", "null"], "description": "Sum of the best counts; null where one is missing."},
        high={"type": ["integer", "null"], "description": "Sum of the highest counts; null where one is missing."},
        transfers={"type": "integer", "description": "How many transfers."},
        transfers_without_count={"type": "integer", "description": "For how many of them no number is known."},
        includes={
            "type": "array",
            "items": {"type": "string"},
            "description": "What the sum adds together, such as bodies and prisoners-of-war.",
        },
    ),
    "Meeting": object_schema(
        "An event at which somebody met somebody.",
        event={"$ref": "#/components/schemas/Reference"},
        date=text_schema("Its date, in EDTF."),
        kind=text_schema("Its kind."),
        level={"type": ["string", "null"], "description": "Who spoke for the sides."},
        channel={"type": ["string", "null"], "description": "By what means."},
        place={"anyOf": [{"$ref": "#/components/schemas/Reference"}, {"type": "null"}]},
        **{
            "with": {
                "type": "array",
                "items": {"$ref": "#/components/schemas/Reference"},
                "description": "Those who took part and whom it met.",
            }
        },
    ),
}
_SCHEMAS["Meta"]["required"].remove("full_url")
_SCHEMAS["Total"]["properties"] |= {name: text_schema(f"The {name} summed, where `by` asks for it.") for name in GROUPS}
_SCHEMAS["Total"]["properties"]["process"]["type"] = ["string", "null"]
_SCHEMAS |= HISTORY_SCHEMAS
_SCHEMAS["Meta"]["properties"]["as_of"] = schema_ref("AsOf")
_SCHEMAS["Problem"]["properties"]["errors"] = {
    "type": "array",
    "items": {"$ref": "#/components/schemas/ProblemError"},
    "description": "Each thing that is wrong.",
}
_SCHEMAS["Problem"]["properties"]["try"] = text_schema("A corrected address that works.", format="uri")


def _problem(status: str) -> Json:
    titles = [title for code, title, _ in PROBLEM_KINDS.values() if str(code) == status]
    schema = {"$ref": "#/components/schemas/Problem"}
    content = {"application/problem+json": {"schema": schema}}
    headers = {"headers": {"Retry-After": {"$ref": "#/components/headers/Retry-After"}}} if status == "503" else {}
    return {"description": ", or: ".join(titles) + "."} | headers | {"content": content}


COMPONENTS: Json = {
    "schemas": _SCHEMAS | FRONT_SCHEMAS,
    "responses": {f"Problem{status}": _problem(str(status)) for status in (400, 404, 406, 410, 412, 414, 416, 503)},
    "headers": {
        "ETag": {"description": "Names these very bytes; send it back in If-None-Match.", "schema": {"type": "string"}},
        "Retry-After": {"description": "After how many seconds to ask again.", "schema": {"type": "integer"}},
    },
}
