"""Envelopes: what stands around records in the response of a list, a batch or a question, in JSON and other formats."""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import orjson

from api.formats.answers import Answer, write_answer
from api.formats.content import Content, Format
from api.formats.text.phrases import date_words
from api.http.cursors import CURSOR_IN_URL, write_cursor
from api.http.descriptions import describe, describe_chosen
from api.http.memento import TIMEGATE, as_of_meta, original_url
from api.http.page_frames import frame_of
from api.http.request import AnswerShape, current_request
from api.http.response import API_VERSION, JSON, Response, release_response, stream_response
from api.http.urls import encode_query, encoded_path
from api.http.views import Names, RecordsInView, choose_fields, select_fields, show_list
from db.json import PUBLIC_URL, as_json, as_lines, as_list_items
from db.nouns import NOUNS
from db.query.coverage import Period, asked_periods, explain_empty
from db.query.pages import Page
from db.transfers import concerned_kinds
from schemas.model.base import Json
from schemas.nouns import QUERIES, SCHEMAS
from schemas.query.query import Query

Links = Mapping[str, str | None]


@dataclass(frozen=True)
class Question:
    """What was asked, in a sentence, and what it is about, to say why nothing answers it.

    It is about records of a noun, or of any, at the time of its query, or in the periods given with it.
    """

    text: str
    noun: str = ""
    query: Json = field(default_factory=dict)
    periods: list[Period] = field(default_factory=list)

    def explain_empty(self) -> Json:
        """Return why nothing answers it."""
        periods = [*self.periods, *asked_periods(self.query)]
        kinds: Collection[str] = concerned_kinds(self.query) if self.noun == "transfers" else ()
        if self.noun == "events":
            kinds = json.loads(self.query.get("kind", "[]"))
        return explain_empty(current_request().reader, self.noun, periods, kinds)


def list_response(noun: str, query: Json, page: Page, scope: str, format: Format | None) -> Response:
    """Return the response of a list: its description and total, links to the neighbouring pages, and the records."""
    links, question = _page_links(page, scope), Question(describe(noun, query), noun, query)
    documents = page.documents
    if format is not None and "facet" in query:
        counts = NOUNS[noun].count_by(current_request().reader, query, query["facet"])
        rows = [{"facet": name} | count for name, values in counts.items() for count in values]
        text = f"{describe_chosen(noun, query)}, counted by {', '.join(query['facet'])}."
        current_request().answer = AnswerShape(format, ("facet", "value", "records"), QUERIES[noun])
        return answer_response(text, rows, len(rows), own_links(), {})
    if format is not None:
        content = _content(noun, page, question.text, links, query.get("fields"))
        if not page.total:
            content = replace(content, empty=question.explain_empty())
        names = query.get("fields") or (SCHEMAS[noun].BRIEF if query["view"] == "brief" else content.keys)
        content = replace(content, keys=tuple(names))
        return _formatted(format, content, _link_header(links), QUERIES[noun])
    brief = query["view"] == "brief"
    records = RecordsInView("brief", documents, {}) if brief else show_list(noun, documents, query)
    head = _head(question, page.total, len(documents), links)
    _name_view(head, query, records)
    if "facet" in query:
        head["facets"] = NOUNS[noun].count_by(current_request().reader, query, query["facet"])
    body = list_body(head, records)
    # Only citations have the server's address in them, and no brief document has one.
    body = body if brief else with_public_url(body)
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
        return _formatted(format, _content(noun, page, text, links), {})
    records = RecordsInView(query["view"], documents, {}) if names else show_list(noun, documents, query)
    head = _head(Question(text, noun), len(documents), len(documents), links) | {"not_found": missing}
    _name_view(head, query, records)
    return release_response(with_public_url(list_body(head, records)), JSON, _link_header(links))


def _name_view(head: Json, query: Json, records: RecordsInView) -> None:
    """Say in the head of a list in which view its records are, and where they are in full if only size forbade it."""
    head["meta"]["view"] = records.view
    if query["view"] == "full" and records.view in ("standard", "brief"):
        request = current_request()
        params = request.query_params | {"view": ["full"]}
        head["meta"]["full_url"] = encoded_path(request.path_with_suffix) + encode_query(params)


