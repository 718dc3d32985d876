"""Pages: the reply of a list, joined from stored documents, and of one record, in whatever format was asked for."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import orjson

from api.formats.content import Content, Format
from api.http.cursors import write_cursor
from api.http.descriptions import describe
from api.http.negotiation import JSON
from api.http.request import current_request
from api.http.response import API_VERSION, Response, reply
from db.json import as_item, as_json
from db.noun import Page
from db.nouns import NOUNS
from db.places import list_coordinates
from db.release.identity import LICENSE, LICENSE_URL
from db.release.index import PUBLIC_URL
from schemas.nouns import SCHEMAS

Parameters = dict[str, Any]
Links = Mapping[str, str | None]
Names = list[str] | tuple[str, ...] | None


def list_response(noun: str, query: Parameters, page: Page, scope: str, wanted: Format | None) -> Response:
    """Return the reply of a page: what was asked, how much there is, the neighbouring pages, and the records."""
    links = _links(page, scope)
    documents = page.documents
    if "fields" in query:
        documents = [pick(document, query["fields"]) for document in documents]
    if wanted is not None:
        answer = _answer(noun, documents, page, describe(noun, query), links)
        names = query.get("fields") or (SCHEMAS[noun].BRIEF if query["view"] == "brief" else answer.keys)
        return _formatted(wanted, replace(answer, keys=tuple(names)), _link_header(links))
    head = _head(describe(noun, query), page.total, len(documents), links)
    if "facet" in query:
        head["facets"] = NOUNS[noun].count_by(current_request().reader, query, query["facet"])
    # The brief documents are stored as they stand in a list.
    items = documents if query["view"] == "brief" else [as_item(document) for document in documents]
    return reply(with_public_url(list_body(head, items)), JSON, _link_header(links))


def batch_response(noun: str, documents: list[bytes], missing: list[str], wanted: Format | None) -> Response:
    """Return the reply of several records asked for by id, and name the ids that no record has."""
    links = own_links()
    text = f"{noun.capitalize()} by id."
    if wanted is not None:
        return _formatted(
            wanted, _answer(noun, documents, Page(len(documents), documents, None, None), text, links), {}
        )
    head = _head(text, len(documents), len(documents), links) | {"not_found": missing}
    items = [as_item(document) for document in documents]
    return reply(with_public_url(list_body(head, items)), JSON, _link_header(links))


def query_response(
    text: str, data: list[Parameters], total: int, links: Links, more: Parameters | None = None
) -> Response:
    """Return the reply of a list that was worked out rather than stored: hits, sums, meetings."""
    body = _head(text, total, len(data), links) | (more or {}) | {"data": data}
    return reply(as_json(body), JSON, _link_header(links))


def own_links() -> dict[str, str | None]:
    """Return the links of a list that fits in one page."""
    return {"self": current_request().own_url, "next": None, "prev": None}


def document_response(body: Parameters) -> Response:
    """Return a small document of the release as JSON."""
    return reply(as_json(body), JSON)


def _head(text: str, total: int, returned: int, links: Links) -> Parameters:
    """Return what stands before the records of every list."""
    found = current_request().reader
    meta = {
        "description": text,
        "total": total,
        "returned": returned,
        "release": found.version,
        "release_date": found.date,
        "complete_through": found.coverage["complete_through"],
        "license": LICENSE,
        "license_url": LICENSE_URL,
        "api_version": API_VERSION,
    }
    return {"meta": meta, "links": links}


def _link_header(links: Links) -> dict[str, str]:
    """Return the links as a header, with that of the licence."""
    named = {**links, "license": LICENSE_URL}
    return {"Link": ", ".join(f'<{url}>; rel="{name}"' for name, url in named.items() if url)}


def detail_response(noun: str, document: bytes, wanted: Format | None) -> Response:
    """Return the reply of one record."""
    links = _link_header({"describedby": current_request().url("/openapi.yaml")})
    if wanted is None:
        return reply(with_public_url(document), JSON, links)
    answer = _answer(noun, [document], None, "", {})
    return _formatted(wanted, answer, links)


def _links(page: Page, scope: str) -> Links:
    """Return the absolute addresses of a page and its neighbours."""
    given, address = current_request().query_params, current_request().own_url
    links: dict[str, str | None] = {"self": address, "next": None, "prev": None}
    if "cursor" in given:
        address = current_request().url(
            current_request().path_written, {name: values for name, values in given.items() if name != "cursor"}
        )
    for name, position in (("next", page.next), ("prev", page.previous)):
        if position is not None:
            mark = "&" if "?" in address else "?"
            links[name] = f"{address}{mark}cursor={write_cursor(position, scope)}"
    return links


def _answer(noun: str, documents: list[bytes], page: Page | None, text: str, links: Links) -> Content:
    found = current_request().reader
    parsed = [orjson.loads(with_public_url(document)) for document in documents]
    return Content(
        noun=noun,
        single=page is None,
        documents=parsed,
        keys=tuple(parsed[0]) if parsed else SCHEMAS[noun].keys(),
        description=text,
        address=current_request().own_url,
        base=current_request().base,
        release=found.version,
        release_date=found.date,
        record=found.coverage["title"],
        total=page.total if page else 1,
        links=dict(links),
    )


def _formatted(wanted: Format, answer: Content, headers: dict[str, str]) -> Response:
    """Return an answer in a format, with a file name made of the query."""
    given = [
        f"{name}-{value}"
        for name, values in current_request().query_params.items()
        if name != "cursor"
        for value in values
    ]
    words = "-".join([current_request().path.removeprefix("/v1/"), *given])
    name = re.sub(r"[^A-Za-z0-9.]+", "-", words).strip("-")[:100] or answer.noun
    headers = headers | {"Content-Disposition": f'inline; filename="{name}.{wanted.suffix}"'}
    if wanted.needs_coordinates:
        answer = replace(answer, coordinates=list_coordinates(current_request().reader))
    return reply(wanted.write(answer), wanted.media_type, headers)


def list_body(head: dict[str, Any], items: list[bytes]) -> bytes:
    """Join documents, as they stand in a list, into its body; they are never parsed."""
    opening = as_json(head)[:-3]
    if not items:
        return opening + b',\n  "data": []\n}\n'
    return opening + b',\n  "data": [\n' + b",\n".join(items) + b"\n  ]\n}\n"


def pick(document: bytes, names: Names) -> bytes:
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
