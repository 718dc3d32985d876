"""CORS: what a page of another origin may send along, answered to the question that its browser asks beforehand."""

import re

from api.http.request import Headers

ALLOWED_METHODS = "GET, HEAD, OPTIONS"
USUAL_HEADERS = "Accept, If-None-Match, If-Modified-Since, Range, X-Request-Id, baggage, traceparent, tracestate"
"""Allowed where the question names no headers."""
MAX_LIST_LENGTH = 1_000
"""Characters of a list of headers that is allowed as it came."""
_HEADER_NAME = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_HEADER_NAMES = re.compile(rf"{_HEADER_NAME}(?:[ \t]*,[ \t]*{_HEADER_NAME})*")


def preflight_headers(names: str | None) -> Headers:
    """Return the headers that answer a preflight: any header may be sent, since none of them changes a reply much.

    What a page asks for is named back rather than allowed by `*`, which older browsers do not know and which leaves
    out Authorization. `names` is Access-Control-Request-Headers; if it is no list of names, the usual ones are allowed.
    """
    is_list = names is not None and len(names) <= MAX_LIST_LENGTH and _HEADER_NAMES.fullmatch(names)
    return [
        ("Access-Control-Allow-Methods", ALLOWED_METHODS),
        ("Access-Control-Allow-Headers", names if names and is_list else USUAL_HEADERS),
        ("Access-Control-Max-Age", "86400"),
        ("Vary", "Accept, Accept-Encoding, Access-Control-Request-Headers"),
    ]
