"""Ranges: one part of a reply, for a client that has the beginning: `curl -C -` after a connection was cut."""

import re

from werkzeug.exceptions import RequestedRangeNotSatisfiable
from werkzeug.http import parse_range_header

from api.http.request import Environ

SINGLE_PART = re.compile("bytes=(?:([0-9]{1,30})-([0-9]{0,30})|-[0-9]{1,30})", re.ASCII)
"""The one form of Range that is answered with a part, with its first and last byte."""

LAST_BYTES = re.compile("bytes=-([0-9]{1,30})", re.ASCII)
"""The last so many bytes."""


def is_single_part(header: str) -> bool:
    """Tell whether a Range asks for one run of bytes; who asks for several, or in another way, gets the whole.

    One that ends before it begins is not valid, and such a header is to be ignored (RFC 9110, 14.1.1 and 14.2).
    """
    match = SINGLE_PART.fullmatch(header)
    return match is not None and not (match[1] and match[2] and int(match[1]) > int(match[2]))


def fit_to_size(header: str, size: int) -> str:
    """Return a Range whose suffix is no longer than the body: a longer one selects all of it (RFC 9110, 14.1.2).

    Werkzeug takes it for one that the body does not have.
    """
    suffix = LAST_BYTES.fullmatch(header)
    return f"bytes=-{size}" if suffix and int(suffix[1]) > size else header


def requested_part(environ: Environ, size: int, etag: str | None) -> tuple[int, int] | None:
    """Return where the part that a request asks for begins and ends in a body of some size; None for the whole.

    A part is of the very bytes that the client has a beginning of: with If-Range the ETag must be the same. Raises
    RequestedRangeNotSatisfiable where the body has no such part.
    """
    header = environ.get("HTTP_RANGE", "")
    condition = environ.get("HTTP_IF_RANGE", etag)
    if environ["REQUEST_METHOD"] != "GET" or not is_single_part(header) or condition != etag:
        return None
    requested = parse_range_header(fit_to_size(header, size))
    part = requested and requested.range_for_length(size)
    if not part:
        raise RequestedRangeNotSatisfiable(size)
    return part
