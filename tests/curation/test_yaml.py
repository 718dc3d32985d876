"""Strict YAML: what is refused, on which line, and the canonical form."""

import pytest

from db.curation.format import canonical
from db.curation.yaml import YamlError, parse

REFUSED = {
    "not utf-8": (b"name: ok\ntitle: \xff\n", 2, "Not UTF-8"),
    "utf-16": ("name: x\n".encode("utf-16"), 1, "Not UTF-8"),
    "tab": (b"name: ok\n\ttitle: x\n", 2, "tab"),
    "tab inside": (b"name: a\tb\n", 1, "tab"),
    "duplicate key": (b"name: a\nname: b\n", 2, "twice"),
    "duplicate inner key": (b"a:\n  b: 1\n  b: 2\n", 3, "twice"),
    "alias": (b"a: &x one\nb: *x\n", 1, "anchor"),
    "alias bomb": (b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", 1, "anchor"),
    "undefined alias": (b"a: *x\n", 1, "alias"),
    "tag": (b"a: !!int 1\n", 1, "tag"),
    "python tag": (b"a: !!python/object/apply:os.system [ls]\n", 1, "tag"),
    "merge key with alias": (b"a: {<<: *x}\n", 1, "alias"),
    "null": (b"a: null\n", 1, "no value"),
    "tilde": (b"a: ~\n", 1, "no value"),
    "empty": (b"a:\nb: x\n", 1, "no value"),
    "empty quotes": (b"a: ''\n", 1, "no value"),
    "second document": (b"a: x\n---\nb: y\n", 2, "second document"),
    "list at top": (b"- a\n", 1, "Not a mapping"),
    "text at top": (b"hello\n", 1, "Not a mapping"),
    "nothing": (b"", 1, "Not a mapping"),
    "only a comment": (b"# nothing\n", 1, "Not a mapping"),
    "too deep": (b"a: " + b"[" * 100 + b"]" * 100, 1, "deeper"),
    "very deep": (b"a: " + b"[" * 100_000, 1, "deeper"),
    "unclosed": (b"a: [x\n", 2, "Not YAML"),
    "unclosed quote": (b"a: 'x\n", 2, "Not YAML"),
    "bad indentation": (b"a: x\n  b: y\n", 2, "Not YAML"),
    "complex key": (b"? [a]\n: b\n", 1, "not plain text"),
    "nul": (b"a: \x00\n", 1, "Not YAML"),
    "control character": (b"a: \x07\n", 1, "Not YAML"),
    "unknown directive": (b"%FOO bar\n--- x\n", 1, "Not YAML"),
    "lone surrogate as bytes": (b"name: ok\ntitle: \xed\xa0\x80\n", 2, "Not UTF-8"),
    "lone surrogate as an escape": (b'name: "\\ud800"\n', 1, "Not YAML"),
    "overlong nul": (b"a: \xc0\x80\n", 1, "Not UTF-8"),
    "utf-32": ("a: x\n".encode("utf-32"), 1, "Not UTF-8"),
    "no character": ("a: \uffff\n".encode(), 1, "Not YAML"),
    "duplicate key in braces": (b"a: {b: x, b: y}\n", 1, "twice"),
    "duplicate key by an escape": (b'a: x\n"\\x61": y\n', 2, "twice"),
    "anchor that nothing uses": (b"a: &x y\n", 1, "anchor"),
    "anchor of a mapping": (b"a: &x {b: c}\n", 1, "anchor"),
    "billion laughs": (
        b"a: &a [x,x,x,x,x,x,x,x,x]\n"
        + b"".join(b"%c: &%c [%s]\n" % (c, c, b",".join([b"*%c" % (c - 1)] * 9)) for c in b"bcdefghi"),
        1,
        "anchor",
    ),
    "alias to itself": (b"a: &x [*x]\n", 1, "anchor"),
    "float tag": (b"a: !!float .nan\n", 1, "tag"),
    "binary tag": (b"a: !!binary aGk=\n", 1, "tag"),
    "set tag": (b"a: !!set {x}\n", 1, "tag"),
    "own tag": (b"a: !mine y\n", 1, "tag"),
    "tag without a name": (b"a: ! y\n", 1, "tag"),
    "tag in full": (b"a: !<tag:yaml.org,2002:str> y\n", 1, "tag"),
    "deep mappings": (b"a: " + b"{a: " * 50 + b"x" + b"}" * 50, 1, "deeper"),
    "deep by indentation": (b"".join(b" " * depth + b"a:\n" for depth in range(40)), 17, "deeper"),
    "second document without a mark": (b"a: x\n...\nb: y\n", 3, "Not YAML"),
    "key of 2,000 letters": (b"a" * 2000 + b": x\n", 1, "Not YAML"),
    "unknown escape": (b'a: "\\q"\n', 1, "Not YAML"),
    "reserved mark": (b"a: @x\n", 1, "Not YAML"),
    "two values": (b"a: b: c\n", 1, "Not YAML"),
    "unclosed braces": (b"a: {b: c\n", 2, "Not YAML"),
    "number sign in a title": (b"a: x\ntitle: Talks #2 in Midport\n", 2, "put the value in quotes"),
    "number sign in a list": (b"a: [one, two #2]\n", 1, "put the value in quotes"),
    "number sign behind an item": (b"a:\n- one #1\n- two\n", 2, "put the value in quotes"),
    "number sign behind braces": (b"a: {b: c} #1\n", 1, "put the value in quotes"),
}


@pytest.mark.parametrize(("content", "line", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_refuses(content, line, message):
    with pytest.raises(YamlError) as caught:
        parse(content)
    assert message in caught.value.message
    assert caught.value.line == line


def test_comments_that_lose_nothing_are_allowed():
    content = b"# What happened.\na: 'Talks #2'\nb: C#\nc: x\n# The end.\n"
    assert parse(content).data == {"a": "Talks #2", "b": "C#", "c": "x"}


def test_every_scalar_stays_text():
    text = b"a: NO\nb: 2025-06-02\nc: 0123\nd: 1:30\ne: 3.10\nf: true\ng: .inf\nh: '~'\n"
    expected = {"a": "NO", "b": "2025-06-02", "c": "0123", "d": "1:30", "e": "3.10", "f": "true", "g": ".inf", "h": "~"}
    assert parse(text).data == expected


def test_lines_are_known():
    lines = parse(b"a:\n  b:\n  - x\n  - c: y\n").lines
    assert lines.line(("a", "b", 1, "c")) == 4
    assert lines.line(("a", "b", 1, "missing")) == 4
    assert lines.line(("nowhere",)) == 1


def test_canonical_form_loads_to_the_same_and_stays():
    data = {
        "name": "Çırağan: палац",
        "no": "NO",
        "date": "2025-06-02",
        "list": ["a", "b"],
        "long": "word " * 40 + "end",
        "inner": [{"source": "x", "quote": "a, b"}, {"source": "y", "via": ["z"]}],
        "true": "true",
    }
    text = canonical(data)
    assert parse(text.encode()).data == data
    assert canonical(parse(text.encode()).data) == text
