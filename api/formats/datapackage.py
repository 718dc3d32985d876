"""The data package: what each column of the CSV files means, its type and where its ids lead, read from the schemas."""

from collections.abc import Iterator, Mapping
from typing import Any

from marshmallow import fields

from api.formats.columns import RANGE, SEPARATOR
from api.formats.summaries import SUMMARIES
from db.query.connection import Reader
from schemas.model.base import Json
from schemas.model.fields import Choice, Degrees, Duration, EdtfDate, Flag, Link, Many, Nest, Ref, Whole
from schemas.model.record import Record
from schemas.nouns import SCHEMAS

EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"
DAYS = ("earliest", "latest")
"""Columns that hold a day and nothing else."""
FIELD_TYPES: tuple[tuple[type[fields.Field[Any]], Json], ...] = (
    (Whole, {"type": "integer"}),
    (Degrees, {"type": "number"}),
    (Flag, {"type": "boolean", "trueValues": ["true"], "falseValues": ["false"]}),
    (EdtfDate, {"type": "string", "rdfType": EDTF}),
    (Duration, {"type": "duration"}),
    (Link, {"type": "string", "format": "uri"}),
)
"""What a kind of field is in a table schema; all others are text."""


PROFILES = "https://datapackage.org/profiles/2.0"


def describe_package(reader: Reader, files: Mapping[str, Json]) -> Json:
    """Return the Data Package descriptor (2.0) of the CSV files: `bytes` and `hash` of each by its noun."""
    licenses = [{"name": reader.coverage["license"], "path": reader.coverage["license_url"]}]
    return {
        "$schema": f"{PROFILES}/datapackage.json",
        "name": "parley",
        "title": f"Parley: {reader.coverage['title']}",
        "description": reader.coverage["scope"],
        "version": reader.version,
        "created": f"{reader.date}T00:00:00Z",
        "licenses": licenses,
        "resources": [_resource(noun) | files[noun] | {"licenses": licenses} for noun in SCHEMAS],
    }


def _resource(noun: str) -> Json:
    return {
        "name": noun,
        "path": f"{noun}.csv",
        "$schema": f"{PROFILES}/dataresource.json",
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "description": SCHEMAS[noun].__doc__,
        "schema": {
            "$schema": f"{PROFILES}/tableschema.json",
            "fields": list(columns_described(noun)),
            "missingValues": [""],
            "primaryKey": ["id"],
            "foreignKeys": list(_foreign_keys(noun)),
        },
    }


def _fields(noun: str) -> Iterator[tuple[str, fields.Field[Any]]]:
    by_key = {field.data_key or name: field for name, field in SCHEMAS[noun](mode="document").fields.items()}
    keys = SCHEMAS[noun].keys()
    yield from ((key, by_key[key]) for key in keys)


def columns_described(noun: str) -> Iterator[Json]:
    """Yield what stands for each column that `columns_of` makes, in the same order."""
    for key, field in _fields(noun):
        text = str(field.metadata.get("description", ""))
        if isinstance(field, Many):
            yield {"name": key} | _list_type(field, text)
        elif isinstance(field, Nest) and field.part() in SUMMARIES:
            yield {"name": key, "description": text, "type": "string"}
        elif isinstance(field, Nest) and not isinstance(field, Ref):
            parts = field.schema.fields
            for part in RANGE:
                more = str(parts[part].metadata["description"])
                yield {"name": f"{key}_{part}", "description": f"{text} {more}"} | _type(part, parts[part])
        else:
            presence = {} if field.allow_none or key in DAYS else {"required": True}
            unique = {"unique": True} if key == "id" else {}
            values = {"enum": field.values} if isinstance(field, Choice) else {}
            constraints = presence | unique | values
            described = {"name": key, "description": text} | _type(key, field)
            yield described | ({"constraints": constraints} if constraints else {})


def _list_type(field: Many, text: str) -> Json:
    """Describe a list: of records inside an event their number, of all else one text."""
    inner = field.inner
    if isinstance(inner, Nest) and not isinstance(inner, Ref) and issubclass(inner.part(), Record):
        return {"description": f"{text} Their number; each is a row of its own file.", "type": "integer"}
    between = f"Several are separated by {SEPARATOR}"
    return {"description": f"{text} {between}.", "type": "string"}


def _type(key: str, field: fields.Field[Any]) -> Json:
    if key in DAYS:
        return {"type": "date"}
    return next((dict(kind) for cls, kind in FIELD_TYPES if isinstance(field, cls)), {"type": "string"})


def _foreign_keys(noun: str) -> Iterator[Json]:
    """Yield where the ids of a column lead, if they are those of one noun."""
    for key, field in _fields(noun):
        if isinstance(field, Ref) and len(field.nouns) == 1 and field.nouns[0] in SCHEMAS:
            resource = "" if field.nouns[0] == noun else field.nouns[0]
            yield {"fields": [key], "reference": {"resource": resource, "fields": ["id"]}}
