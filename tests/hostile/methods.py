"""Methods: every method on every kind of address; only GET, HEAD and OPTIONS are answered, whatever the tier."""

from tests.hostile.case import R1, Case, request, row

READING = ("GET", "HEAD", "OPTIONS")
OTHERS = ("POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "PURGE", "SEARCH", "FOO")
ROUTES = {
    "/": 200,
    "/v1": 200,
    "/v1/events": 200,
    "/v1/events?limit=1": 200,
    R1: 200,
    f"{R1}.txt": 200,
    "/v1/events/2031-04-12": 200,
    "/v1/events/2031-04": 200,
    "/v1/events/latest": 200,
    "/v1/events/2031-06-harbour-round-2": 308,
    "/v1/events/2031-06-20-mistaken": 410,
    "/v1/search?q=bodies": 200,
    "/v1/suggest?q=an": 200,
    "/v1/transfers/totals?by=what": 200,
    "/v1/actors/ana-belo/meetings": 200,
    "/v1/coverage": 200,
    "/v1/vocabularies": 200,
    "/v1/on-this-day": 200,
    "/v1/downloads": 200,
    "/docs": 200,
    "/openapi.yaml": 200,
    "/errors/gone": 200,
    "/livez": 200,
    "/readyz": 200,
}
"""What GET and HEAD answer at each kind of address; OPTIONS answers 200 without asking the record."""

ODD = (
    row("method in small letters", request("/v1", method="get"), 400, varnish=405),
    row("method in mixed letters", request("/v1", method="Get"), 400, varnish=405),
    row("method of odd letters", request("/v1", method="G!T"), 405, nginx=400),
    row("method with brackets", request("/v1", method="GET()"), 400, closes=True, varnish=405),
    row("method of 60 letters", request("/v1", method="A" * 60), 400, nginx=405, varnish=405),
    row("method of 10,000 letters", request("/v1", method="A" * 10_000), 414, varnish=405),
    row("CONNECT to a name", "CONNECT evil.example:443 HTTP/1.1\r\nHost: localhost\r\n\r\n", 400, varnish=405),
    row("CONNECT to a path", request("/v1", method="CONNECT"), 405),
    row("OPTIONS of everything", request("*", method="OPTIONS"), 404, nginx=400),
    row("GET of everything", request("*"), 400),
    row("PRI of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400, closes=True, varnish=0),
    row("method in a header", request("/v1", "X-HTTP-Method-Override: DELETE"), 200),
    row("method in a parameter", request("/v1/events?_method=DELETE"), 400),
    row("POST with a form", request("/v1", "Content-Length: 3", method="POST", body="a=b"), 405),
    row("POST with a chunk", request("/v1", "Transfer-Encoding: chunked", method="POST", body="0\r\n\r\n"), 405),
)

CASES: tuple[Case, ...] = (
    *(row(f"{way} {at}", request(at, method=way), gets) for at, gets in ROUTES.items() for way in ("GET", "HEAD")),
    *(row(f"OPTIONS {at}", request(at, method="OPTIONS"), 200) for at in ROUTES),
    *(row(f"{way} {at}", request(at, method=way), 405) for at in ROUTES for way in OTHERS),
    *ODD,
)
