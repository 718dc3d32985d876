"""/ and /v1: the front door: what this is, what to try, and the release that is served."""

import json
from typing import Any

from flask import Blueprint, Response, current_app

from api.endpoint import JSON
from api.reading import API_VERSION, public_url, reader, reply
from db.release import LICENSE, LICENSE_URL
from schemas.nouns import SCHEMAS

routes = Blueprint("front", __name__)

TRY = (
    "/v1/events/latest",
    "/v1/events?limit=5",
    "/v1/agreements",
    "/v1/claims?status=disputed",
    "/v1/statements?limit=5",
)


def json_reply(body: dict[str, Any]) -> Response:
    """Return a small document of the release as JSON."""
    return reply(json.dumps(body, ensure_ascii=False, indent=2).encode() + b"\n", JSON)


@routes.get("/")
def get_front() -> Response:
    """Get the front door: what this is, URLs to try, the release."""
    found = reader()
    return json_reply(
        {
            "name": "Parley",
            "about": "A hand-curated, sourced record of negotiations: who met, who said what, what was proposed, agreed"
            " and carried out. Read-only; no key is needed.",
            "record": found.coverage["title"],
            "scope": found.coverage["scope"],
            "complete_through": found.coverage["complete_through"],
            "release": found.version,
            "release_date": found.date,
            "api_version": API_VERSION,
            "license": LICENSE,
            "license_url": LICENSE_URL,
            "records": found.counts,
            "try": [current_app.config["PARLEY_PUBLIC_URL"] + path for path in TRY],
            "links": {
                "nouns": public_url("/v1"),
                "specification": public_url("/openapi.yaml"),
                "status": public_url("/readyz"),
            },
        }
    )


@routes.get("/v1")
def list_nouns() -> Response:
    """List the nouns, with the number of records of each."""
    counts = reader().counts
    return json_reply({"data": [{"noun": noun, "url": f"/v1/{noun}", "records": counts[noun]} for noun in SCHEMAS]})
