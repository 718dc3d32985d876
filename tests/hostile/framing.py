"""Framing: headers that lie about where a request ends, on which servers in a row might not agree; and bodies."""

from tests.hostile.case import EVIL, Case, get, request, row

INNER = "GET /robots.txt HTTP/1.1\r\nHost: localhost\r\n\r\n"
"""What an attacker would have taken for a request of its own; a reply to it shows."""


def smuggled(name: str, *headers: str, body: str = INNER, method: str = "GET", **more: object) -> Case:
    """Return a case whose body would be a second request to a server that reads the headers otherwise."""
    return row(name, request("/v1", *headers, method=method, body=body), more.pop("status", 400), closes=True, **more)


CHUNKED = "Transfer-Encoding: chunked"
LENGTH = f"Content-Length: {len(INNER)}"

SMUGGLING: tuple[Case, ...] = (
    smuggled("length and chunks", LENGTH, CHUNKED, body="0\r\n\r\n" + INNER),
    smuggled("chunks and length", CHUNKED, LENGTH, body="0\r\n\r\n" + INNER),
    smuggled("chunks and no length", CHUNKED, "Content-Length: 0", body="0\r\n\r\n" + INNER),
    smuggled("two lengths", "Content-Length: 0", LENGTH),
    smuggled("two equal lengths", LENGTH, LENGTH),
    smuggled("a list of lengths", f"Content-Length: 0, {len(INNER)}"),
    smuggled("a list of equal lengths", f"Content-Length: {len(INNER)}, {len(INNER)}"),
    smuggled("a length with a plus", "Content-Length: +0"),
    smuggled("a negative length", "Content-Length: -1"),
    smuggled("a length of hexadecimal", "Content-Length: 0x10"),
    smuggled("a length with an underscore", "Content-Length: 1_0"),
    smuggled("a length with a point", "Content-Length: 10.0"),
    smuggled("a length with an exponent", "Content-Length: 1e1"),
    smuggled("an empty length", "Content-Length: "),
    smuggled("a length of words", "Content-Length: ten"),
    smuggled("a length of Arabic digits", "Content-Length: \xd9\xa1"),
    smuggled("a length of superscripts", "Content-Length: \xb2"),
    smuggled("a length with a blank in it", "Content-Length: 1 0"),
    smuggled("a length of 2^63", f"Content-Length: {2**63}", status=200, nginx=400, varnish=400),
    smuggled("a length of 2^64 and a bit", f"Content-Length: {2**64 + 5}", status=200, nginx=400, varnish=400),
    smuggled("a length of 4,000 digits", f"Content-Length: {'9' * 4000}", status=200, nginx=400, varnish=400),
    smuggled("a length whose name has a blank", f"Content-Length : {len(INNER)}"),
    smuggled("a length after a tab", f"Content-Length\t: {len(INNER)}"),
    smuggled("a length on a folded line", f"X-A: b\r\n Content-Length: {len(INNER)}", body="", varnish=200),
    smuggled("a length with a carriage return", f"Content-Length: 0\rContent-Length: {len(INNER)}"),
    smuggled("a length after a line feed alone", f"X-A: b\nContent-Length: {len(INNER)}", body="", nginx=413),
    smuggled("a length after a NUL", f"X-A: b\0Content-Length: {len(INNER)}"),
    smuggled("chunks in capitals", "Transfer-Encoding: CHUNKED", LENGTH, body="0\r\n\r\n" + INNER),
    smuggled("chunks after a tab", "Transfer-Encoding:\tchunked", LENGTH, body="0\r\n\r\n" + INNER),
    smuggled("chunks after a vertical tab", "Transfer-Encoding: \x0bchunked", body="0\r\n\r\n" + INNER),
    smuggled("chunks whose name has a blank", "Transfer-Encoding : chunked", body="0\r\n\r\n" + INNER),
    smuggled("chunks on a folded line", "Transfer-Encoding:\r\n chunked", body="0\r\n\r\n" + INNER),
    smuggled("chunks twice", CHUNKED, CHUNKED, body="0\r\n\r\n" + INNER),
    smuggled("chunks twice in a list", "Transfer-Encoding: chunked, chunked", body="0\r\n\r\n" + INNER),
    smuggled("chunks and then no coding", CHUNKED, "Transfer-Encoding: identity", body="0\r\n\r\n" + INNER),
    smuggled(
        "no coding and then chunks",
        "Transfer-Encoding: identity, chunked",
        body="0\r\n\r\n" + INNER,
        status=200,
        nginx=400,
        varnish=400,
    ),
    smuggled("an unknown coding", "Transfer-Encoding: xchunked", body="0\r\n\r\n" + INNER),
    smuggled("chunks in quotes", 'Transfer-Encoding: "chunked"', body="0\r\n\r\n" + INNER),
    smuggled("chunks with a comma", "Transfer-Encoding: chunked,", body="0\r\n\r\n" + INNER),
    smuggled("chunks before another", "Transfer-Encoding: chunked, gzip", body="0\r\n\r\n" + INNER),
    smuggled("chunks with a parameter", "Transfer-Encoding: chunked;q=1", body="0\r\n\r\n" + INNER),
    smuggled("an empty coding", "Transfer-Encoding: ", LENGTH),
    smuggled("a coding beyond ASCII", "Transfer-Encoding: chun\xc4\xb8ed", body="0\r\n\r\n" + INNER),
    smuggled("a chunk of a negative size", CHUNKED, body="-1\r\n\r\n" + INNER, method="POST", status=405, nginx=400),
    smuggled("a chunk of a size with 0x", CHUNKED, body="0x0\r\n\r\n" + INNER, method="POST", status=405, nginx=400),
    smuggled(
        "a chunk of a size with an underscore",
        CHUNKED,
        body="1_0\r\n" + "a" * 16 + "\r\n0\r\n\r\n",
        method="POST",
        status=405,
        nginx=400,
    ),
    smuggled("a chunk of a size of words", CHUNKED, body="zz\r\n\r\n" + INNER, method="POST", status=405, nginx=400),
    smuggled(
        "a chunk of too large a size", CHUNKED, body="f" * 40 + "\r\n" + INNER, method="POST", status=405, nginx=400
    ),
    smuggled(
        "a chunk longer than its size", CHUNKED, body="1\r\nabc\r\n0\r\n\r\n", method="POST", status=405, nginx=400
    ),
    row("a chunk after a line feed alone", request("/v1", CHUNKED, method="POST", body="0\n\n"), 405),
)

