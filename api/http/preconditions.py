"""Preconditions (RFC 9110, section 13): whether a client wants a file at all, and whether a part of it would fit.

A download that broke off is gone on with by asking for the rest. What comes must be of the same file, or two releases
would be joined, so `If-Match` and `If-Range` are weighed before any part is cut out.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from werkzeug.http import parse_date, parse_etags, unquote_etag

UNSURE = 1
"""Seconds for which a date does not tell one state of a file from the next, which may have come in the same second."""


def fails_precondition(environ: Mapping[str, Any], etag: str, modified: datetime) -> bool:
    """Tell whether a file is not the one that If-Match or, without it, If-Unmodified-Since names: 412."""
    if (condition := environ.get("HTTP_IF_MATCH")) is not None:
        return not (condition.strip() == "*" or parse_etags(condition).contains(etag))
    since = read_date(environ.get("HTTP_IF_UNMODIFIED_SINCE"))
    return since is not None and modified > since


def is_unmodified(environ: Mapping[str, Any], modified: str) -> bool:
    """Tell whether If-Modified-Since, where no If-None-Match says more, is the very date of a reply's last change.

    A later date says only when a client asked, by a clock that may be wrong or of a machine that had an older release;
    so do dates of a second that may still bring another release.
    """
    if "HTTP_IF_NONE_MATCH" in environ:
        return False
    date = parse_date(modified)
    return date == read_date(environ["HTTP_IF_MODIFIED_SINCE"]) and _is_settled(date)


def read_date(text: str | None) -> datetime | None:
    """Return the date that a client wrote; None where it wrote none, or one of a year that cannot be."""
    try:
        return parse_date(text)
    except OverflowError:
        return None


def _is_settled(modified: datetime | None) -> bool:
    """Tell whether a date is so old that nothing else can bear it."""
    return modified is not None and (datetime.now(UTC) - modified).total_seconds() > UNSURE


def fits_range(environ: Mapping[str, Any], etag: str, modified: datetime) -> bool:
    """Tell whether a part of a file may be given: without If-Range, or if it names this very file.

    A weak tag never does. A date does if it is that of the file to the second, and so old that no other file can bear
    it.
    """
    condition = environ.get("HTTP_IF_RANGE")
    if condition is None:
        return True
    if '"' in condition:
        return unquote_etag(condition) == (etag, False)
    return read_date(condition) == modified and _is_settled(modified)
