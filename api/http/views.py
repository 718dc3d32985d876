"""Views: how much of a record a reply shows, from brief to full, and the fields that a client chooses.

Records are stored brief and full; what lies between is made here, of the full ones. A reply for which nobody names a
view stays within `MAX_DEFAULT_BYTES`: it has the fullest view that fits.
"""

from functools import cache
from typing import Any, NamedTuple

import orjson

from api.http.request import current_request
from api.http.urls import encode_query, encoded_path
from db.json import as_json, as_lines
from db.query.pages import PagePosition
from schemas.model.base import Json
from schemas.model.record import OMITTED_IN_EVENT, SHOWN_IN_STANDARD
from schemas.nouns import INNER, SCHEMAS

MAX_DEFAULT_BYTES = 100_000
"""The size of a reply in JSON that nobody asked to be larger."""
HEAD_BYTES = 6_000
"""Room for what stands around the records of a list, addresses that may be long above all."""
INDENT = 4
"""How much further in a record stands in a list than alone."""
BY_SIZE = ("full", "standard", "brief")
"""From the most to the least."""
SOURCE_KEYS = ("id", "title", "url")
"""What the standard view says of a source: enough to name it, open it and ask for its record."""

Names = list[str] | tuple[str, ...] | None
Sources = dict[str, Json]


class RecordsInView(NamedTuple):
    """Records of a list in a view; in the standard view also the sources that they refer to, each once."""

    view: str | None
    """None where the client chose fields."""
    documents: list[bytes]
    sources: Sources


def show_record(noun: str, document: bytes, view: str | None) -> bytes:
    """Return a record, stored in full, in a view; where nobody names one, in the fullest that fits, which it names."""
    if view == "full" or (view is None and len(document) <= MAX_DEFAULT_BYTES):
        return document
    if view == "brief":
        return select_fields(document, SCHEMAS[noun].BRIEF)
    record: Json = orjson.loads(document)
    sources: Sources = {}
    standard = _standard(noun, record, sources) | ({"sources": list(sources.values())} if "evidence" in record else {})
    full_url = f"/v1/{noun}/{record['id']}?view=full"
    document = as_lines({"view": "standard", "full_url": full_url} | standard)
    if view == "standard" or len(document) <= MAX_DEFAULT_BYTES:
        return document
    if noun == "events" and (document := _with_fewer_sources(full_url, standard)):
        return document
    return as_lines({"view": "brief", "full_url": full_url} | choose_fields(record, SCHEMAS[noun].BRIEF))


def show_list(noun: str, documents: list[bytes], query: Json) -> RecordsInView:
    """Return records of a list, stored in full, as a query asks for them; in full without a view only if they fit."""
    if "fields" in query:
        return RecordsInView(None, [select_fields(document, query["fields"]) for document in documents], {})
    if "view" in current_request().query_params:
        return show_records(noun, documents, query["view"])
    return show_fitting(noun, documents)


def show_records(noun: str, documents: list[bytes], view: str) -> RecordsInView:
    """Return records of a list, stored in full, in a view."""
    sources: Sources = {}
    if view == "standard":
        documents = [as_lines(_standard(noun, orjson.loads(document), sources)) for document in documents]
    elif view == "brief":
        documents = [select_fields(document, SCHEMAS[noun].BRIEF) for document in documents]
    return RecordsInView(view, documents, sources)


def show_fitting(noun: str, documents: list[bytes]) -> RecordsInView:
    """Return records of a list, stored in full, in the fullest view that fits in a reply."""
    for view in BY_SIZE:
        records = show_records(noun, documents, view)
        if (
            list_bytes(records.documents) + len(as_lines(list(records.sources.values())))
            <= MAX_DEFAULT_BYTES - HEAD_BYTES
        ):
            break
    return records


def link_to_full(records: RecordsInView) -> Json:
    """Return for the head of a list, which was to be in full, where it is so if only its size forbade it."""
    if records.view not in {"standard", "brief"}:
        return {}
    request = current_request()
    params = request.query_params | {"view": ["full"]}
    return {"full_url": encoded_path(request.path_with_suffix) + encode_query(params)}


