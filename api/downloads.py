"""/v1/downloads: the whole record as files to take away, with their sizes and digests."""

import base64
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import flask
from flask import Blueprint, request, send_file
from werkzeug.http import parse_etags

from api.formats.exports import MANIFEST, exports_of
from api.http.endpoints import load_parameters, query_endpoint
from api.http.envelopes import own_links, query_response
from api.http.preconditions import fails_precondition, fits_range
from api.http.problems import PROBLEM_KINDS, Problem, parameter_error
from api.http.ranges import fit_to_size, is_single_part
from api.http.request import current_request
from api.http.response import CACHE_CONTROL, Response
from api.http.suggestions import MAX_ECHO
from db.query.connection import Reader
from db.query.regular_files import open_regular
from schemas.model.closest import closest
from schemas.query.query import NoQuery

routes = Blueprint("downloads", __name__)
BYTES = "application/octet-stream"
"""What a file is to a client that takes nothing else; to all others it is of its own type."""


FILE_BY_SUFFIX = {
    **dict.fromkeys(("sqlite", "sqlite3", "db3", "sql"), "parley.db"),
    **dict.fromkeys(("json", "jsonl", "json.gz", "ndjson.gz"), "parley.ndjson"),
    **dict.fromkeys(("csv", "zip", "xlsx", "xls", "tsv", "tar.gz"), "parley.csv.zip"),
}
"""Which file is meant by suffixes that others give such files."""


@routes.get("/v1/downloads")
@query_endpoint(NoQuery)
def list_downloads(_reader: Reader, _query: dict[str, Any]) -> Response:
    """List the files of this release: one SQLite file, NDJSON, and CSV, with their SHA-256 digests."""
    files = [file | {"url": f"/v1/downloads/{file['name']}"} for file in _files().values()]
    return query_response("The whole record, in files to take away.", files, len(files), own_links())


@routes.get("/v1/downloads/<name>")
def download(name: str) -> flask.Response:
    """Download a file of this release. A part of it can be asked for with Range."""
    requested = request.headers.get("Range", "")
    if not is_single_part(requested):
        # Parts that are not one run of bytes are not served; who asks for them gets the whole.
        request.environ.pop("HTTP_RANGE", None)
    load_parameters(current_request(), NoQuery)
    files = _files()
    if name not in files:
        near = _meant_file(name[:MAX_ECHO].lower(), files)
        errors = [parameter_error("name", name[:MAX_ECHO], "There is no such file.", files, near)]
        # Nobody should get the whole record who asked for another file: the list says how large each is.
        raise Problem("not-found", errors[0]["problem"], errors=errors, try_url="/v1/downloads")
    path = current_request().reader.path if name == "parley.db" else _folder() / name
    try:
        open_regular(path).close()
    except OSError as error:
        raise _unwritten() from error
    digest = bytes.fromhex(files[name]["sha256"])
    kind = BYTES if current_request().accept == BYTES else files[name]["media_type"]
    status = path.stat()
    modified = datetime.fromtimestamp(int(status.st_mtime), UTC)
    if fails_precondition(request.environ, digest.hex(), modified):
        raise Problem("precondition", PROBLEM_KINDS["precondition"][2], try_url=f"/v1/downloads/{name}")
    etags = parse_etags(request.headers.get("If-None-Match"))
    if etags.contains_weak(digest.hex()) or not fits_range(request.environ, digest.hex(), modified):
        request.environ.pop("HTTP_RANGE", None)
    if "HTTP_RANGE" in request.environ:
        request.environ["HTTP_RANGE"] = fit_to_size(requested, status.st_size)
    # What these say has been weighed; werkzeug takes a part before it looks at some of them.
    for header in ("HTTP_IF_MATCH", "HTTP_IF_RANGE"):
        request.environ.pop(header, None)
    response = send_file(path, kind, download_name=name, as_attachment=True, etag=digest.hex())
    response.headers["Repr-Digest"] = f"sha-256=:{base64.b64encode(digest).decode()}:"
    response.headers["Cache-Control"] = CACHE_CONTROL
    return response


def _folder() -> Path:
    """Return the folder of the files of this request's release."""
    request = current_request()
    return exports_of(request.reader.path, request.base)


def _files() -> dict[str, dict[str, Any]]:
    """Return the files of this request's release by name. Raises Problem where they are not written yet."""
    try:
        with open_regular(_folder() / MANIFEST) as manifest:
            files = json.load(manifest)
    except OSError as error:
        raise _unwritten() from error
    return {file["name"]: file for file in files}


def _unwritten() -> Problem:
    text = "The files of this release are not written yet; `parley build` writes them."
    return Problem("unavailable", text, headers={"Retry-After": "10"})


def _meant_file(name: str, files: Iterable[str]) -> str | None:
    """Return the file that a name means which none has, by its suffix or its spelling."""
    _, _, suffix = name.partition(".")
    return FILE_BY_SUFFIX.get(suffix) or next(iter(closest(name, files)), None)
