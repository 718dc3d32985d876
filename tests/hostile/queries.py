"""Queries: parameters that nobody should send, and what each is answered with."""

from urllib.parse import quote

from tests.hostile.case import R1, Case, get


def asked(name: str, query: str, status: int | tuple[int, ...] = 400, at: str = "/v1/events", **more: object) -> Case:
    """Return the case of a query string, by default of the events."""
    return get(name, f"{at}?{query}", status, **more)


NUMBERS = {
    "nought": "0", "negative": "-1", "a plus": "+5", "an encoded plus": "%2B5", "a blank": "%205",
    "a blank behind": "5%20", "a line feed behind": "5%0A", "a tab": "%095", "a leading nought": "05",
    "octal": "0o10", "hexadecimal": "0x10", "binary": "0b1", "an underscore": "1_0", "a point": "5.0",
    "a comma": "5,5", "a point alone": ".", "an exponent": "1e1", "a fraction": "1/2", "not a number": "NaN",
    "infinity": "Infinity", "minus infinity": "-inf", "true": "true", "null": "null", "a list": "[5]",
    "a quotation mark": "5'", "a semicolon": "5;drop table record", "Arabic digits": quote("٥"),
    "wide digits": quote("５"), "superscript": quote("²"), "a Roman numeral": quote("Ⅴ"), "a letter": "O",
    "nothing": "", "101": "101", "2^31": str(2**31), "2^63": str(2**63), "2^64": str(2**64),
    "4,000 digits": "9" * 4_000, "zero width": quote("5\u200b"), "minus of typography": quote("−5"),
}  # fmt: skip
"""What `limit` is not: anything but 1 to 100 in plain digits."""

TYPED = {
    "a quotation mark": '"', "two quotation marks": '""', "an unclosed phrase": '"bodies', "an apostrophe": "O'Brien",
    "AND": "AND", "OR": "OR", "NOT": "NOT", "NOT bodies": "NOT bodies", "bodies AND": "bodies AND", "NEAR": "NEAR",
    "NEAR(": "NEAR(", "NEAR with words": "NEAR(bodies talks, 5)", "a column": "title:bodies",
    "a column that is none": "foo:bar", "columns": "{title body}: bodies", "a star": "*", "a star first": "*bodies",
    "stars": "***", "a star inside": "bo*ies", "a hat": "^", "a hat first": "^bodies", "a minus": "-",
    "minus a word": "-a", "minus minus": "--bodies", "a plus": "a +", "a bracket": "(", "brackets": "((",
    "300 brackets": "(" * 180, "closed brackets": "()", "a comma": "a,b", "a point": "a.b", "a colon": ":",
    "a semicolon": ";", "a backslash": "\\", "a percent sign": "%", "an underscore": "_", "a slash": "/",
    "a rank": "rank MATCH 'bm25(10)'", "SQL": "'; drop table record; --",
    "SQL in brackets": "') union select * from record --", "markup": "<script>alert(1)</script>",
    "a template": "{{7*7}}", "JSON": '{"a": 1}', "an emoji": "🕊", "flags": "🇳🇴🇺🇦", "joined emoji": "👩‍⚖️",
    "Zalgo": "b\u0336\u0321o\u0337d\u0335", "accents alone": "\u0301\u0301", "right to left": "\u202eseidob",
    "zero width": "bod\u200bies", "a byte order mark": "\ufeffbodies", "letters that look alike": "bоdies",
    "wide": "ｂｏｄｉｅｓ", "a ligature": "ﬁre", "a long s": "ſ", "Turkish i": "İstanbul ıslak", "Chinese": "和平谈判",
    "Arabic": "مفاوضات", "Devanagari": "वार्ता", "a private letter": "\ue000", "no character": "\uffff",
    "a tag": "\U000e0041", "a line feed": "a\nb", "a carriage return": "a\rb", "a bell": "a\x07b",
    "an escape": "\x1b[31m", "delete": "\x7f", "C1": "\x85", "a line separator": "\u2028", "blanks": "   ",
    "blanks around": "  bodies  ", "points": "...", "30 words": "a " * 30, "one long word": "a" * 200,
    "numbers": "1,000,000", "a date": "2031-04-12", "an address": "https://evil.example/a?b=c",
    "minus all": "-bodies -talks",
}  # fmt: skip
"""What somebody may type: 200 where there is a letter or a digit to search for, otherwise 400; never anything else."""

