"""Clean query: takes tracking parameters off a request before anything looks at it, so that they change nothing."""

from collections.abc import Iterable
from typing import Any

from api.http.request import Application, Environ
from api.http.tracking import without_tracking


class CleanQuery:
    """Passes each request on without its tracking parameters: they are no part of cache key, ETag, cursor or links."""

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        """Pass a request on."""
        query = environ.get("QUERY_STRING")
        if query:
            environ["QUERY_STRING"] = without_tracking(query)
        return self.application(environ, start_response)
