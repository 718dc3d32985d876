"""/livez, /readyz and /metrics: what operators and their tools ask a running server."""

import json

from flask import Blueprint
from prometheus_client import CONTENT_TYPE_LATEST

from api.http.request import current_request
from api.http.response import JSON, Response, static_response
from api.server.metrics import Exposition, exposition
from db.query.connection import ReleaseUnavailable

routes = Blueprint("operations", __name__)


@routes.get("/livez")
def get_liveness() -> Response:
    """Tell that the server runs; needs nothing else."""
    return static_response(b"ok\n", "text/plain; charset=utf-8", "no-store")


@routes.get("/readyz")
def get_readiness() -> Response:
    """Tell which release is served, and why that which should be served is not."""
    request = current_request()
    reader = request.reader
    body = {
        "status": "ready",
        "release": reader.version,
        "digest": request.release.digest,
        "records_digest": reader.digest,
    }
    refused = request.follower.refused
    if refused:
        body |= {"status": "refused", "refused": refused}
    text = json.dumps(body, indent=2) + "\n"
    return static_response(text.encode(), JSON, "no-store")


@routes.get("/metrics")
def get_metrics() -> Response:
    """Tell Prometheus what all workers of this server have counted."""
    request = current_request()
    try:
        refused = request.follower.refused is not None
        state = Exposition(request.reader.version, request.release.digest, refused=refused)
    except ReleaseUnavailable:
        state = Exposition(None, None, refused=True)
    return static_response(exposition(state), CONTENT_TYPE_LATEST, "no-store")