BODIES: tuple[Case, ...] = (
    get("a length of nought", "/v1", 200, "Content-Length: 0"),
    row("a body on GET", request("/v1", "Content-Length: 3", body="abc"), 200, nginx=413, varnish=400),
    row("a body in chunks on GET", request("/v1", CHUNKED, body="3\r\nabc\r\n0\r\n\r\n"), 200, nginx=400, varnish=400),
    row(
        "a large body on GET", request("/v1", "Content-Length: 100000", body="a" * 100_000), 200, nginx=413, varnish=400
    ),
    row(
        "a body that is a request",
        request("/v1", LENGTH, body=INNER),
        200,
        nginx=413,
        varnish=400,
    ),
    row(
        "a compressed body",
        request("/v1", "Content-Encoding: gzip", "Content-Length: 4", body="\x1f\x8b\x08\x00"),
        200,
        nginx=413,
        varnish=400,
    ),
    row("a large body on POST", request("/v1", "Content-Length: 2000000", method="POST", body="a" * 100_000), 405),
    row(
        "a length without a body, asked before sending",
        request("/v1", "Expect: 100-continue", "Content-Length: 0"),
        200,
    ),
    row(
        "a body asked for before sending",
        request("/v1", "Expect: 100-continue", "Content-Length: 3", body="abc"),
        200,
        nginx=413,
        varnish=400,
    ),
    row("another expectation", request("/v1", "Expect: evil"), 417, said="evil", nginx=200),
    row(
        "trailers",
        request("/v1", CHUNKED, "Trailer: Host", body=f"0\r\nHost: {EVIL}\r\n\r\n"),
        200,
        nginx=400,
        varnish=400,
    ),
)

CASES = (*SMUGGLING, *BODIES)
