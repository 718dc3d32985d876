"""Links: the URL that somebody pastes into a search, brought into the one form in which the record knows it."""

import re
from urllib.parse import parse_qsl, unquote, urlsplit

_URL = re.compile(r"\A(?:(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/\S+)", re.IGNORECASE)
"""Like those below bound to the beginning, because a search for it would not be linear."""
_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_cid|mc_eid|_ga|_gl|ref|ref_src|cmpid|ocid|smid|amp|outputtype|_",
    re.IGNORECASE,
)
_GOOGLE_AMP = re.compile(r"\A(?:www\.)?google\.[a-z.]+/amp/(?:s/)?(.+)", re.IGNORECASE)
_AMP_CACHE = re.compile(r"\A[\w-]+\.cdn\.ampproject\.org/[a-z]/(?:s/)?(.+)", re.IGNORECASE)
_ARCHIVE = re.compile(r"\Aweb\.archive\.org/web/\d+(?:[a-z]{2}_)?/(?:https?://)?(.+)", re.IGNORECASE)
_RECORD = re.compile(r"\A(?:[^/?#]+)?/v1/([a-z]+)/([a-z0-9:-]+)(?:\.[a-z]+)?/?(?:[?#].*)?")


def is_link(text: str) -> bool:
    """Return whether all that somebody typed is one URL."""
    return _URL.fullmatch(text.strip()) is not None


def link_key(url: str) -> str:
    """Return what the URLs of one page have in common.

    Left out: the scheme, `www.` and `m.`, a slash at the end, what tracks readers, what points into the page, and the
    AMP or archived copy that it may be.
    """
    text = re.sub(r"^https?://", "", url.strip(), flags=re.IGNORECASE)
    for copy in (_GOOGLE_AMP, _AMP_CACHE, _ARCHIVE):
        if match := copy.fullmatch(text):
            text = re.sub(r"^https?://", "", unquote(match[1]), flags=re.IGNORECASE)
    try:
        parts = urlsplit(f"//{text}")
    except ValueError:
        return text
    host = re.sub(r"^(?:www|m|amp|mobile)\.", "", parts.netloc.lower()).removesuffix(":443").removesuffix(":80")
    path = unquote(parts.path).rstrip("/").removesuffix("/amp").removesuffix(".amp").replace(".amp.html", ".html")
    query = sorted(pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(pair[0]))
    return host + path + "".join(f"&{name}={value}" for name, value in query)


def record_of(text: str) -> tuple[str, str] | None:
    """Return noun and id of the record whose address on a server of this API somebody pasted; None where it is none."""
    match = _RECORD.fullmatch(re.sub(r"^https?://", "", text.strip(), flags=re.IGNORECASE))
    return (match[1], match[2]) if match else None
