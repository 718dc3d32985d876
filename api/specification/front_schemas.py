"""Schemas of the small documents: the front door, the nouns, coverage, vocabularies, readiness, types of problems."""

from api.specification.shapes import object_schema, text_schema
from schemas.model.base import Json

FRONT_TEXTS = {
    "name": "The name of the software.",
    "about": "What it serves.",
    "record": "The name of the record.",
    "scope": "What belongs in it.",
    "complete_through": "The date up to which it is complete, in EDTF.",
    "release": "The data release.",
    "release_date": "Its date.",
    "api_version": "The version of this interface.",
    "license": "The licence of the record, as SPDX names it.",
    "license_url": "Its text.",
}
NOUN_COUNTS: Json = {
    "type": "object",
    "description": "The number of records of each noun.",
    "additionalProperties": {"type": "integer"},
}

FRONT_SCHEMAS: Json = {
    "Coverage": object_schema(
        "What the record covers.",
        title=text_schema("The name of the record."),
        scope=text_schema("What belongs in it."),
        **{"from": text_schema("Its first date, in EDTF.")},
        gaps={
            "type": "array",
            "description": "Known gaps.",
            "items": object_schema(
                "Something that is missing.",
                period=text_schema("When, in EDTF."),
                kind={"$ref": "#/components/schemas/GapKindValue", "description": "What sort of thing."},
                text=text_schema("What, and why."),
            ),
        },
        complete_through=text_schema("The date up to which it is complete, in EDTF."),
        records=NOUN_COUNTS,
        license=text_schema("Its licence, as SPDX names it."),
        license_url=text_schema("The text of the licence.", format="uri"),
        release=text_schema("The data release."),
        release_date=text_schema("Its date.", format="date"),
        newest_source_date={"type": ["string", "null"], "description": "When the newest source was published."},
        releases={
            "type": "object",
            "description": "How often the record is released, and when it was first and last.",
            "properties": {
                "number": {"type": "integer"},
                "first_date": {"type": ["string", "null"]},
                "last_date": {"type": ["string", "null"]},
                "median_days_between": {"type": ["number", "null"]},
            },
        },
        meta={
            "type": "object",
            "description": "With `as_of`: the release.",
            "properties": {"as_of": {"$ref": "#/components/schemas/AsOf"}},
        },
    ),
    "Vocabularies": {
        "type": "object",
        "description": "Vocabularies by name.",
        "additionalProperties": {
            "type": "array",
            "items": object_schema(
                "One allowed value.",
                value=text_schema("The value."),
                definition=text_schema("What it means."),
                plover={"type": ["string", "null"], "description": "Its PLOVER code."},
                cameo={"type": ["string", "null"], "description": "Its CAMEO code."},
            ),
        },
    },
    "Front": object_schema(
        "What this is, what to try and what is served.",
        **{key: text_schema(about) for key, about in FRONT_TEXTS.items()},
        records=NOUN_COUNTS,
        **{"try": {"type": "array", "items": {"type": "string"}, "description": "Addresses to try."}},
        links={"type": "object", "additionalProperties": {"type": "string"}, "description": "Where to go on."},
    ),
    "NounList": object_schema(
        "The nouns.",
        data={
            "type": "array",
            "items": object_schema(
                "A noun.", noun=text_schema("Its name."), url=text_schema("Its list."), records={"type": "integer"}
            ),
        },
        history={"type": "object", "additionalProperties": {"type": "string"}, "description": "How it changed."},
    ),
    "Readiness": object_schema(
        "The release that is served.",
        status=text_schema("ready; refused where the release that should be served is not."),
        release=text_schema("The version of the record."),
        digest=text_schema("The SHA-256 of the release's file."),
        records_digest=text_schema("The SHA-256 of the record that it was built from."),
    ),
    "ErrorType": object_schema(
        "A type of problem, explained.",
        type=text_schema("Its address."),
        title=text_schema("The type in words."),
        status={"type": "integer", "description": "The HTTP status."},
        explanation=text_schema("What it means, and what to do."),
        other_types={"type": "array", "items": {"type": "string"}, "description": "The addresses of the others."},
    ),
}
FRONT_SCHEMAS["Coverage"]["required"].remove("meta")
