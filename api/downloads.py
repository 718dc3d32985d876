"""/v1/downloads: the whole record as files to take away, with their sizes and digests."""

import base64
import json
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app, send_file

from api.endpoint import computed, load_computed
from api.errors import Problem, wrong
from api.exports import MANIFEST, exports_of
from api.pages import computed_reply, own_links
from api.reading import CACHE
from api.reading import reader as reader_of_request
from db.connection import Reader
from schemas.query import NoQuery

routes = Blueprint("downloads", __name__)


@routes.get("/v1/downloads")
@computed(NoQuery)
def list_downloads(reader: Reader, query: dict[str, Any]) -> Response:
    """List the files of this release: one SQLite file, NDJSON, and CSV, with their SHA-256 digests."""
    del query
    files = [file | {"url": f"/v1/downloads/{file['name']}"} for file in _files(reader).values()]
    return computed_reply("The whole record, in files to take away.", files, len(files), own_links())


@routes.get("/v1/downloads/<name>")
def download(name: str) -> Response:
    """Download a file of this release. A part of it can be asked for with Range."""
    load_computed(NoQuery)
    reader = reader_of_request()
    files = _files(reader)
    if name not in files:
        errors = [wrong("name", name[:200], "There is no such file.", files)]
        raise Problem("not-found", errors[0]["problem"], errors=errors, try_url="/v1/downloads")
    database = Path(current_app.config["PARLEY_DATABASE"])
    path = database if name == "parley.db" else exports_of(database, reader.version) / name
    digest = bytes.fromhex(files[name]["sha256"])
    reply = send_file(path, "application/octet-stream", download_name=name, as_attachment=True, etag=digest.hex())
    reply.headers["Repr-Digest"] = f"sha-256=:{base64.b64encode(digest).decode()}:"
    reply.headers["Cache-Control"] = CACHE
    return reply


def _files(reader: Reader) -> dict[str, dict[str, Any]]:
    """Return the files of a release by name. Raises Problem where they are not written yet."""
    folder = exports_of(Path(current_app.config["PARLEY_DATABASE"]), reader.version)
    try:
        files = json.loads((folder / MANIFEST).read_bytes())
    except OSError as missing:
        text = "The files of this release are not written yet; `parley build` writes them."
        raise Problem("unavailable", text, headers={"Retry-After": "10"}) from missing
    return {file["name"]: file for file in files}
