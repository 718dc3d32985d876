"""Tracking: the parameters that other sites and libraries hang on a link, which are passed over."""

import re
from urllib.parse import unquote_plus

TRACKING = r"utm_[^&=]*|fbclid|gclid|msclkid|mc_cid|mc_eid|igshid|_"
"""Names that mail programs, advertisers and social networks add; `_` is what jQuery adds against caches."""
_NAME = re.compile(TRACKING)
_SUSPECT = re.compile(rf"(?:^|&)(?:(?:{TRACKING})(?:[=&]|$)|[^=&]*%)")
"""Whether a query string may have one; a name with a percent sign has to be decoded first."""


def without_tracking(query: str) -> str:
    """Return a query string without the parameters that only track; everything else stays as it was written."""
    if not _SUSPECT.search(query):
        return query
    pairs = query.split("&")
    return "&".join(pair for pair in pairs if not _NAME.fullmatch(unquote_plus(pair.partition("=")[0])))
