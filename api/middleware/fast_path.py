"""Direct: answers most requests before Flask is entered, with the same views; Flask answers all others."""

import re
from bisect import insort
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask import Flask

from api.http.hosts import Gate
from api.http.request import ROUTE, Application, Environ, Request, set_current_request
from api.http.response import Response, shared_headers
from db.query.follower import Follower

View = Callable[..., Response]
Place = tuple[View, dict[str, str], str]
RAISED = "parley.raised"
"""Where what a view raised stands in the environment, for Flask to make a problem of."""


class FastPath:
    """Reads each request, and calls the view itself if it is that of a list, a record or something computed.

    Flask's routing, contexts and response take several times as long as finding the bytes of a record. What Flask does
    besides is done here for these addresses: the host is one of ours and the URL is UTF-8. What a view raises goes to
    Flask, where problems are worded.
    """

    def __init__(self, app: Flask, application: Application, follower: Follower, gate: Gate) -> None:
        self.app, self.application, self.follower = app, application, follower
        self.config: Mapping[str, Any] = app.config
        self.gate = gate
        self.fixed: dict[str, Place] = {}
        """Views of addresses without a variable part."""
        self.under: dict[str, list[tuple[int, re.Pattern[str], str, View, str]]] = {}
        """Views of addresses whose last part varies, by what stands before it: weight, pattern, name, view, route."""

    def copy_routes(self) -> None:
        """Take over the routes of all views that are operations, the most particular first, as Flask has them."""
        for rule in self.app.url_map.iter_rules():
            view: Any = self.app.view_functions[rule.endpoint]
            variable = re.fullmatch(r"([^<]+)/<(?:(\w+):)?(\w+)>", rule.rule)
            if not hasattr(view, "operation"):
                continue
            if "<" not in rule.rule:
                self.fixed[rule.rule] = (view, dict(rule.defaults or {}), rule.rule)
            elif variable:
                head, converter, name = variable.groups()
                kind = self.app.url_map.converters[converter or "default"]
                place = (kind.weight, re.compile(kind.regex), name, view, rule.rule)
                insort(self.under.setdefault(head, []), place, key=lambda other: other[0])

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        """Answer a request."""
        request = Request(environ, self.config, self.follower)
        set_current_request(request)
        try:
            return self._answer(request, environ, start_response)
        finally:
            request.end()

    def _answer(self, request: Request, environ: Environ, start_response: Any) -> Iterable[bytes]:
        """Call the view of an address, or leave it to Flask."""
        place = self._find(request.path) if environ["REQUEST_METHOD"] in ("GET", "HEAD") else None
        if place is None or not self.gate.is_for_us(environ):
            return self.application(environ, start_response)
        view, path_params, environ[ROUTE] = place
        try:
            request.check_bytes()
            reply = view(**path_params)
        except Exception as error:
            environ[RAISED] = error
            return self.application(environ, start_response)
        start_response(reply.status_line, reply.headers + shared_headers(request))
        return [reply.body if environ["REQUEST_METHOD"] == "GET" else b""]

    def _find(self, path: str) -> Place | None:
        """Return the view of an address, and what it takes from the path; None where Flask has to look."""
        if path in self.fixed:
            return self.fixed[path]
        head, _, last = path.rpartition("/")
        for _, pattern, name, view, route in self.under.get(head, ()):
            if pattern.fullmatch(last):
                return view, {name: last}, route
        return None
