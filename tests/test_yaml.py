"""Strict YAML: what is refused, on which line, and the canonical form."""

import pytest

from db.yaml import Problem, canonical, parse

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
}


@pytest.mark.parametrize(("content", "line", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_refuses(content, line, message):
    with pytest.raises(Problem) as caught:
        parse(content)
    assert message in caught.value.message
    assert caught.value.line == line


def test_every_scalar_stays_text():
    text = b"a: NO\nb: 2025-06-02\nc: 0123\nd: 1:30\ne: 3.10\nf: true\ng: .inf\nh: '~'\n"
    expected = {"a": "NO", "b": "2025-06-02", "c": "0123", "d": "1:30", "e": "3.10", "f": "true", "g": ".inf", "h": "~"}
    assert parse(text).data == expected


def test_lines_are_known():
    document = parse(b"a:\n  b:\n  - x\n  - c: y\n")
    assert document.line(("a", "b", 1, "c")) == 4
    assert document.line(("a", "b", 1, "missing")) == 4
    assert document.line(("nowhere",)) == 1


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
