"""Modified: since when the replies of this server are what they are, for Last-Modified."""

import time
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import lru_cache

NANOSECONDS = 1_000_000_000


def last_modified(since: int, code_time: int, *, daily: bool) -> str:
    """Return when replies last changed, as an HTTP date: never earlier than that, or `curl -z FILE` keeps an old text.

    They change with the release (`since` says when this one came) and with the code (`code_time`), both in nanoseconds.
    The release's own date is a day of the record, to which a correction on the same day adds nothing. `daily` says that
    the reply changes at midnight too.
    """
    # A second that has begun counts to its end: a file that was fetched earlier in it may be older.
    seconds = min(-(-max(since, code_time) // NANOSECONDS), int(time.time()))
    return _http_date(max(seconds, int(time.time()) // 86_400 * 86_400) if daily else seconds)


@lru_cache(maxsize=8)
def _http_date(seconds: int) -> str:
    return format_datetime(datetime.fromtimestamp(seconds, UTC), usegmt=True)
