"""/oembed: what a site shows that embeds the address of a record, as oEmbed 1.0 has it."""

import json
from collections.abc import Mapping
from html import escape
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint

from api.http.endpoints import load_parameters
from api.http.problems import Problem, parameter_error
from api.http.request import SUFFIXES, current_request
from api.http.response import JSON, Response, release_response
from api.http.suggestions import MAX_ECHO, no_such_record
from api.http.urls import encode_query
from db.json import as_json
from db.nouns import NOUNS
from db.query.connection import Reader
from db.query.lookup import RecordNotFound
from db.query.showcase import showcase_of
from schemas.model.base import Json
from schemas.nouns import SCHEMAS
from schemas.query.parameters import Number, OneOf, Parameter, problem
from schemas.query.query import NoQuery

routes = Blueprint("oembed", __name__)
WIDTH, HEIGHT = 600, 200
"""The size of what is embedded, in pixels; a site may ask for less."""
DAY_IN_SECONDS = 86_400
MAX_URL_LENGTH = 600
EXAMPLE = "http://localhost:8000/v1/events/latest"


class PageUrl(Parameter):
    """The whole address of a page."""

    json_schema: Mapping[str, Any] = {"type": "string", "maxLength": MAX_URL_LENGTH}

    def read(self, value: str) -> str:
        """Return the address, which must be a whole one."""
        if urlsplit(value).scheme not in ("http", "https"):
            raise problem("Not a whole address, with https:// before it.")
        return value


class EmbedQuery(NoQuery):
    """What oEmbed asks."""

    url = PageUrl(required=True, metadata={"description": "The address of a record.", "example": EXAMPLE})
    format = OneOf("json", metadata={"description": "The format of the answer."})
    maxwidth = Number(metadata={"description": "The most pixels in width."})
    maxheight = Number(metadata={"description": "The most pixels in height."})


@routes.get("/oembed")
def get_embedding() -> Response:
    """Give the title of a record and a quotation of it that leads to its page."""
    request = current_request()
    try:
        query = load_parameters(request, EmbedQuery)
    except Problem as wrong:
        wrong.try_url = _embed()
        raise
    noun, identifier = _record_at(query["url"])
    document = _document(request.reader, noun, identifier)
    url, title = f"{request.base}/v1/{noun}/{identifier}", str(document[SCHEMAS[noun].TITLE])
    text = document.get("summary") or document.get("paraphrase") or title
    body = {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": "Parley",
        "provider_url": f"{request.base}/",
        "cache_age": DAY_IN_SECONDS,
        "html": f'<blockquote cite="{escape(url)}"><p>{escape(text)}</p><a href="{escape(url)}">{escape(title)}</a>'
        f" (Parley: {escape(request.reader.coverage['title'])})</blockquote>",
        "width": min(WIDTH, query.get("maxwidth", WIDTH)),
        "height": min(HEIGHT, query.get("maxheight", HEIGHT)),
    }
    return release_response(as_json(body), JSON)


def _record_at(url: str) -> tuple[str, str]:
    """Return the noun and the id of the record whose page has an address. Raises Problem."""
    base = urlsplit(current_request().base)
    parts = urlsplit(url)
    path_without_suffix, _, suffix = parts.path.rpartition(".")
    _, *path = (path_without_suffix if suffix in SUFFIXES else parts.path).rstrip("/").split("/")
    is_record = len(path) == len(("v1", "noun", "id")) and path[0] == "v1" and path[1] in SCHEMAS
    if parts.netloc != base.netloc or not is_record:
        text = "Not the address of a record here."
        shape = [f"{current_request().base}/v1/{noun}/ID" for noun in SCHEMAS]
        errors = [parameter_error("url", url[:MAX_ECHO], text, shape)]
        raise Problem("not-found", text, errors=errors, try_url=_embed())
    return path[1], path[2]


def _embed(identifier: str | None = None, noun: str = "events") -> str:
    """Return the path that embeds the record of an id; without one that of an event which there is."""
    request = current_request()
    path = f"{noun}/{identifier}" if identifier else f"events/{showcase_of(request.reader).ids['events']}"
    return "/oembed" + encode_query({"url": [f"{request.base}/v1/{path}"]})


def _document(reader: Reader, noun: str, identifier: str) -> Json:
    """Return a record, wherever it was moved to. Raises Problem."""
    try:
        lookup = NOUNS[noun].get_record(reader, identifier)
        if lookup.state == "moved":
            lookup = NOUNS[noun].get_record(reader, str(lookup.target))
    except RecordNotFound as missing:
        error = no_such_record(noun, identifier)
        meant = error.errors[0]["did_you_mean"]
        raise Problem("not-found", error.detail, errors=error.errors, try_url=_embed(meant, noun)) from missing
    if lookup.state == "withdrawn":
        raise Problem("gone", str(lookup.target), try_url=_embed())
    document: Json = json.loads(lookup.document)
    return document
