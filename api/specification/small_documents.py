"""Small documents: what each address that serves no noun answers, for the specification."""

from api.downloads import BYTES
from api.formats import FORMATS
from api.formats.answers import ANSWER_WRITERS
from api.specification.shapes import json_content, object_schema, schema_ref, text_schema
from schemas.model.base import Json
from schemas.model.event_vocabulary import MEETING_CHANNELS

_TABLES: Json = {
    FORMATS[suffix].media_type.partition(";")[0]: {"schema": {"type": "string"}} for suffix in ANSWER_WRITERS
}
"""What every answer that is worked out is written in besides JSON."""


def _listed(name: str, **more: Json) -> Json:
    """Return the content of a list that is worked out: its envelope, and what its rows are."""
    envelope = {"meta": schema_ref("Meta"), "links": schema_ref("Links")} | more
    rows = {"type": "array", "items": schema_ref(name)}
    return json_content(object_schema("A list that was worked out.", **envelope, data=rows)) | _TABLES


_FILES: Json = {
    kind: {"schema": {"type": "string", "format": "binary"}, "example": "the file"}
    for kind in (BYTES, "application/vnd.sqlite3", "application/x-ndjson", "application/zip")
} | {kind: {"schema": {"type": "object"}} for kind in ("application/json", "application/ld+json")}
ANSWER_ERRORS = ["400", "404", "406", "503"]
"""The errors of what is worked out and of lists: 404 where `as_of` asks for what is not kept, 406 of a suffix."""
_WHEN = {"type": ["string", "null"], "description": "In EDTF."}
_MEETINGS = _listed(
    "Meeting",
    count={"type": "integer"},
    first_date=_WHEN,
    last_date=_WHEN,
    by_channel=object_schema("How many by each.", **{channel: {"type": "integer"} for channel in MEETING_CHANNELS}),
)


SMALL_DOCUMENTS: dict[str, tuple[Json, list[str]]] = {
    "/v1/search": (
        _listed(
            "Hit",
            understood=object_schema(
                "What the search was taken to mean.",
                words={"type": "array", "items": {"type": "string"}},
                match=text_schema("`all` of the words, or `most` or `any` where too few records have all."),
                period=_WHEN | {"description": "The days, month or year that is named among the words."},
                ranked={
                    "type": ["integer", "null"],
                    "description": "How many of the hits were ranked and can be paged through; null where all were.",
                },
            ),
            did_you_mean=_WHEN | {"description": "Another spelling."},
        ),
        ANSWER_ERRORS,
    ),
    "/v1/check": (
        _listed(
            "CheckMatch",
            verdict=text_schema(
                "`verbatim`, `altered`, `other-speaker`, `too-short`, `not-in-record`, `cited`, `not-cited`."
            ),
            answer={"type": "string"},
            named={
                "type": ["object", "null"],
                "properties": {"text": {"type": "string"}, "actors": {"type": "array", "items": {"type": "string"}}},
            },
            source={"anyOf": [schema_ref("Reference"), {"type": "null"}]},
            nearest={"type": "array", "items": schema_ref("CheckMatch")},
            compared={
                "type": ["integer", "null"],
                "description": "How many passages with these words were compared, at most 100; null where all were.",
            },
        ),
        ANSWER_ERRORS,
    ),
    "/v1/suggest": (_listed("Suggestion"), ANSWER_ERRORS),
    "/v1/transfers/totals": (
        _listed(
            "Total",
            gaps={"type": "array", "items": schema_ref("Gap")},
            also_counted={"type": "array", "items": schema_ref("Total")},
            official_tallies={"type": "array", "items": schema_ref("OfficialTally")},
        ),
        ANSWER_ERRORS,
    ),
    "/v1/actors/{identifier}/meetings": (_MEETINGS, ["400", "404", "406", "410", "503"]),
    "/v1/actors/{identifier}/meetings/{other}": (_MEETINGS, ["400", "404", "406", "410", "503"]),
    "/v1/releases": (
        _listed(
            "Release",
            served=text_schema("The version of the state that is served now."),
            is_released={"type": "boolean", "description": "Whether that is a release."},
        ),
        ANSWER_ERRORS,
    ),
    "/v1/releases/{version}": (json_content(schema_ref("Release")) | _TABLES, ["400", "404", "406", "503"]),
    "/v1/releases/{version}/documents": (
        _listed("DocumentState", release=text_schema("The version of the release.")),
        ["400", "404", "406", "503"],
    ),
    "/v1/{noun}/{identifier}/revisions": (_listed("Revision"), ["400", "404", "406", "503"]),
    "/v1/changes": (_listed("Change"), ANSWER_ERRORS),
    "/v1/corrections": (_listed("Change"), ANSWER_ERRORS),
    "/v1/on-this-day": (_listed("BriefEvent"), ANSWER_ERRORS),
    "/v1/downloads": (_listed("Download"), ANSWER_ERRORS),
    "/v1/downloads/{name}": (
        _FILES,
        ["400", "404", "412", "416", "503"],
    ),
    "/v1/coverage": (json_content(schema_ref("Coverage")) | _TABLES, ANSWER_ERRORS),
    "/v1/vocabularies": (json_content(schema_ref("Vocabularies")) | _TABLES, ANSWER_ERRORS),
    "/v1/vocabularies/{name}": (json_content(schema_ref("Vocabularies")) | _TABLES, ANSWER_ERRORS),
    "/": (json_content(schema_ref("Front")), ["400", "503"]),
    "/v1": (json_content(schema_ref("NounList")), ["400", "503"]),
    "/livez": ({"text/plain": {"schema": {"type": "string"}, "example": "ok\n"}}, ["400"]),
    "/readyz": (json_content(schema_ref("Readiness")), ["400", "503"]),
    "/errors/{kind}": (json_content(schema_ref("ErrorType")), ["400", "404"]),
}
"""What each address that serves no noun gives, and the statuses of its errors."""
