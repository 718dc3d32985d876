"""/style.css: the one style sheet of all pages."""

from functools import cache

from flask import Blueprint

from api.formats.pages.rendering import PAGE_PARTS
from api.formats.side_colours import style_rules
from api.http.response import Response, static_response

routes = Blueprint("style", __name__)


@cache
def _style() -> bytes:
    return (PAGE_PARTS / "style.css").read_bytes() + style_rules().encode()


@routes.get("/style.css")
def get_style() -> Response:
    """Get the style sheet of the pages."""
    return static_response(_style(), "text/css; charset=utf-8")
