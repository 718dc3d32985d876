"""Coding: gzip for the clients that take it, so that a day of talks travels as a tenth of its bytes."""

import gzip

from flask import Response, g, request

SMALLEST = 1_000
"""Bytes below which compressing a body would save less than a packet."""
LEVEL = 5
"""zlib's level: the higher ones take longer than they save."""


def takes_gzip() -> bool:
    """Tell whether the client takes gzip, and not less gladly than the bytes as they are."""
    if "gzip" not in g:
        accepted = request.accept_encodings
        g.gzip = 0 < accepted.quality("gzip") >= accepted.quality("identity")
    found: bool = g.gzip
    return found


def compress(response: Response) -> Response:
    """Compress a finished reply of text for a client that takes it. The same body always gives the same bytes."""
    if takes_gzip() and response.status_code == 200 and (response.content_length or 0) >= SMALLEST:
        response.data = gzip.compress(response.data, LEVEL, mtime=0)
        response.headers["Content-Encoding"] = "gzip"
    return response
