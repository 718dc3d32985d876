"""Hosts: only names that the server answers to are answered, and what a proxy would say of another changes nothing."""

from tests.hostile.case import EVIL, Case, get, request, row


def at(name: str, host: str, status: int | tuple[int, ...], target: str = "/v1/events?limit=1", **more: object) -> Case:
    """Return the case of a Host."""
    return row(name, request(target, host=host), status, **more)


def told(header: str) -> Case:
    """Return the case of a header in which a proxy would name another host; it is not believed."""
    return get(f"told {header}", "/v1/events?limit=1", 200, header)


CASES: tuple[Case, ...] = (
    at("the public name", "localhost", 200),
    at("with a port", "localhost:8000", 200),
    at("with another port", "localhost:1", 200),
    at("in capitals", "LOCALHOST", 200),
    at("a loopback address", "127.0.0.1", 200),
    at("a loopback address of IPv6", "[::1]", 200),
    at("unknown", EVIL, 400),
    at("unknown, for an address that does not exist", EVIL, 400, "/v1/evil"),
    at("unknown, for liveness", EVIL, 400, "/livez"),
    at("unknown, for the front door", EVIL, 400, "/"),
    at("unknown, with two slashes", EVIL, 400, "//v1//events"),
    at("unknown, with a slash behind", EVIL, 400, "/v1/events/"),
    at("unknown, for a record that has moved", EVIL, 400, "/v1/events/2031-06-harbour-round-2"),
    at("unknown, with a port", f"{EVIL}:80", 400),
    at("a name that begins like ours", f"localhost.{EVIL}", 400),
    at("a name that ends like ours", "evillocalhost", 400),
    at("a name below ours", "evil.localhost", 400),
    at("a point behind", "localhost.", 400, nginx=200),
    at("an address of ours in another form", "0x7f000001", 400),
    at("an address as a number", "2130706433", 400),
    at("an address on every side", "0.0.0.0", 400),
    at("the address of cloud metadata", "169.254.169.254", 400),
    at("IPv6 without brackets", "::1", 400),
    at("IPv6 unclosed", "[::1", 400),
    at("empty", "", 400),
    at("blank", " ", 400),
    at("a blank inside", "local host", 400),
    at("a port alone", ":8000", 400),
    at("a port of letters", "localhost:evil", 400),
    at("a port too large", "localhost:99999", 200),
    at("a negative port", "localhost:-1", 400),
    at("two ports", "localhost:80:80", 400),
    at("a user", f"localhost@{EVIL}", 400),
    at("a user and a password", f"a:b@{EVIL}", 400),
    at("our name behind a user", f"{EVIL}@localhost", 400),
    at("our name behind a slash", f"{EVIL}/localhost", 400),
    at("a path", f"localhost/{EVIL}", 400),
    at("a query", f"localhost?{EVIL}", 400),
    at("a fragment", f"localhost#{EVIL}", 400),
    at("a whole URL", f"http://{EVIL}", 400),
    at("a list", f"localhost, {EVIL}", 400),
    at("a list of theirs and ours", f"{EVIL}, localhost", 400),
    at("a semicolon", f"localhost;{EVIL}", 400),
    at("quotes", '"localhost"', 400),
    at("markup", "<script>evil</script>", 400),
    at("percent signs", "%6c%6f%63alhost", 400),
    at("letters beyond ASCII", "l\xf6calhost", 400),
    at("a NUL", "localhost\0.evil.example", 400),
    at("a backslash", f"localhost\\{EVIL}", 400),
    at("5,000 letters", "a" * 5_000, 400),
    row("missing", "GET /v1 HTTP/1.1\r\n\r\n", 400),
    row("twice", request("/v1", f"Host: {EVIL}"), 400, closes=True),
    row("twice, theirs first", request("/v1", "Host: localhost", host=EVIL), 400, closes=True),
    row("twice the same", request("/v1", "Host: localhost"), 400, closes=True),
    row("a whole URL of ours as target", request("http://localhost/livez"), 200),
    row("a whole URL of theirs as target", request(f"http://{EVIL}/v1"), 400),
    row("a whole URL of ours, the host theirs", request("http://localhost/v1", host=EVIL), 400, nginx=200, varnish=200),
    row("a whole URL of another scheme", request(f"ftp://{EVIL}/v1"), 400),
    row("a whole URL of files", request("file:///etc/passwd"), 400),
    row("a target that begins with two slashes", request(f"//{EVIL}/v1"), 404),
    row("a target with a user", request(f"http://localhost@{EVIL}/v1"), 400),
    *map(
        told,
        (
            f"X-Forwarded-Host: {EVIL}",
            f"X-Forwarded-For: {EVIL}",
            "X-Forwarded-Proto: evil",
            "X-Forwarded-Port: 666",
            "X-Forwarded-Prefix: /evil",
            f"X-Forwarded-Server: {EVIL}",
            f"X-Host: {EVIL}",
            f"X-HTTP-Host-Override: {EVIL}",
            f"X-Original-Host: {EVIL}",
            f"Forwarded: host={EVIL};proto=evil",
            f"Forwarded: for=1.2.3.4, host={EVIL}",
            f"True-Client-IP: {EVIL}",
            f"X-Real-IP: {EVIL}",
            f"Front-End-Https: {EVIL}",
            f"Origin: https://{EVIL}",
            f"Referer: https://{EVIL}/v1",
        ),
    ),
)
