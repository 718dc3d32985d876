"""Reading: ranges, conditions, what a client accepts, who it says it is."""

from tests.hostile.case import EVIL, R1, Case, get

FILE = "/v1/downloads/parley.db"
OLD = "If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT"


def ranged(name: str, value: str, status: int | tuple[int, ...], **more: object) -> Case:
    """Return the case of a range of the largest file."""
    return get(f"range: {name}", FILE, status, f"Range: {value}", **more)


def on_condition(name: str, header: str, status: int | tuple[int, ...], **more: object) -> Case:
    """Return the case of a condition on a record."""
    return get(f"condition: {name}", R1, status, header, **more)


RANGES: tuple[Case, ...] = (
    ranged("the first byte", "bytes=0-0", 206),
    ranged("the last byte", "bytes=-1", 206),
    ranged("all", "bytes=0-", 206),
    ranged("beyond the end", "bytes=999999999-", 416),
    # A suffix that is longer than the file selects the whole of it (RFC 9110, 14.1.2).
    ranged("more than all", "bytes=-999999999", 206),
    ranged("nothing", "bytes=-0", 416),
    ranged("backwards", "bytes=5-2", 200),
    ranged("another unit", "evil=0-1", 200, said="evil"),
    ranged("no unit", "0-1", 200),
    ranged("words", "bytes=a-b", 200),
    ranged("negative", "bytes=--1", 200),
    ranged("two", "bytes=0-0,2-2", 200),
    ranged("overlapping", "bytes=" + ",".join(["0-"] * 300), 200),
    ranged("1,300 parts", "bytes=" + ",".join(f"{number}-{number}" for number in range(1_000)), 200),
    ranged("2^64", f"bytes=0-{2**64}", 206),
    ranged("from 2^64", f"bytes={2**64}-", 416),
    ranged("from 4,000 digits", f"bytes={'9' * 4_000}-", 200),
    ranged("unicode digits", "bytes=\xd9\xa1-", 200),
    ranged("empty", "", 200),
    get("range: of a list", "/v1/events", 206, "Range: bytes=0-10", nginx=200, varnish=200),
    get("range: if it is another", FILE, 200, "Range: bytes=0-0", 'If-Range: "evil"', said="evil"),
    get("range: if a date that is none", FILE, 200, "Range: bytes=0-0", "If-Range: evil", said="evil"),
)

CONDITIONS: tuple[Case, ...] = (
    get("range: a resume with a weak tag", FILE, 200, "Range: bytes=0-0", 'If-Range: W/"evil"', said="evil"),
    get("condition: a file if it is there", FILE, 200, "If-Match: *"),
    get("condition: a file if it is another", FILE, 412, 'If-Match: "evil"', said="evil", nginx=200, varnish=200),
    get("condition: a part if it is another", FILE, 412, 'If-Match: "evil"', "Range: bytes=0-0", said="evil"),
    get("condition: a file if unchanged since 1970", FILE, 412, OLD, nginx=200, varnish=200),
    get("condition: a part if unchanged since 1970", FILE, 412, OLD, "Range: bytes=0-0"),
    get("condition: a file that is there", FILE, 304, "If-None-Match: *", nginx=(200, 304), varnish=(200, 304)),
    on_condition("anything", "If-None-Match: *", 304, nginx=(200, 304), varnish=(200, 304)),
    on_condition("anything in quotes", 'If-None-Match: "*"', 200),
    on_condition("another", 'If-None-Match: "evil"', 200, said="evil"),
    on_condition("not in quotes", "If-None-Match: evil", 200, said="evil"),
    on_condition("an open quote", 'If-None-Match: "evil', 200, said="evil"),
    on_condition("quotes alone", 'If-None-Match: """"""', 200),
    on_condition("commas", "If-None-Match: ,,,,,,", 200),
    on_condition("weak nothing", "If-None-Match: W/", 200),
    on_condition("600 of them", "If-None-Match: " + ", ".join(f'"{number:08}"' for number in range(600)), 200),
    on_condition("7,000 letters", f'If-None-Match: "{"a" * 7_000}"', 200),
    on_condition("7,000 quotes", "If-None-Match: " + '"' * 7_000, 200),
    on_condition("beyond ASCII", 'If-None-Match: "\xe4"', 200),
    on_condition("empty", "If-None-Match: ", 200),
    on_condition("an old day", "If-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT", 200),
    on_condition("a day that is none", "If-Modified-Since: Thu, 99 Foo 2031 99:99:99 GMT", 200),
    on_condition("a day far off", "If-Modified-Since: Fri, 31 Dec 9999 23:59:59 GMT", 200),
    on_condition("a day beyond all", "If-Modified-Since: Fri, 31 Dec 99999999999 23:59:59 GMT", 200),
    on_condition("a time beyond all", "Accept-Datetime: Fri, 31 Dec 99999999999 23:59:59 GMT", 400, nginx=200),
    on_condition("a negative day", "If-Modified-Since: Fri, -1 Jan -1 00:00:00 GMT", 200),
    on_condition("words for a day", "If-Modified-Since: evil", 200, said="evil"),
    on_condition("a zone beyond all", "If-Modified-Since: Thu, 01 Jan 1970 00:00:00 +999999", 200),
    on_condition("if it matches another", 'If-Match: "evil"', 200, said="evil"),
    on_condition("if it matches anything", "If-Match: *", 200),
    on_condition("if unchanged since 1970", OLD, 200),
)

