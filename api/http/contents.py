"""Contents: what a format other than JSON is given to write, and the response of what it wrote."""

import re
from collections.abc import Mapping
from dataclasses import replace

import orjson

from api.formats.content import Content, Format
from api.formats.text.phrases import date_words
from api.http.page_frames import frame_of
from api.http.request import current_request
from api.http.response import Response, release_response, stream_response
from api.http.views import Names, choose_fields
from db.json import PUBLIC_URL
from db.query.pages import Page
from schemas.model.base import Json
from schemas.nouns import SCHEMAS
from schemas.query.query import Query


def content_of(noun: str, page: Page, text: str, links: Mapping[str, str | None], names: Names = None) -> Content:
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


def format_response(
    format: Format, content: Content, headers: dict[str, str], query_type: type[Query] | None = None
) -> Response:
    """Return the response of some content in a format; `query_type` is what a list can be asked."""
    if format.needs_frame:
        content = replace(content, frame=frame_of(content.noun, query_type, single=content.single))
    if format.gather is not None:
        content = format.gather(content, current_request().reader)
    headers |= format_headers(format)
    if format.undivided:
        return release_response(b"".join(format.write(content)), format.media_type, headers)
    return stream_response(format.write(content), format.media_type, headers)


def format_headers(format: Format) -> dict[str, str]:
    """Return the headers of a format itself, and the one that names a file after the query."""
    request = current_request()
    params = [
        f"{name}-{value}" for name, values in request.query_params.items() if name != "cursor" for value in values
    ]
    words = "-".join([request.path.removeprefix("/v1/"), *params])
    name = re.sub(r"[^A-Za-z0-9.]+", "-", words).strip("-")[:100] or "parley"
    return {**format.headers, "Content-Disposition": f'inline; filename="{name}.{format.suffix}"'}