def list_bytes(documents: list[bytes]) -> int:
    """Return the size of documents as they stand in a list."""
    return sum(len(document) + INDENT * document.count(b"\n") for document in documents)


def count_fitting(documents: list[bytes], view: str, position: PagePosition | None) -> int:
    """Return how many documents of a page fit in a reply for which nobody names a size; of brief ones, one at least.

    They are counted from where the page begins, which is its end where somebody pages backwards.
    """
    if view != "brief":
        return len(documents)
    room = MAX_DEFAULT_BYTES - HEAD_BYTES
    for number, document in enumerate(reversed(documents) if position and position.backwards else documents):
        room -= list_bytes([document])
        if room < 0:
            return max(number, 1)
    return len(documents)


def _with_fewer_sources(full_url: str, event: Json) -> bytes:
    """Return an event in the standard view with as many of its sources as fit, and the address of all; or nothing.

    The next view has no claims: whoever reads an event that grew past the size would miss more than some titles.
    """
    head = {"view": "standard", "full_url": full_url, "sources_url": f"/v1/sources?event={event['id']}"}
    sources: list[Json] = event["sources"]
    size = len(as_lines(head | event | {"sources": []})) + len(b"\n  ")
    for number, source in enumerate(sources):
        # What one more of it would add to the list.
        size += len(as_lines({"sources": [source, source]})) - len(as_lines({"sources": [source]}))
        if size > MAX_DEFAULT_BYTES:
            return as_lines(head | event | {"sources": sources[:number]}) if number else b""
    return b""


@cache
def selectable_fields(noun: str) -> tuple[str, ...]:
    """Return what `fields` may name: the fields of a record, and of an event those of the records inside it."""
    keys = {name: set(SCHEMAS[name].keys()) - set(OMITTED_IN_EVENT) for name in INNER if noun == "events"}
    return (*SCHEMAS[noun].keys(), *(f"{name}.{key}" for name in keys for key in sorted(keys[name])))


def select_fields(document: bytes, names: Names) -> bytes:
    """Return a document with only the named fields, or as it is."""
    return document if names is None else as_json(choose_fields(orjson.loads(document), names))


def choose_fields(record: Json, names: list[str] | tuple[str, ...]) -> Json:
    """Return the named fields of a record; `claims.text` is the text of each claim inside it."""
    chosen = Json()
    for name in names:
        field, _, inner = name.partition(".")
        if not inner:
            chosen[field] = record[field]
        elif field not in names:
            parts = chosen.setdefault(field, [{} for _ in record[field]])
            for part, whole in zip(parts, record[field], strict=True):
                part[inner] = whole[inner]
    return chosen


def _standard(noun: str, record: Json, sources: Sources) -> Json:
    """Return a record with its evidence by reference, and what lies in it in short; note the sources it refers to."""
    short = Json()
    for key, value in record.items():
        if noun == "events" and key in SHOWN_IN_STANDARD:
            short[key] = [_inner(part, SHOWN_IN_STANDARD[key], sources) for part in value]
        elif key == "evidence":
            short["source_ids"] = _cited(value, sources)
        else:
            short[key] = _refer(value, sources)
    return short


def _inner(part: Json, keys: tuple[str, ...], sources: Sources) -> Json:
    """Return a record that lies in an event in short, with the ids of all sources behind any part of it."""
    cited: Sources = {}
    _refer(part, cited)
    sources.update({source_id: source for source_id, source in cited.items() if source_id not in sources})
    return {key: part[key] for key in keys} | {"source_ids": list(cited)}


def _refer(value: Any, sources: Sources) -> Any:
    """Return part of a record with its evidence by reference."""
    if isinstance(value, list):
        return [_refer(item, sources) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        "source_ids" if key == "evidence" else key: _cited(part, sources)
        if key == "evidence"
        else _refer(part, sources)
        for key, part in value.items()
    }


def _cited(evidence: list[Json], sources: Sources) -> list[str]:
    """Return the ids of the sources of some evidence, each once, and note what the sources are."""
    cited = [item["source"] for item in evidence]
    for source in cited:
        sources.setdefault(source["id"], {key: source[key] for key in SOURCE_KEYS})
    return list(dict.fromkeys(source["id"] for source in cited))
