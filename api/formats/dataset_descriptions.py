"""Dataset descriptions: what the files of a release are, in the words of catalogues and of tools that read data."""

from collections.abc import Iterable
from typing import Any

from api.formats.datapackage import columns_described
from db.nouns import NOUNS
from db.query.connection import Reader
from db.table_descriptions import MACHINERY_DESCRIPTIONS, TABLE_DESCRIPTIONS, VIEW_DESCRIPTIONS
from schemas.model.base import Json
from schemas.nouns import SCHEMAS

PACKAGE = "parley.csv.zip"
CROISSANT_TYPES = {"integer": "sc:Integer", "number": "sc:Float", "boolean": "sc:Boolean", "date": "sc:Date"}
"""What a column is in Croissant by its type in the data package; all others are text."""
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
CREATOR = "Parley"


def describe_croissant(reader: Reader, public_url: str, files: Iterable[Json]) -> Json:
    """Return the Croissant description (1.0) of the tables: what loads them for machine learning reads it."""
    package = next(file for file in files if file["name"] == PACKAGE)
    archive = {
        "@type": "cr:FileObject",
        "@id": PACKAGE,
        "name": PACKAGE,
        "contentUrl": f"{public_url}/v1/downloads/{PACKAGE}",
        "contentSize": f"{package['bytes']} B",
        "encodingFormat": package["media_type"],
        "sha256": package["sha256"],
    }
    tables = [
        {
            "@type": "cr:FileObject",
            "@id": f"{noun}.csv",
            "name": f"{noun}.csv",
            "containedIn": {"@id": PACKAGE},
            "contentUrl": f"{noun}.csv",
            "encodingFormat": "text/csv",
        }
        for noun in SCHEMAS
    ]
    return {
        "@context": CROISSANT_CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": "parley",
        "alternateName": reader.coverage["title"],
        "description": reader.coverage["scope"],
        "license": reader.coverage["license_url"],
        "url": f"{public_url}/",
        "version": _croissant_version(reader.date),
        "datePublished": reader.date,
        "creator": {"@type": "sc:Organization", "name": CREATOR, "url": f"{public_url}/"},
        "citeAs": f"{CREATOR}: {reader.coverage['title']}, release {reader.version}. {public_url}/",
        "distribution": [archive, *tables],
        "recordSet": [_record_set(noun) for noun in SCHEMAS],
    }


def _croissant_version(date: str) -> str:
    """Return a release's date as Croissant writes versions: in three numbers."""
    return ".".join(str(int(part)) for part in date.split("-"))


def _record_set(noun: str) -> Json:
    columns = list(columns_described(noun))
    return {
        "@type": "cr:RecordSet",
        "@id": noun,
        "name": noun,
        "description": SCHEMAS[noun].__doc__,
        "key": {"@id": f"{noun}/id"},
        "field": [
            {
                "@type": "cr:Field",
                "@id": f"{noun}/{column['name']}",
                "name": f"{noun}/{column['name']}",
                "description": column["description"],
                "dataType": CROISSANT_TYPES.get(column["type"], "sc:Text"),
                "source": {"fileObject": {"@id": f"{noun}.csv"}, "extract": {"column": column["name"]}},
            }
            for column in columns
        ],
    }


CROISSANT_CONTEXT: Json = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
"""What every Croissant description begins with."""


def describe_dcat(reader: Reader, public_url: str, files: Iterable[Json]) -> Json:
    """Return the record as a dataset of DCAT 3 and of schema.org at once, for catalogues and for search engines."""
    coverage, address = reader.coverage, f"{public_url}/v1/downloads"
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "schema": "https://schema.org/",
            "spdx": "http://spdx.org/rdf/terms#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@id": f"{public_url}/",
        "@type": ["dcat:Dataset", "schema:Dataset"],
        **_both("title", "name", coverage["title"]),
        **_both("description", "description", coverage["scope"]),
        **_both("license", "license", {"@id": coverage["license_url"]}),
        **_both("issued", "datePublished", {"@value": reader.date, "@type": "xsd:date"}),
        "dcat:version": reader.version,
        "schema:version": reader.version,
        "dcat:landingPage": {"@id": f"{public_url}/"},
        "schema:url": {"@id": f"{public_url}/"},
        "schema:isAccessibleForFree": True,
        "schema:temporalCoverage": f"{coverage['from']}/{coverage['complete_through']}",
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": coverage["from"],
            "dcat:endDate": coverage["complete_through"],
        },
        "dcat:distribution": [_distribution(file, address, coverage["license_url"]) for file in files],
        "schema:distribution": [{"@id": f"{address}/{file['name']}"} for file in files],
    }


def _both(term: str, schema_term: str, value: Any) -> Json:
    """Return a property as Dublin Core and as schema.org name it."""
    return {f"dct:{term}": value, f"schema:{schema_term}": value}


def _distribution(file: Json, address: str, license_url: str) -> Json:
    url = {"@id": f"{address}/{file['name']}"}
    return {
        **url,
        "@type": ["dcat:Distribution", "schema:DataDownload"],
        **_both("title", "name", file["name"]),
        **_both("description", "description", file["description"]),
        "dct:license": {"@id": license_url},
        "dcat:downloadURL": url,
        "schema:contentUrl": url,
        "dcat:mediaType": {"@id": MEDIA_TYPES + file["media_type"]},
        "schema:encodingFormat": file["media_type"],
        "dcat:byteSize": file["bytes"],
        "schema:contentSize": f"{file['bytes']} B",
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": file["sha256"],
        },
        "schema:sha256": file["sha256"],
    }


def describe_datasette(reader: Reader, public_url: str, _files: Iterable[Json]) -> Json:
    """Return titles, descriptions and labels for Datasette, which hides what only the interface needs."""
    tables: Json = {name: {"description": text} for name, text in (VIEW_DESCRIPTIONS | TABLE_DESCRIPTIONS).items()}
    for name, noun in NOUNS.items():
        title = SCHEMAS[name].TITLE
        tables.setdefault(noun.table, {"description": SCHEMAS[name].__doc__})
        tables[noun.table] |= {"label_column": title} if title in noun.columns else {}
        tables[noun.table] |= {"sort_desc": "earliest"} if "earliest" in noun.columns else {}
    tables |= {name: {"description": text, "hidden": True} for name, text in MACHINERY_DESCRIPTIONS.items()}
    licence = {"license": reader.coverage["license"], "license_url": reader.coverage["license_url"]}
    about = {"source": f"Parley, release {reader.version}", "source_url": f"{public_url}/"}
    return {
        "title": reader.coverage["title"],
        "description": reader.coverage["scope"],
        **licence,
        **about,
        "databases": {"parley": {"description": "The whole record.", **licence, **about, "tables": tables}},
    }
