"""/errors/{kind}: what each kind of problem means; the `type` of every problem points here."""

import json

from flask import Blueprint

from api.http.endpoints import load_parameters
from api.http.problems import PROBLEM_KINDS
from api.http.request import current_request
from api.http.response import JSON, Response, static_response
from api.http.suggestions import no_such_page
from schemas.query.query import NoQuery

routes = Blueprint("errors", __name__)


@routes.get("/errors/<kind>")
def get_error_type(kind: str) -> Response:
    """Explain a type of problem."""
    load_parameters(current_request(), NoQuery)
    if kind not in PROBLEM_KINDS:
        raise no_such_page(f"/errors/{kind}")
    status, title, explanation = PROBLEM_KINDS[kind]
    body = {
        "type": f"{current_request().base}/errors/{kind}",
        "title": title,
        "status": status,
        "explanation": explanation,
        "other_types": [f"/errors/{other}" for other in PROBLEM_KINDS if other != kind],
    }
    text = json.dumps(body, ensure_ascii=False, indent=2) + "\n"
    return static_response(text.encode(), JSON)