ACCEPTING: tuple[Case, ...] = (
    get("accept: anything", "/v1/events", 200, "Accept: */*"),
    get("accept: nothing", "/v1/events", 200, "Accept: "),
    get("accept: nonsense", "/v1/events", 200, "Accept: evil", said="evil"),
    get("accept: nonsense with a slash", "/v1/events", 406, "Accept: evil/evil", said="evil"),
    get("accept: commas", "/v1/events", 200, "Accept: ,,,,;;;q=q"),
    get("accept: a weight of words", "/v1/events", 200, "Accept: text/csv;q=evil", said="evil"),
    get("accept: a weight of infinity", "/v1/events", 200, "Accept: text/csv;q=inf"),
    get("accept: not a number", "/v1/events", 200, "Accept: text/csv;q=nan"),
    get("accept: a weight of 4,000 digits", "/v1/events", 200, "Accept: text/csv;q=" + "9" * 4_000),
    get("accept: a negative weight", "/v1/events", 200, "Accept: text/csv;q=-1"),
    get("accept: nought of all", "/v1/events", 406, "Accept: */*;q=0"),
    get("accept: 400 kinds", "/v1/events", 406, "Accept: " + ", ".join(f"a/b{number}" for number in range(400))),
    get("accept: a parameter of quotes", "/v1/events", 200, 'Accept: text/csv;a="' + "\\" * 3_000),
    get("accept: markup", "/v1/events", 406, "Accept: <script>evil</script>", said="evil"),
    get("accept: HTML", "/v1/events", 200, "Accept: text/html"),
    get("accept: beyond ASCII", "/v1/events", 406, "Accept: \xe4/\xff"),
    get("accept: slashes", "/v1/events", 406, "Accept: " + "/" * 5_000),
    get("coding: nonsense", "/v1/events", 200, "Accept-Encoding: evil", said="evil"),
    get("coding: all", "/v1/events", 200, "Accept-Encoding: gzip, deflate, br, zstd"),
    get("coding: none", "/v1/events", 200, "Accept-Encoding: identity;q=0, *;q=0"),
    get("coding: commas", "/v1/events", 200, "Accept-Encoding: ,,,;q=,gzip;q=q"),
    get("coding: 1,000", "/v1/events", 200, "Accept-Encoding: " + ", ".join(["gzip"] * 1_000)),
    get("language: nonsense", "/v1/events", 200, "Accept-Language: " + "-" * 3_000),
    get("charset: nonsense", "/v1/events", 200, "Accept-Charset: evil;q=9", said="evil"),
    get("type of no body", "/v1/events", 200, "Content-Type: application/json; charset=evil", said="evil"),
)

CALLERS: tuple[Case, ...] = (
    get("a cookie", "/v1", 200, "Cookie: session=evil; admin=1", said="evil"),
    get("a cookie of 7,000 letters", "/v1", 200, "Cookie: " + "a=b; " * 1_400),
    get("a cookie of nonsense", "/v1", 200, 'Cookie: ="; ;;; =evil', said="evil"),
    get("a password", "/v1", 200, "Authorization: Basic ZXZpbDpldmls"),
    get("a password that is none", "/v1", 200, "Authorization: Basic \xff"),
    get("a token", "/v1", 200, "Authorization: Bearer evil", said="evil"),
    get("a digest that is none", "/v1", 200, 'Authorization: Digest username="evil', said="evil"),
    get("an agent of markup", "/v1", 200, "User-Agent: <script>evil</script>", said="evil"),
    get("an agent of shells", "/v1", 200, "User-Agent: () { :; }; echo evil", said="evil"),
    get("no agent", "/v1", 200, "User-Agent: "),
    get("an origin of nothing", "/v1", 200, "Origin: null"),
    get("an origin and a method", "/v1", 200, f"Origin: https://{EVIL}", "Access-Control-Request-Method: DELETE"),
    get("no cache", "/v1", 200, "Cache-Control: no-cache, no-store", "Pragma: no-cache"),
    get("only from a cache", "/v1", 200, "Cache-Control: only-if-cached"),
    get("a fresh one of 4,000 digits", "/v1", 200, "Cache-Control: max-age=" + "9" * 4_000),
    get("a method to be told", "/v1", 200, "X-Method-Override: DELETE"),
    get("a debugger", "/v1?__debugger__=yes&cmd=resource&f=style.css", 400),
)

CASES = (*RANGES, *CONDITIONS, *ACCEPTING, *CALLERS)
