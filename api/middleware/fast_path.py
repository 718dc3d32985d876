"""The fast path: answers most requests before Flask is entered, with the same views; Flask answers all others."""

import re
from bisect import insort
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from flask import Flask

from api.http.error_handlers import error_response
from api.http.hosts import TrustedHosts
from api.http.request import ROUTE, Application, Environ, Request, set_current_request
from api.http.response import Response, shared_headers
from db.query.follower import Follower

View = Callable[..., Response]


class RouteMatch(NamedTuple):
    """The view of an address, what it takes from the path, and Flask's template of the address."""

    view: View
    path_params: dict[str, str]
    route: str


class DynamicRoute(NamedTuple):
    """A route whose last part varies; of several that match, the one of the least weight is taken, as Flask does."""

    weight: int
    pattern: re.Pattern[str]
    parameter: str
    view: View
    route: str


class FastPath:
    """Calls the view itself where a request is for a list, a record or a question; all else goes on to Flask.

    Flask's routing, contexts and response take several times as long as finding the bytes of a record. What Flask's
    hooks check for all other addresses is checked here too: that the host is one of ours and the URL is UTF-8.
    """

    def __init__(self, application: Application, app: Flask, follower: Follower, hosts: TrustedHosts) -> None:
        self.application, self.app, self.follower, self.hosts = application, app, follower, hosts
        self.config: Mapping[str, Any] = app.config
        app.extensions["fast_path"] = self
        self.static_routes: dict[str, RouteMatch] = {}
        self.dynamic_routes: dict[str, list[DynamicRoute]] = {}
        """Routes whose last part varies, by what stands before it."""
        for rule in app.url_map.iter_rules():
            view: Any = app.view_functions[rule.endpoint]
            dynamic = re.fullmatch(r"([^<]+)/<(?:(\w+):)?(\w+)>", rule.rule)
            if not hasattr(view, "operation"):
                continue
            if "<" not in rule.rule:
                self.static_routes[rule.rule] = RouteMatch(view, dict(rule.defaults or {}), rule.rule)
            elif dynamic:
                head, converter, parameter = dynamic.groups()
                kind = app.url_map.converters[converter or "default"]
                route = DynamicRoute(kind.weight, re.compile(kind.regex), parameter, view, rule.rule)
                insort(self.dynamic_routes.setdefault(head, []), route, key=lambda other: other.weight)

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        """Answer a request, or pass it on to Flask."""
        request = Request(environ, self.config, self.follower)
        set_current_request(request)
        try:
            match = self._match(request)
            if match is None:
                return self.application(environ, start_response)
            environ[ROUTE], request.path_params = match.route, match.path_params
            try:
                request.check_encoding()
                response = match.view(**match.path_params)
            except Exception as error:
                with self.app.app_context():
                    response = error_response(error)
            start_response(response.status_line, response.headers + shared_headers(request))
            body = response.body
            if isinstance(body, bytes):
                return [body if environ["REQUEST_METHOD"] == "GET" else b""]
            if environ["REQUEST_METHOD"] == "GET":
                return body
            body.close()
            return [b""]
        finally:
            request.close()

    def _match(self, request: Request) -> RouteMatch | None:
        """Return the view that answers a request; None where Flask has to look, or to refuse the request."""
        environ = request.environ
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or not environ.get("RAW_URI", "/").startswith("/"):
            return None
        if not self.hosts.trusts(environ.get("HTTP_HOST", "")):
            return None
        if (match := self.static_routes.get(request.path)) is not None:
            return match
        head, _, last = request.path.rpartition("/")
        for route in self.dynamic_routes.get(head, ()):
            if route.pattern.fullmatch(last):
                return RouteMatch(route.view, {route.parameter: last}, route.route)
        return None
