"""Problem pages: what a browser is shown when something is wrong: the guess as a link, and the form again."""

from typing import Any
from urllib.parse import unquote, urlsplit

from api.formats.pages.filter_form import FilterForm, form_of
from api.formats.pages.rendering import PageHead, html_of
from api.formats.text.blocks import Anchor, Block, Fact, Heading, Item, Line, PageLink, Paragraph, Strong
from api.http.page_frames import frame_of
from api.http.problems import Problem
from api.http.request import Request
from db.query.connection import ReleaseUnavailable
from schemas.model.base import Json
from schemas.nouns import SCHEMAS

MAX_ALLOWED = 15
"""Allowed values that a page names; a program gets all of them."""
PLACES_TO_BEGIN = {
    "Search": "/v1/search",
    **{noun.capitalize(): f"/v1/{noun}" for noun in SCHEMAS},
    "Sums of transfers": "/v1/transfers/totals",
    "On this day": "/v1/on-this-day",
    "What is covered": "/v1/coverage",
    "Changes": "/v1/changes",
}
"""Where somebody may have wanted to go whose address leads nowhere; a program gets every address."""


def problem_page(body: Json, problem: Problem, request: Request) -> bytes:
    """Return a problem as a page; `body` is what a program is told."""
    errors: list[Json] = body.get("errors", [])
    no_address = any(error["parameter"] == "path" for error in errors)
    blocks: list[Block] = [Heading(0, [body["title"]])]
    # What is not kept can be made all the same, which only the whole text says.
    items: list[Block] = [] if no_address or problem.kind == "not-kept" else [Item([_told(error)]) for error in errors]
    blocks += items or [Paragraph([body["detail"]])]
    blocks += _guess(body, errors)
    form = _form(problem, request)
    lead = len(blocks)
    if no_address:
        links = [Anchor(name, f"{request.base}{path}") for name, path in PLACES_TO_BEGIN.items()]
        blocks += [Heading(1, label="What is here"), *(Item([[link]]) for link in links)]
    status: Line = [PageLink(str(body["status"]), body["type"])]
    blocks += [Fact("Status", status), Fact("Request", [body["request_id"]])]
    head = PageHead(body["title"], body["detail"], base=request.base, crumbs=_crumbs(request.path))
    return html_of(blocks, head, form, lead)


def _guess(body: Json, errors: list[Json]) -> list[Block]:
    """Return the address that works, as a link: as a question where it is what somebody may have meant."""
    if "try" not in body:
        return []
    url = urlsplit(body["try"])
    address = unquote(url.path + (f"?{url.query}" if url.query else ""))
    is_meant = any(error["did_you_mean"] for error in errors) and address != "/"
    link: Anchor = Anchor(address if address != "/" else "the front page", body["try"])
    return [Paragraph(["Did you mean ", link, "?"] if is_meant else ["This address works: ", link])]


def _told(error: Json) -> Line:
    """Return an error in a sentence or three: what is wrong, what may have been meant, what is allowed."""
    meant: Line = [" Did you mean ", Strong(str(error["did_you_mean"])), "?"] if error["did_you_mean"] else []
    names = [str(one) for one in error["allowed"]]
    number = len(names) - MAX_ALLOWED
    others = f" and {number} other{'s' * (number > 1)}" if number > 0 else ""
    allowed = f" Allowed are {', '.join(names[:MAX_ALLOWED])}{others}." if names else ""
    return [Strong(error["parameter"]), f": {error['problem']}", *meant, allowed]


def _form(problem: Problem, request: Request) -> FilterForm | None:
    """Return the form of an address that was asked wrongly, as it was filled in, with what is wrong at each field."""
    if problem.query_type is None:
        return None
    wrong: dict[str, Any] = {error["parameter"]: error["problem"] for error in problem.errors}
    try:
        form = form_of(frame_of("", problem.query_type), request.path, wrong)
    except ReleaseUnavailable:
        return None
    # One record can only be asked as of when: that is no form to fill in.
    return form if form and {field.name for field in form.main} - {"as_of"} else None


def _crumbs(path: str) -> list[tuple[str, str]]:
    noun = f"{path}//".split("/")[2]
    return [(noun.capitalize(), f"/v1/{noun}")] if noun in SCHEMAS and path.strip("/") != f"v1/{noun}" else []
