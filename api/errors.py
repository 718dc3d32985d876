"""/errors/{kind}: what each kind of problem means; the `type` of every problem points here."""

import json

from flask import Blueprint

from api.formats.html import HTML
from api.formats.pages.rendering import PageHead, html_of
from api.formats.text.blocks import Anchor, Block, Fact, Heading, Item, Paragraph
from api.http.endpoints import load_parameters
from api.http.negotiation import wants_page
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
    if wants_page(current_request()):
        return static_response(_page(kind), HTML.media_type, headers=HTML.headers)
    body = {
        "type": f"{current_request().base}/errors/{kind}",
        "title": title,
        "status": status,
        "explanation": explanation,
        "other_types": [f"/errors/{other}" for other in PROBLEM_KINDS if other != kind],
    }
    text = json.dumps(body, ensure_ascii=False, indent=2) + "\n"
    return static_response(text.encode(), JSON)


def _page(kind: str) -> bytes:
    """Return the explanation of a type of problem as a page."""
    status, title, explanation = PROBLEM_KINDS[kind]
    base = current_request().base
    links = [(f"{other_title} ({other})", f"/errors/{other}") for other, (_, other_title, _) in PROBLEM_KINDS.items()]
    blocks: list[Block] = [Heading(0, [title]), Paragraph([explanation]), Fact("Status", [str(status)])]
    blocks += [Heading(1, label="All kinds of error"), *(Item([[Anchor(words, url)]]) for words, url in links)]
    return html_of(blocks, PageHead(title, explanation, f"{base}/errors/{kind}", base))
