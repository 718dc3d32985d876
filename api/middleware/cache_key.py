"""The key of a kept response: what its request means, so that what a client writes in headers fills no memory.

Two requests have one key if they must be given the same response. Address and query stand in it as they came; of
headers only what the application makes of them, whatever their length.
"""

import re

from werkzeug.http import parse_etags

from api.formats import FORMATS
from api.http.accept import liking, means_anything
from api.http.request import Environ, takes_gzip
from api.http.response import JSON
from api.http.short_texts import remember_short
from db.query.follower import ActiveRelease

Key = tuple[str | int | bool | tuple[object, ...] | None, ...]

ACCEPTED_TYPES = sorted(
    {JSON, "text/plain", "text/html", *(name for one in FORMATS.values() for name in one.accept_types)}
)
"""Every media type that an address may be asked for."""
ETAG = re.compile(r"[0-9a-f]{32}")
"""What the ETag of a response that is kept looks like (api/http/response.py)."""
ANY_TAG = "*"


def cache_key(environ: Environ, release: ActiveRelease) -> Key | None:
    """Return the key of a request to a release; None where its response is not to be kept."""
    condition = environ.get("HTTP_IF_NONE_MATCH")
    tags = () if condition is None else _tags_of(condition)
    if len(tags) > 1:
        return None
    accept, coding = environ.get("HTTP_ACCEPT"), environ.get("HTTP_ACCEPT_ENCODING")
    return (
        *(release.digest, release.since, environ["PATH_INFO"], environ.get("QUERY_STRING", "")),
        *(environ.get("HTTP_HOST"), None if accept is None or accept == "*/*" else _meaning_of(accept)),
        *(coding is not None and takes_gzip(coding), *tags),
    )


def text_length(key: Key) -> int:
    """Return how many characters of a key are the client's own."""
    return sum(len(part) for part in key if isinstance(part, str))


@remember_short(256)
def _meaning_of(accept: str) -> tuple[object, ...]:
    """Return all that an Accept other than `*/*` can change in a response."""
    return ("text/csv" in accept, means_anything(accept), *liking(accept, ACCEPTED_TYPES))


@remember_short(256)
def _tags_of(condition: str) -> tuple[str, ...]:
    """Return the tags of an If-None-Match by which a response may be known; others are as good as none."""
    etags = parse_etags(condition)
    if etags.star_tag:
        return (ANY_TAG,)
    return tuple(sorted({tag for tag in etags.as_set(include_weak=True) if ETAG.fullmatch(tag)}))
