"""/v1/downloads: the whole record as files to take away, with their sizes and digests."""

import base64
import json
import re
from typing import Any

from flask import Blueprint, Response, request, send_file

from api.formats.exports import MANIFEST, exports_of
from api.http.endpoints import computed, load_computed
from api.http.envelopes import computed_reply, own_links
from api.http.problems import KINDS, Problem, wrong
from api.http.request import asked
from api.http.response import CACHE, Reply
from db.query.connection import Reader
from schemas.query.query import NoQuery

routes = Blueprint("downloads", __name__)
ONE_PART = re.compile("bytes=([0-9]{1,30}-[0-9]{0,30}|-[0-9]{1,30})", re.ASCII)


@routes.get("/v1/downloads")
@computed(NoQuery)
def list_downloads(reader: Reader, query: dict[str, Any]) -> Reply:
    """List the files of this release: one SQLite file, NDJSON, and CSV, with their SHA-256 digests."""
    del reader, query
    files = [file | {"url": f"/v1/downloads/{file['name']}"} for file in _files().values()]
    return computed_reply("The whole record, in files to take away.", files, len(files), own_links())


@routes.get("/v1/downloads/<name>")
def download(name: str) -> Response:
    """Download a file of this release. A part of it can be asked for with Range."""
    if not ONE_PART.fullmatch(request.headers.get("Range", "")):
        # Parts that are not one run of bytes are not served; who asks for them gets the whole.
        request.environ.pop("HTTP_RANGE", None)
    load_computed(NoQuery)
    files = _files()
    if name not in files:
        errors = [wrong("name", name[:200], "There is no such file.", files)]
        raise Problem("not-found", errors[0]["problem"], errors=errors, try_url="/v1/downloads")
    path = asked().release.path if name == "parley.db" else exports_of(asked().release.path) / name
    digest = bytes.fromhex(files[name]["sha256"])
    reply = send_file(path, "application/octet-stream", download_name=name, as_attachment=True, etag=digest.hex())
    if reply.status_code == 412:
        reply.close()
        raise Problem("precondition", KINDS["precondition"][2], try_url=f"/v1/downloads/{name}")
    reply.headers["Repr-Digest"] = f"sha-256=:{base64.b64encode(digest).decode()}:"
    reply.headers["Cache-Control"] = CACHE
    return reply


def _files() -> dict[str, dict[str, Any]]:
    """Return the files of this request's release by name. Raises Problem where they are not written yet."""
    try:
        files = json.loads((exports_of(asked().release.path) / MANIFEST).read_bytes())
    except OSError as missing:
        text = "The files of this release are not written yet; `parley build` writes them."
        raise Problem("unavailable", text, headers={"Retry-After": "10"}) from missing
    return {file["name"]: file for file in files}
