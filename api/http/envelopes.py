"""Envelopes: what stands around records in the response of a list, a batch or a question, in JSON and other formats."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import orjson

from api.formats.content import Content, Format
from api.http.cursors import write_cursor
from api.http.descriptions import describe
from api.http.request import current_request
from api.http.response import API_VERSION, JSON, Response, release_response
from api.http.urls import encode_query, encoded_path
from db.json import PUBLIC_URL, as_json, as_list_items
from db.nouns import NOUNS
from db.places import list_coordinates
from db.query.pages import Page
from schemas.model.base import Json
from schemas.nouns import SCHEMAS

Links = Mapping[str, str | None]
Names = list[str] | tuple[str, ...] | None


def list_response(noun: str, query: Json, page: Page, scope: str, format: Format | None) -> Response:
    """Return the response of a list: its description and total, links to the neighbouring pages, and the records."""
    links = _page_links(page, scope)
    documents = page.documents
    if "fields" in query:
        documents = [select_fields(document, query["fields"]) for document in documents]
    if format is not None:
        content = _content(noun, documents, page, describe(noun, query), links)
        names = query.get("fields") or (SCHEMAS[noun].BRIEF if query["view"] == "brief" else content.keys)
        return _formatted(format, replace(content, keys=tuple(names)), _link_header(links))
    head = _head(describe(noun, query), page.total, len(documents), links)
    if "facet" in query:
        head["facets"] = NOUNS[noun].count_by(current_request().reader, query, query["facet"])
    body = list_body(head, documents)
    # Only citations have the server's address in them, and no brief document has one.
    body = body if query["view"] == "brief" else with_public_url(body)
    return release_response(body, JSON, _link_header(links))


def batch_response(noun: str, documents: list[bytes], missing: list[str], format: Format | None) -> Response:
    """Return the response of several records asked for by id; `missing` are the ids that no record has."""
    links = own_links()
    text = f"{noun.capitalize()} by id."
    if format is not None:
        page = Page(len(documents), documents, None, None)
        return _formatted(format, _content(noun, documents, page, text, links), {})
    head = _head(text, len(documents), len(documents), links) | {"not_found": missing}
    return release_response(with_public_url(list_body(head, documents)), JSON, _link_header(links))


def query_response(text: str, data: list[Json], total: int, links: Links, more: Json | None = None) -> Response:
    """Return the response of a list that is worked out rather than stored: hits, sums, meetings."""
    body = _head(text, total, len(data), links) | (more or {}) | {"data": data}
    return release_response(as_json(body), JSON, _link_header(links))


def own_links() -> dict[str, str | None]:
    """Return the links of an answer that fits in one page."""
    return {"self": current_request().url, "next": None, "prev": None}


def document_response(body: Json) -> Response:
    """Return a small document of the release as JSON."""
    return release_response(as_json(body), JSON)


def _head(text: str, total: int, returned: int, links: Links) -> Json:
    """Return what stands before the records of every list."""
    reader = current_request().reader
    meta = {
        "description": text,
        "total": total,
        "returned": returned,
        "release": reader.version,
        "release_date": reader.date,
        "complete_through": reader.coverage["complete_through"],
        "license": reader.coverage["license"],
        "license_url": reader.coverage["license_url"],
        "api_version": API_VERSION,
    }
    return {"meta": meta, "links": links}


def _link_header(links: Links) -> dict[str, str]:
    """Return the links as a header, with that of the licence."""
    named = {**links, "license": current_request().reader.coverage["license_url"]}
    return {"Link": ", ".join(f'<{url}>; rel="{name}"' for name, url in named.items() if url)}


def detail_response(noun: str, document: bytes, format: Format | None) -> Response:
    """Return the response of one record."""
    links = _link_header({"describedby": f"{current_request().base}/openapi.yaml"})
    if format is None:
        return release_response(with_public_url(document), JSON, links)
    return _formatted(format, _content(noun, [document], None, "", {}), links)


def _page_links(page: Page, scope: str) -> Links:
    """Return the absolute URLs of a page and its neighbours."""
    request = current_request()
    url = request.url
    links: dict[str, str | None] = {"self": url, "next": None, "prev": None}
    if "cursor" in request.query_params:
        others = {name: values for name, values in request.query_params.items() if name != "cursor"}
        url = request.base + encoded_path(request.path_with_suffix) + encode_query(others)
    for name, position in (("next", page.next), ("prev", page.previous)):
        if position is not None:
            mark = "&" if "?" in url else "?"
            links[name] = f"{url}{mark}cursor={write_cursor(position, scope)}"
    return links


def _content(noun: str, documents: list[bytes], page: Page | None, text: str, links: Links) -> Content:
    """Return what a format is given to write; a single record comes without a page."""
    request = current_request()
    reader = request.reader
    parsed = [orjson.loads(with_public_url(document)) for document in documents]
    return Content(
        noun=noun,
        single=page is None,
        documents=parsed,
        keys=tuple(parsed[0]) if parsed else SCHEMAS[noun].keys(),
        description=text,
        address=request.url,
        base=request.base,
        release=reader.version,
        release_date=reader.date,
        record=reader.coverage["title"],
        license=reader.coverage["license"],
        license_url=reader.coverage["license_url"],
        total=page.total if page else 1,
        links=dict(links),
    )


def _formatted(format: Format, content: Content, headers: dict[str, str]) -> Response:
    """Return the response of some content in a format, with a file name made of the query."""
    request = current_request()
    params = [
        f"{name}-{value}" for name, values in request.query_params.items() if name != "cursor" for value in values
    ]
    words = "-".join([request.path.removeprefix("/v1/"), *params])
    name = re.sub(r"[^A-Za-z0-9.]+", "-", words).strip("-")[:100] or content.noun
    headers = headers | {"Content-Disposition": f'inline; filename="{name}.{format.suffix}"'}
    if format.needs_coordinates:
        content = replace(content, coordinates=list_coordinates(request.reader))
    return release_response(format.write(content), format.media_type, headers)


def list_body(head: dict[str, Any], documents: list[bytes]) -> bytes:
    """Put documents, which are stored as JSON and never parsed, into the body of a list."""
    opening = as_json(head)[:-3]
    if not documents:
        return opening + b',\n  "data": []\n}\n'
    return b"".join((opening, b',\n  "data": [\n    ', as_list_items(documents), b"\n  ]\n}\n"))


def select_fields(document: bytes, names: Names) -> bytes:
    """Return a document with only the named fields, or as it is."""
    if names is None:
        return document
    whole = orjson.loads(document)
    chosen = {name: whole[name] for name in names}
    return as_json(chosen)


def with_public_url(body: bytes) -> bytes:
    """Put the server's address into citations, which are stored without it so that the same release serves anywhere."""
    base: str = current_request().base
    return body.replace(PUBLIC_URL.encode(), base.encode())
