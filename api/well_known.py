"""/llms.txt, /robots.txt and /.well-known/api-catalog: what programs look for at a site that they do not know."""

import json

from flask import Blueprint

from api.http.request import current_request
from api.http.response import JSON, Response, release_response, static_response
from db.query.showcase import showcase_of

routes = Blueprint("well_known", __name__)
GUIDE = """# Parley: {record}

> A hand-curated, sourced record of negotiations: who met, who said what, what was proposed, agreed and carried out.

- Find the record first: {base}/v1/search?q=WORDS gives ids; {base}/v1/suggest?q=BEGINNING gives names. Filters take
  ids, never names: {base}/v1/events?actor={actor}, not a name like {name}.
- A date is an address: {base}/v1/events/{day} is the whole day, /{month} a month, /latest the latest event held.
- Every claim has a status (agreed, reported, claimed, disputed, denied, retracted) and accounts, each with evidence.
  Repeat a claim with its status and with who says it; where accounts differ, give all of them.
- An empty list means that the record has nothing, not that nothing happened: see {base}/v1/coverage for scope and gaps.
- `total` is exact; follow `links.next` to the end. A mistake is answered with `errors` and a URL in `try` that works.
- What was wrong and was put right: {base}/v1/corrections; all that changed: {base}/v1/changes, with `since=DATE`, and
  with `ids=ID,ID` whether what a text cites has changed. `as_of=DATE` or a version of {base}/v1/releases gives any
  record as it was; `updated_since=DATE` narrows a list.
- Cite with the record's `citation`. The record is under {license}, {license_url}.
- The specification: {base}/openapi.yaml. What every field, kind and status means: {base}/docs/codebook.txt. The
  vocabularies, each value defined: {base}/v1/vocabularies.
"""


@routes.get("/robots.txt")
def get_robots() -> Response:
    """Tell crawlers that records may be read, where all pages are named, and that searches should not be walked."""
    text = "User-agent: *\nAllow: /\nDisallow: /v1/search\nDisallow: /v1/suggest\n"
    text += f"Sitemap: {current_request().base}/sitemap.xml\n"
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
        "license": [{"href": current_request().reader.coverage["license_url"]}],
    }
    text = json.dumps({"linkset": [entry]}, indent=2) + "\n"
    kind = 'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"'
    return release_response(text.encode(), kind)


@routes.get("/llms.txt")
def get_guide() -> Response:
    """Tell a program that reads prose how to ask this API, in one page."""
    request = current_request()
    reader = request.reader
    showcase = showcase_of(reader)
    day = showcase.day or "2031-04-12"
    text = GUIDE.format(
        base=request.base,
        record=reader.coverage["title"],
        actor=showcase.ids["actors"] or "ID",
        name=showcase.actor_name or "this",
        day=day,
        month=day[:7],
        license=reader.coverage["license"],
        license_url=reader.coverage["license_url"],
    )
    return release_response(text.encode(), "text/plain; charset=utf-8")
