"""Envelopes: what stands around records in the response of a list, a batch or a question, in JSON and other formats."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from api.formats.answers import Answer, AnswerShape, write_answer
from api.formats.content import Content, Format
from api.http.contents import content_of, format_headers, format_response
from api.http.cursors import CURSOR_IN_URL, cursor_scope, write_cursor
from api.http.descriptions import describe
from api.http.memento import TIMEGATE, as_of_meta, original_url
from api.http.page_frames import frame_of
from api.http.questions import Question
from api.http.request import current_request
from api.http.response import API_VERSION, JSON, Response, release_response
from api.http.urls import encode_query, encoded_path
from api.http.views import RecordsInView, link_to_full, select_fields, show_list
from db.json import PUBLIC_URL, as_json, as_lines, as_list_items
from db.nouns import NOUNS
from db.query.pages import Page
from schemas.model.base import Json
from schemas.nouns import QUERIES, SCHEMAS

Links = Mapping[str, str | None]


def list_response(noun: str, query: Json, page: Page, format: Format | None) -> Response:
    """Return the response of a list: its description and total, links to the neighbouring pages, and the records."""
    links, question = _page_links(page, query), Question(describe(noun, query), noun, query)
    if format is not None and "facet" in query:
        counts = NOUNS[noun].count_by(current_request().reader, query, query["facet"])
        rows = [{"facet": name} | count for name, values in counts.items() for count in values]
        text = f"{describe(noun, query, has_order=False)}, counted by {', '.join(query['facet'])}."
        shape = AnswerShape(format, ("facet", "value", "records"), QUERIES[noun])
        return answer_response(text, rows, {}, shape)
    if format is not None:
        content = content_of(noun, page, question.text, links, query.get("fields"))
        if not page.total:
            content = replace(content, empty=question.explain_empty())
        names = query.get("fields") or (SCHEMAS[noun].BRIEF if query["view"] == "brief" else content.keys)
        content = replace(content, keys=tuple(names))
        return format_response(format, content, _link_header(links), QUERIES[noun])
    brief = query["view"] == "brief"
    records = RecordsInView("brief", page.documents, {}) if brief else show_list(noun, page.documents, query)
    head = _head(question, page.total, len(page.documents), links)
    head["meta"] |= {"view": records.view} | (link_to_full(records) if query["view"] == "full" else {})
    if "facet" in query:
        head["facets"] = NOUNS[noun].count_by(current_request().reader, query, query["facet"])
    # Only citations have the server's address in them, and no brief document has one.
    body = list_body(head, records) if brief else with_public_url(list_body(head, records))
    return release_response(body, JSON, _link_header(links))


def batch_response(
    noun: str, documents: list[bytes], missing: list[str], query: Json, format: Format | None
) -> Response:
    """Return the response of several records asked for by id; `missing` are the ids that no record has."""
    links = own_links()
    text = f"{noun.capitalize()} by id."
    names = query.get("fields") or (SCHEMAS[noun].BRIEF if query["view"] == "brief" else None)
    if format is not None or names:
        documents = [select_fields(document, names) for document in documents]
    if format is not None:
        page = Page(len(documents), documents, None, None)
        return format_response(format, content_of(noun, page, text, links), {})
    records = RecordsInView(query["view"], documents, {}) if names else show_list(noun, documents, query)
    head = _head(Question(text, noun), len(documents), len(documents), links) | {"not_found": missing}
    head["meta"] |= {"view": records.view} | (link_to_full(records) if query["view"] == "full" else {})
    return release_response(with_public_url(list_body(head, records)), JSON, _link_header(links))


def query_response(
    question: Question | str, data: list[Json], total: int, links: Links, more: Json | None = None
) -> Response:
    """Return the response of a list that is worked out rather than stored: hits, sums, meetings.

    A question that is about a time says so, so that an empty answer can be explained; of others the sentence will do.
    """
    question = Question(question) if isinstance(question, str) else question
    head = _head(question, total, len(data), links)
    if (shape := current_request().answer) is not None:
        facts = {"empty": head["meta"]["empty"]} | (more or {})
        return _write_answer(content_of("", Page(total, [], None, None), question.text, links), data, facts, shape)
    return release_response(as_json(head | (more or {}) | {"data": data}), JSON, _link_header(links))


def answer_response(text: str, rows: list[Json], more: Json, shape: AnswerShape) -> Response:
    """Return the response of an answer that is worked out and fits in one page, in another format than JSON."""
    return _write_answer(content_of("", Page(len(rows), [], None, None), text, own_links()), rows, more, shape)


def _write_answer(content: Content, rows: list[Json], more: Json, shape: AnswerShape) -> Response:
    """Return the response of an answer, written as its shape says."""
    if shape.format.needs_frame:
        content = replace(content, frame=frame_of("", shape.query_type, answer=shape, rows=rows))
    draw = partial(shape.draw, reader=current_request().reader) if shape.draw else None
    answer = Answer(content, rows, shape.columns, more, shape.style, draw)
    headers = _link_header(content.links) | format_headers(shape.format)
    body = b"".join(write_answer(answer, shape.format.suffix))
    return release_response(body, shape.format.media_type, headers)


def own_links() -> dict[str, str | None]:
    """Return the links of an answer that fits in one page."""
    return {"self": current_request().url, "next": None, "prev": None}


def document_response(body: Json, key: str = "") -> Response:
    """Return a small document of the release. `key` is the column for the names of what are lists throughout."""
    shape = current_request().answer
    if shape is None:
        return release_response(as_json(body), JSON)
    lists = {name: value for name, value in body.items() if isinstance(value, list)}
    rows = [row | ({key: name} if key else {}) for name, value in lists.items() for row in value]
    facts = {name: value for name, value in body.items() if name not in lists}
    text = f"{current_request().path.removeprefix('/v1/').capitalize()}."
    return answer_response(text, rows, facts, shape)


def _head(question: Question, total: int, returned: int, links: Links) -> Json:
    """Return what stands before the records of every list."""
    reader = current_request().reader
    cursor = CURSOR_IN_URL.search(links["next"] or "")
    meta = {
        "description": question.text,
        "total": total,
        "returned": returned,
        "empty": None if total else question.explain_empty(),
        "view": None,
        "next_cursor": cursor and cursor[1],
        "release": reader.version,
        "release_date": reader.date,
        "complete_through": reader.coverage["complete_through"],
        "license": reader.coverage["license"],
        "license_url": reader.coverage["license_url"],
        "api_version": API_VERSION,
    }
    request = current_request()
    return {"meta": meta | as_of_meta(request) if request.asks_past else meta, "links": links}


def _link_header(links: Links) -> dict[str, str]:
    """Return the links as a header, with that of the licence."""
    named = {**links, "license": current_request().reader.coverage["license_url"]}
    return {"Link": ", ".join(f'<{url}>; rel="{name}"' for name, url in named.items() if url)}


def detail_response(noun: str, document: bytes, format: Format | None, identifier: str = "") -> Response:
    """Return the response of one record; its revisions are linked to if it has an id of its own in the address."""
    request, license_url = current_request(), current_request().reader.coverage["license_url"]
    link = f'<{request.base}/openapi.yaml>; rel="describedby", '
    if identifier:
        own = f"{request.base}/v1/{noun}/{identifier}"
        here = own if not (request.suffix or request.query_params) else original_url(request)
        link += f'<{here}>; rel="{TIMEGATE}", <{own}/revisions>; rel="timemap", '
    links = {"Link": f'{link}<{license_url}>; rel="license"'}
    if format is None:
        return release_response(with_public_url(document), JSON, links)
    content = content_of(noun, Page(1, [document], None, None), "", {})
    return format_response(format, replace(content, single=True), links)


def _page_links(page: Page, query: Json) -> Links:
    """Return the absolute URLs of a page and its neighbours."""
    request = current_request()
    url = request.url
    links: dict[str, str | None] = {"self": url, "next": None, "prev": None}
    if "cursor" in request.query_params:
        others = {name: values for name, values in request.query_params.items() if name != "cursor"}
        url = request.base + encoded_path(request.path_with_suffix) + encode_query(others)
    scope = cursor_scope(request.path.rstrip("/"), query)
    for name, position in (("next", page.next), ("prev", page.previous)):
        if position is not None:
            mark = "&" if "?" in url else "?"
            links[name] = f"{url}{mark}cursor={write_cursor(position, scope)}"
    return links


def list_body(head: dict[str, Any], records: RecordsInView) -> bytes:
    """Put documents, which are JSON already, into the body of a list."""
    sources = {"sources": list(records.sources.values())} if records.view == "standard" else {}
    opening = (as_lines(head | sources) if sources else as_json(head))[:-3]
    if not records.documents:
        return opening + b',\n  "data": []\n}\n'
    return b"".join((opening, b',\n  "data": [\n    ', as_list_items(records.documents), b"\n  ]\n}\n"))


def with_public_url(body: bytes) -> bytes:
    """Put the server's address into citations, which are stored without it so that the same release serves anywhere."""
    base: str = current_request().base
    return body.replace(PUBLIC_URL.encode(), base.encode())
