"""Connections: several requests at once, and wishes to keep, close or change the connection."""

from tests.hostile.case import Case, get, request, row

CASES: tuple[Case, ...] = (
    row("two at once", request("/livez") * 2, 200, replies=2),
    row("twenty at once", request("/livez") * 20, 200, replies=20),
    row("a good and a bad one at once", request("/livez") + b"evil\r\n\r\n", 400, replies=2, closes=True),
    row("a bad and a good one at once", b"evil\r\n\r\n" + request("/livez"), 400, closes=True),
    get("close", "/v1", 200, "Connection: close", closes=True),
    get("close and stay", "/v1", 200, "Connection: close, keep-alive"),
    get(
        "a connection that hides headers",
        "/v1/events?limit=1",
        200,
        "Connection: close, Host, Accept, X-Request-Id",
        varnish=400,
    ),
    get("a connection that hides the host", "/v1", 200, "Connection: Host", varnish=400),
    get("a connection of nonsense", "/v1", 200, "Connection: evil, , ;;", said="evil"),
    get("stay for ever", "/v1", 200, "Connection: keep-alive", "Keep-Alive: timeout=999999, max=999999"),
    get(
        "to HTTP/2",
        "/v1",
        200,
        "Connection: Upgrade, HTTP2-Settings",
        "Upgrade: h2c",
        "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA",
    ),
    get(
        "to a WebSocket",
        "/v1",
        200,
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Key: dGVzdA==",
        "Sec-WebSocket-Version: 13",
    ),
    get("to nothing known", "/v1", 200, "Connection: Upgrade", "Upgrade: evil/9", said="evil"),
    get("TE with trailers", "/v1", 200, "TE: trailers, deflate;q=0.5", "Connection: TE"),
    get("a number of hops", "/v1", 200, "Max-Forwards: 0"),
)