def query_response(
    question: Question | str, data: list[Json], total: int, links: Links, more: Json | None = None
) -> Response:
    """Return the response of a list that is worked out rather than stored: hits, sums, meetings.

    A question that is about a time says so, so that an empty answer can be explained; of others the sentence will do.
    """
    question = Question(question) if isinstance(question, str) else question
    head = _head(question, total, len(data), links)
    if current_request().answer is not None:
        return answer_response(question.text, data, total, links, {"empty": head["meta"]["empty"]} | (more or {}))
    return release_response(as_json(head | (more or {}) | {"data": data}), JSON, _link_header(links))


def answer_response(text: str, rows: list[Json], total: int, links: Links, more: Json) -> Response:
    """Return the response of an answer that is worked out in the format of this request, JSON being none."""
    shape = current_request().answer
    if shape is None:
        raise TypeError("The request asks for JSON.")
    content = _content("", Page(total, [], None, None), text, links)
    if shape.format.needs_frame:
        content = replace(content, frame=frame_of("", shape.query_type, rows=rows))
    draw = partial(shape.draw, reader=current_request().reader) if shape.draw else None
    answer = Answer(content, rows, shape.columns, more, shape.style, draw)
    headers = _link_header(links) | _format_headers(shape.format)
    body = b"".join(write_answer(answer, shape.format.suffix))
    return release_response(body, shape.format.media_type, headers)


def own_links() -> dict[str, str | None]:
    """Return the links of an answer that fits in one page."""
    return {"self": current_request().url, "next": None, "prev": None}


def document_response(body: Json, key: str = "") -> Response:
    """Return a small document of the release. `key` is the column for the names of what are lists throughout."""
    if current_request().answer is None:
        return release_response(as_json(body), JSON)
    lists = {name: value for name, value in body.items() if isinstance(value, list)}
    rows = [row | ({key: name} if key else {}) for name, value in lists.items() for row in value]
    facts = {name: value for name, value in body.items() if name not in lists}
    text = f"{current_request().path.removeprefix('/v1/').capitalize()}."
    return answer_response(text, rows, len(rows), own_links(), facts)


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
    content = _content(noun, Page(1, [document], None, None), "", {})
    return _formatted(format, replace(content, single=True), links)


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


def _content(noun: str, page: Page, text: str, links: Links, names: Names = None) -> Content:
    """Return what a format is given to write: the records of a page, and what follows it in a whole list.

    What is read later asks nothing of the request, whose answer is then already on its way.
    """
    request = current_request()
    reader, memento = request.reader, request.memento if request.asks_past else None
    base: str = request.base

    def parse(document: bytes) -> Json:
        whole: Json = orjson.loads(document.replace(PUBLIC_URL.encode(), base.encode()))
        return whole if names is None else choose_fields(whole, names)

    parsed = [parse(document) for document in page.documents]
    return Content(
        noun=noun,
        single=False,
        documents=parsed,
        rest=map(parse, page.rest or ()),
        keys=tuple(parsed[0]) if parsed else SCHEMAS[noun].keys() if noun else (),
        description=text,
        address=request.url,
        base=request.base,
        release=memento.version if memento else reader.version,
        release_date=memento.version.partition(".")[0] if memento else reader.date,
        as_of=f"As of release {memento.version}, {date_words(memento.date)}." if memento else "",
        record=reader.coverage["title"],
        license=reader.coverage["license"],
        license_url=reader.coverage["license_url"],
        total=page.total,
        links=dict(links),
        brief=request.query_params.get("view") == ["brief"],
        bom=request.takes_bom and request.query_params.get("bom") == ["1"],
    )


def _formatted(
    format: Format, content: Content, headers: dict[str, str], query_type: type[Query] | None = None
) -> Response:
    """Return the response of some content in a format; `query_type` is what a list can be asked."""
    if format.needs_frame:
        content = replace(content, frame=frame_of(content.noun, query_type, single=content.single))
    if format.gather is not None:
        content = format.gather(content, current_request().reader)
    headers |= _format_headers(format)
    if format.undivided:
        return release_response(b"".join(format.write(content)), format.media_type, headers)
    return stream_response(format.write(content), format.media_type, headers)


def _format_headers(format: Format) -> dict[str, str]:
    """Return the headers of a format itself, and the one that names a file after the query."""
    request = current_request()
    params = [
        f"{name}-{value}" for name, values in request.query_params.items() if name != "cursor" for value in values
    ]
    words = "-".join([request.path.removeprefix("/v1/"), *params])
    name = re.sub(r"[^A-Za-z0-9.]+", "-", words).strip("-")[:100] or "parley"
    return {**format.headers, "Content-Disposition": f'inline; filename="{name}.{format.suffix}"'}


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
