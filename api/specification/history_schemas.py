"""The schemas of releases, changes and revisions."""

from api.specification.shapes import object_schema, text_schema
from schemas.model.base import Json

_COUNTS: Json = {"type": "object", "additionalProperties": {"type": "integer"}}

HISTORY_SCHEMAS: Json = {
    "Change": object_schema(
        "What changed in one record, or in what the record covers, with one release.",
        sequence={"type": "integer", "description": "Its number among all changes, without a gap."},
        release=text_schema("The version of the release."),
        date=text_schema("Its date.", format="date"),
        noun=text_schema("The noun of what changed; `coverage` and `synonyms` have changes too."),
        id=text_schema("Its id."),
        url={"type": ["string", "null"], "description": "Its address on this server."},
        title=text_schema("What it is called."),
        kind={"$ref": "#/components/schemas/ChangeKindValue", "description": "The kind of change."},
        reason={"type": ["string", "null"], "description": "Why, in a sentence."},
        source={"type": ["string", "null"], "description": "The id or the address of the source that shows it."},
        before={
            "type": "object",
            "additionalProperties": True,
            "description": "What stood there, by field; null where nothing did.",
        },
        after={"type": "object", "additionalProperties": True, "description": "What stands there since, by field."},
    ),
    "Release": object_schema(
        "A state of the record that was released.",
        sequence={"type": "integer", "description": "Its number."},
        version=text_schema("What citations name."),
        date=text_schema("The day of the release.", format="date"),
        url=text_schema("Its address on this server."),
        notes=text_schema("What is new, in words."),
        changes={"type": "integer", "description": "How many changes it has."},
        kinds=_COUNTS | {"description": "How many of each kind."},
        counts=_COUNTS | {"description": "How many records of each noun it has."},
        records_digest=text_schema("The SHA-256 of the records as written."),
        previous={"type": ["string", "null"], "description": "The release before, where one release is asked for."},
        changes_url=text_schema("Where its changes are listed, likewise."),
    ),
    "Revision": object_schema(
        "A state of one record, and what made it.",
        revision={"type": "integer", "description": "Its number, from 1."},
        date=text_schema("Since when.", format="date"),
        release={"type": ["string", "null"], "description": "The release; null where none has it yet."},
        url=text_schema("The address of the record as it was then."),
        kinds={"type": "array", "items": {"type": "string"}, "description": "The kinds of the changes."},
        changes={"type": "array", "items": {"$ref": "#/components/schemas/Change"}},
        changes_url=text_schema("Where all changes are listed, if they do not fit here."),
    ),
    "DocumentState": object_schema(
        "A record that reads otherwise than before.",
        noun=text_schema("Its noun."),
        id=text_schema("Its id."),
        state=text_schema("What stands there: `current`, `moved` or `withdrawn`."),
        url=text_schema("The address of what stood there in the release."),
    ),
    "AsOf": object_schema(
        "Where `as_of` asks for it: the release that the reply stands for.",
        version=text_schema("Its version."),
        date=text_schema("Its date.", format="date"),
    ),
}
HISTORY_SCHEMAS["Release"]["required"] = [
    key for key in HISTORY_SCHEMAS["Release"]["required"] if key not in ("previous", "changes_url")
]
HISTORY_SCHEMAS["Revision"]["required"].remove("changes_url")
