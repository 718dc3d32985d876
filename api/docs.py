"""/docs, /openapi.yaml and /openapi.json: the specification, a page to read and try it, and the guides as pages."""

import json
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import yaml
from flask import Blueprint

from api.formats.html import HTML
from api.formats.pages.guides import GUIDES, present_guides, read_guide
from api.formats.pages.rendering import PageHead, guide_html
from api.formats.pages.structured_data import page_thing
from api.http.endpoints import load_parameters
from api.http.request import current_request
from api.http.response import JSON, Response, release_response, static_response
from api.http.served_examples import with_served_examples
from api.http.suggestions import no_such_page
from db.query.root import FILES
from schemas.query.query import NoQuery

routes = Blueprint("docs", __name__)
SPECIFICATION = FILES / "openapi.yaml"

SUBJECT = "a sourced record of negotiations"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Scripts come from here alone. The page's library sets styles of single elements, which need 'unsafe-inline'."""

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Parley: the API</title>
<meta name="description" content="Every address of Parley, what it takes and answers, to read and to try.">
<meta property="og:type" content="website">
<meta property="og:site_name" content="Parley">
<meta property="og:title" content="Parley: the API">
<meta property="og:description" content="Every address of Parley, what it takes and answers, to read and to try.">
<link rel="alternate" type="application/yaml" href="/openapi.yaml">
<link rel="alternate" type="application/json" href="/openapi.json">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<h1>Parley: the API</h1>
<noscript><p>To try the addresses, this page needs JavaScript. The same can be read without it:
<a href="/openapi.yaml">the specification</a>, <a href="/docs/codebook">what every field means</a>,
<a href="/docs/cookbook">lines to copy</a>, <a href="/v1">every kind of record</a>.</p></noscript>
<div id="reference"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
"""

START = """window.reference = SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#reference",
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  tryItOutEnabled: true,
  displayRequestDuration: true,
  validatorUrl: null,
});
"""
GUIDE_TYPES = {"": HTML.media_type, "md": "text/markdown; charset=utf-8", "txt": "text/plain; charset=utf-8"}
"""The media types of a guide by what stands behind its name; Markdown reads well in a terminal as it is."""
PACKAGED = {"swagger-ui.css": "text/css; charset=utf-8", "swagger-ui-bundle.js": "text/javascript; charset=utf-8"}


def _send(body: bytes, kind: str) -> Response:
    return static_response(body, kind, headers={"Content-Security-Policy": POLICY, "Referrer-Policy": "no-referrer"})


@routes.get("/docs")
def get_docs() -> Response:
    """Get the page to read this specification and try it."""
    return _send(PAGE.encode(), "text/html; charset=utf-8")


@routes.get("/docs/<name>")
def get_docs_part(name: str) -> Response:
    """Get a guide as a page, or as Markdown with `.md` or `.txt`; or a script or style of the reference."""
    guide, _, suffix = name.partition(".")
    if guide in present_guides() and suffix in GUIDE_TYPES:
        load_parameters(current_request(), NoQuery)
        return static_response(GUIDES[guide].path.read_bytes(), GUIDE_TYPES[suffix]) if suffix else _guide_page(guide)
    if name == "start.js":
        return _send(START.encode(), "text/javascript; charset=utf-8")
    if name not in PACKAGED:
        raise no_such_page(f"/docs/{name}")
    return _send((files("flask_swagger_ui") / "dist" / name).read_bytes(), PACKAGED[name])


def _guide_page(name: str) -> Response:
    request = current_request()
    guide, address = read_guide(name), f"{request.base}/docs/{name}"
    description = f"{guide.title}: a guide to Parley, {SUBJECT}."
    head = PageHead(
        guide.title,
        description,
        address,
        request.base,
        kind="article",
        forms=[("md", "text/markdown", f"{address}.md")],
        crumbs=[("Parley", "/"), ("Guides", "/#guides")],
        data=page_thing("TechArticle", guide.title, description, address, request.base),
    )
    return static_response(guide_html(guide, head), HTML.media_type, headers=HTML.headers)


@lru_cache(maxsize=4)
def _specification(path: Path, _release: str) -> tuple[bytes, bytes]:
    """Return the specification as YAML and as JSON, its examples taken from the release that is served."""
    text = with_served_examples(path.read_text(encoding="utf-8"), current_request().reader)
    parsed = yaml.load(text, yaml.CSafeLoader)
    return text.encode(), json.dumps(parsed, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


@routes.get("/openapi.yaml")
def get_specification_yaml() -> Response:
    """Get this specification as YAML."""
    load_parameters(current_request(), NoQuery)
    text = _specification(SPECIFICATION, current_request().reader.digest)[0]
    return release_response(text, "application/yaml")


@routes.get("/openapi.json")
def get_specification_json() -> Response:
    """Get this specification as JSON."""
    load_parameters(current_request(), NoQuery)
    text = _specification(SPECIFICATION, current_request().reader.digest)[1]
    return release_response(text, JSON)
