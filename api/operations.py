"""/livez, /readyz, /metrics, /openapi.yaml, /errors and their like: what operators, tools and developers ask for."""

import json
from functools import lru_cache
from pathlib import Path

import yaml
from flask import Blueprint
from prometheus_client import CONTENT_TYPE_LATEST

from api.http.endpoints import load_computed
from api.http.negotiation import JSON
from api.http.problems import KINDS
from api.http.request import current_request
from api.http.response import Response, static_response
from api.http.suggestions import no_such_page
from api.server.metrics import Exposition, exposition
from api.server.settings import ROOT
from db.licence import LICENSE_URL
from db.query.connection import ReleaseUnavailable
from schemas.query.query import NoQuery

routes = Blueprint("operations", __name__)
GUIDE = """# Parley

> A hand-curated, sourced record of negotiations: who met, who said what, what was proposed, agreed and carried out.

- Find the record first: {base}/v1/search?q=WORDS gives ids; {base}/v1/suggest?q=BEGINNING gives names. Filters take
  ids, never names: /v1/events?actor=rustem-umerov, not actor=Umerov.
- A date is an address: {base}/v1/events/2025-06-02 is the whole day, /2025-06 a month, /latest the latest event held.
- Every claim has a status (agreed, reported, claimed, disputed, denied, retracted) and accounts, each with evidence.
  Repeat a claim with its status and with who says it; where accounts differ, give all of them.
- An empty list means that the record has nothing, not that nothing happened: see {base}/v1/coverage for scope and gaps.
- `total` is exact; follow `links.next` to the end. A mistake is answered with `errors` and a URL in `try` that works.
- Cite with the record's `citation`. The record is under CC BY 4.0.
- The specification: {base}/openapi.yaml. The vocabularies, each value defined: {base}/v1/vocabularies.
"""
SPECIFICATION = ROOT / "openapi.yaml"


@routes.get("/livez")
def get_liveness() -> Response:
    """Tell that the server runs; needs nothing else."""
    return static_response(b"ok\n", "text/plain; charset=utf-8", "no-store")


@routes.get("/readyz")
def get_readiness() -> Response:
    """Tell which release is served, and why that which should be served is not."""
    found = current_request().reader
    body = {
        "status": "ready",
        "release": found.version,
        "digest": current_request().release.digest,
        "records_digest": found.digest,
    }
    refused = current_request().follower.refused
    if refused:
        body |= {"status": "refused", "refused": refused}
    text = json.dumps(body, indent=2) + "\n"
    return static_response(text.encode(), JSON, "no-store")


@routes.get("/metrics")
def get_metrics() -> Response:
    """Tell Prometheus what all workers of this server have counted."""
    try:
        version, digest = current_request().reader.version, current_request().release.digest
        known = Exposition(version, digest, refused=current_request().follower.refused is not None)
    except ReleaseUnavailable:
        known = Exposition(None, None, refused=True)
    return static_response(exposition(known), CONTENT_TYPE_LATEST, "no-store")


@lru_cache(maxsize=2)
def _specification(path: Path) -> tuple[bytes, bytes]:
    """Return the specification as YAML and as JSON."""
    text = path.read_bytes()
    return text, json.dumps(yaml.load(text, yaml.CSafeLoader), ensure_ascii=False, indent=2).encode() + b"\n"


@routes.get("/openapi.yaml")
def get_specification_yaml() -> Response:
    """Get this specification as YAML."""
    load_computed(NoQuery)
    text = _specification(SPECIFICATION)[0]
    return static_response(text, "application/yaml")


@routes.get("/openapi.json")
def get_specification_json() -> Response:
    """Get this specification as JSON."""
    load_computed(NoQuery)
    text = _specification(SPECIFICATION)[1]
    return static_response(text, JSON)


@routes.get("/errors/<kind>")
def get_error_type(kind: str) -> Response:
    """Explain a type of problem."""
    load_computed(NoQuery)
    if kind not in KINDS:
        raise no_such_page(f"/errors/{kind}")
    status, title, explanation = KINDS[kind]
    body = {
        "type": f"{current_request().base}/errors/{kind}",
        "title": title,
        "status": status,
        "explanation": explanation,
        "other_types": [f"/errors/{other}" for other in KINDS if other != kind],
    }
    text = json.dumps(body, ensure_ascii=False, indent=2) + "\n"
    return static_response(text.encode(), JSON)


@routes.get("/robots.txt")
def get_robots() -> Response:
    """Tell crawlers that records may be read and searches should not be walked."""
    text = "User-agent: *\nAllow: /\nDisallow: /v1/search\nDisallow: /v1/suggest\n"
    return static_response(text.encode(), "text/plain; charset=utf-8")


@routes.get("/.well-known/api-catalog")
def get_catalog() -> Response:
    """Name this API, its specification, its documentation and its status, as RFC 9727 has it."""
    base = current_request().base
    described = [{"href": f"{base}/openapi.yaml", "type": "application/yaml"}]
    described.append({"href": f"{base}/openapi.json", "type": JSON})
    entry = {
        "anchor": f"{base}/v1",
        "service-desc": described,
        "service-doc": [{"href": f"{base}/docs", "type": "text/html"}],
        "status": [{"href": f"{base}/readyz", "type": JSON}],
        "license": [{"href": LICENSE_URL}],
    }
    text = json.dumps({"linkset": [entry]}, indent=2) + "\n"
    kind = 'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"'
    return static_response(text.encode(), kind)


@routes.get("/llms.txt")
def get_guide() -> Response:
    """Tell a program that reads prose how to ask this API, in one page."""
    text = GUIDE.format(base=current_request().base)
    return static_response(text.encode(), "text/plain; charset=utf-8")