BYTES = {
    "a NUL": "%00", "a NUL inside": "a%00b", "no UTF-8": "%ff", "half a letter": "%c3", "an overlong slash": "%c0%af",
    "an overlong NUL": "%c0%80", "a lone surrogate": "%ed%a0%80", "another lone surrogate": "%ed%bf%bf",
    "beyond Unicode": "%f4%90%80%80", "five bytes": "%f8%88%80%80%80", "UTF-16": "%fe%ff%00a", "Latin-1": "Br%fccke",
}  # fmt: skip
"""Bytes that are no text, in a value or a name."""

CASES: tuple[Case, ...] = (
    *(asked(f"limit: {name}", f"limit={text}") for name, text in NUMBERS.items()),
    *(asked(f"round: {name}", f"round={text}") for name, text in NUMBERS.items() if name not in ("nought", "101")),
    *(
        asked(
            f"{way} for {name}", f"q={quote(text, safe='')}", 200 if any(map(str.isalnum, text)) else 400, f"/v1/{way}"
        )
        for way in ("search", "events")
        for name, text in TYPED.items()
    ),
    *(asked(f"value: {name}", f"q={text}") for name, text in BYTES.items()),
    *(asked(f"name: {name}", f"{text}=1") for name, text in BYTES.items()),
    asked("31 words", "q=" + "a+" * 31),
    asked("40 words in quotes", "q=%22" + "a+" * 40 + "%22", 200, "/v1/search"),
    asked("4 beginnings", "q=a*+b*+c*+d*", 400, "/v1/search"),
    asked("4 beginnings between quotes", "q=" + "a*%22%22" * 4, 400, "/v1/search"),
    asked("401 letters", "q=" + "a" * 401),
    asked("7,000 letters", "q=" + "a" * 7_000),
    asked("200 letters of four bytes", "q=" + "%F0%90%80%80" * 200, 200),
    asked("an unknown name", "evil=1"),
    asked("an empty name", "=1"),
    asked("a name of 5,000 letters", "a" * 5_000 + "=1"),
    asked("a name in capitals", "LIMIT=5"),
    asked("a name with brackets", "limit[]=5"),
    asked("a name with a key", "filter[kind]=call"),
    asked("a name of Python's", "__class__=1"),
    asked("a name of an operator alone", "__gte=1"),
    asked("an operator that is none", "round__like=1"),
    asked("an operator twice", "round__gte__gte=1"),
    asked("an operator where none is", "limit__gte=1"),
    asked("a name of Flask's", "identifier=evil", at=R1),
    asked("a name that the path gives", "date=2031", at="/v1/events/2031-04"),
    asked("the same twice", "limit=5&limit=6"),
    asked("the same twice alike", "limit=5&limit=5"),
    asked("q twice", "q=bodies&q=talks"),
    asked("views twice", "view=full&view=brief"),
    asked("kinds twice", "kind=call&kind=meeting", 200),
    asked("the same kind twenty times", "kind=" + ",".join(["call"] * 20), 200),
    asked("the same kind twenty-one times", "kind=" + ",".join(["call"] * 21)),
    asked("21 kinds as 21 parameters", "&".join(["kind=call"] * 21)),
    asked("1,000 parameters", "&".join(f"a{number}=1" for number in range(1_000)), 400),
    asked("1,000 times the same", "&".join(["limit=1"] * 1_000), 400),
    asked("2,500 ampersands", "&" * 2_500, 200),
    asked("a list of 1,500 values", "kind=" + "call," * 1_500, 400),
    asked("a list of 10,000 values", "kind=" + "call," * 10_000, 414, closes=True, varnish=0),
    asked("commas", "kind=,,,"),
    asked("20 unknown ids", "actor=" + ",".join(f"evil-{number}" for number in range(20)), said="evil"),
    asked("semicolons between", "limit=5;view=full"),
    asked("no value", "limit"),
    asked("an equals sign alone", "=", 400),
    asked("an ampersand alone", "&", 200),
    asked("a question mark", "?limit=5"),
    asked("a percent sign alone", "q=%", 400),
    asked("a percent sign and nonsense", "q=%zz", 200),
    asked("encoded twice", "q=%2500", 200),
    asked("a header in a value", "kind=call%0d%0aSet-Cookie:%20evil=1", said="evil"),
    asked("a header in a search", "q=bodies%0d%0aSet-Cookie:%20evil=1", 200, "/v1/search"),
    asked("a header in a list of titles", "q=bodies%0d%0aX-Evil:%201", 200, "/v1/events.csv"),
    asked("markup in a sort", "sort=%3Cscript%3Eevil%3C/script%3E", said="evil"),
    asked("a sort of SQL", "sort=date%3bdrop%20table%20record"),
    asked("a sort of a column that is not one", "sort=n"),
    asked("a sort with two minuses", "sort=--date"),
    asked("a sort twice the same", "sort=date,date", 200),
    asked("a field that is none", "fields=rowid"),
    asked("a field of Python's", "fields=__class__"),
    asked("a facet that is none", "facet=evil", said="evil"),
    asked("every facet of a list", "facet=kind,status,process,actor,place,country,topic,publisher,year", 200),
    asked("a cursor that is none", "cursor=evil", said="evil"),
    asked("a cursor of points", "cursor=...."),
    asked("an empty cursor", "cursor="),
    asked("a cursor of 700 letters", "cursor=" + "a" * 700),
    asked("a cursor of another list", "cursor=WyJhIiwwLCJiIl0"),
    asked("a cursor of zlib", "cursor=.eJwDAAAAAAE.AAAA"),
    asked("a bomb of a date", "date=" + "2031," * 36),
    asked("a date of 200 digits", "date=" + "2" * 200),
    asked("a date of brackets", "date=" + "[" * 150),
    asked("a date before all", "date=-9999", 400),
    asked("a date after all", "date=9999-12-31", 200),
    asked("a year of ten digits", "date=y1000000000", 400),
    asked("a year of an exponent", "date=y-17e7", 400),
    asked("a date of unicode digits", "date=" + quote("٢٠٣١")),
    asked("a date with a blank", "date=2031%20"),
    asked("an open date", "date=../..", 200),
    asked("an interval the wrong way", "date=2032/2031", 400),
    asked("an id of dots", "actor=../../etc/passwd"),
    asked("an id beyond ASCII", "actor=" + quote("аna-belo")),
    asked("an id with a line feed", "actor=ana-belo%0a"),
    asked("a code with a line feed", "country=NO%0a"),
    asked("a code of wide letters", "country=" + quote("ＮＯ")),
    asked("a word with a line feed", "view=full%0a"),
    asked("a search without words", "", 400, "/v1/search"),
    asked("a page of a search that is none", "q=bodies&cursor=evil", 400, "/v1/search", said="evil"),
    asked("totals by nothing known", "by=evil", 400, "/v1/transfers/totals", said="evil"),
    asked("a day of the year that is none", "day=13-45", 400, "/v1/on-this-day"),
    asked("a parameter where none is", "evil=1", 400, "/v1/coverage", said="evil"),
    asked("a parameter at the downloads", "evil=1", 400, "/v1/downloads", said="evil"),
)
