"""Patterns: no regular expression of the code takes more than linear time, whatever text it is given."""

import ast
import importlib
import re
from collections.abc import Iterator
from itertools import permutations
from typing import Any

import pytest

from api import PeriodConverter
from db.query.root import ROOT
from tests.conftest import LONG
from tests.work import seconds_of_work

pytestmark = pytest.mark.slow

READERS = ("compile", "fullmatch", "match", "search", "sub", "split", "findall", "finditer", "Regexp")
BEGINNINGS = ("", "/v1/", "/v1/events/", "00-", "bytes=", "bytes=0-", "PT", '"', "“", "1,", "2031-04", "[")
ATOMS = ("a", "A", "0", "9", " ", "\n", "-", ".", ",", ":", "/", '"', "*", "_", "“", "„", "«", "é", "[", "(", "\\", "~")
ENDS = ("", "!", "\n\0")
SHORT, MEDIUM, LONGEST = 20, 16_000, 64_000
"""Letters: enough to catch what doubles with each letter, what grows with the square, and what anybody may send."""
BOUNDS = {SHORT: 0.005, MEDIUM: 0.03, LONGEST: 0.1}
"""Seconds of processor time for a text of so many letters. Most linear patterns take less than a tenth of each."""
MAX_GROWTH = 3
"""How many times as long a text of twice the length may take where the machine, or a bounded repeat, is slow.

What grows with the square takes four times as long.
"""


def patterns() -> Iterator[tuple[str, str, str, int]]:
    """Give the place, the use, the text and the flags of every pattern that the code has, as its module reads it."""
    for path in sorted(path for part in ("api", "db", "schemas") for path in (ROOT / part).rglob("*.py")):
        name = path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
                continue
            if call.func.attr not in READERS or getattr(call.func.value, "id", "") not in ("re", "validate"):
                continue
            module = vars(importlib.import_module(name))
            if "self." in ast.unparse(call.args[0]):
                # What a class leaves to its subclasses: each of their patterns is read in its place.
                for own in [value for value in module.values() if isinstance(getattr(value, "PATTERN", None), str)]:
                    yield f"{name}:{own.__name__}", call.func.attr, rf"\A(?:{own.PATTERN})\Z", 0
                continue
            pattern = eval(ast.unparse(call.args[0]), module | {"regex": module.get("IDENTIFIER")} | LOCAL)
            flags = [node.attr for node in ast.walk(call) if isinstance(node, ast.Attribute) and node.attr.isupper()]
            yield f"{name}:{call.lineno}", call.func.attr, pattern, int(sum(getattr(re, flag, 0) for flag in flags))


def texts(size: int, atoms: list[str]) -> Iterator[str]:
    """Give texts of about a size that go on and on without ever becoming what a pattern looks for."""
    for atom in atoms:
        middle = atom * (size // len(atom))
        yield from (beginning + middle + end for beginning in BEGINNINGS for end in ENDS)


def is_linear(compiled: re.Pattern[Any], use: str, text: str, half: str, bound: float) -> bool:
    """Tell whether a text is read within a bound, or takes not much more than twice as long as one half as long."""
    taken = seconds(compiled, use, text, bound)
    return taken <= bound or taken <= MAX_GROWTH * seconds(compiled, use, half, 0)


def seconds(compiled: re.Pattern[Any], use: str, letters: str, bound: float) -> float:
    """Return the processor time of reading a text."""
    text: Any = letters.encode() if isinstance(compiled.pattern, bytes) else letters

    def read() -> None:
        if use in ("compile", "fullmatch", "match", "Regexp"):
            compiled.fullmatch(text)
        if use not in ("fullmatch", "match", "Regexp"):
            compiled.sub(text[:0], text)

    return seconds_of_work(read, bound)


LOCAL = {"kind": PeriodConverter, "words": ["Ann Lee", "Lee"]}
"""What names mean inside functions."""
PATTERNS = {place: (use, pattern, flags) for place, use, pattern, flags in patterns()}
PAIRS = [first + second for first, second in permutations(ATOMS, 2)]


@pytest.mark.parametrize("place", PATTERNS)
def test_is_linear(place):
    use, pattern, flags = PATTERNS[place]
    compiled = re.compile(pattern, flags)
    letters = pattern.decode() if isinstance(pattern, bytes) else pattern
    own = sorted(set(re.sub(r"\\.", "", letters)) - set("()[]{}?+^$|"))[:12]
    atoms = {SHORT: PAIRS, MEDIUM: [*dict.fromkeys([*ATOMS, *own])], LONGEST: ["a", "0", " ", '"', "-"]}
    for size, bound in BOUNDS.items():
        pairs = list(zip(texts(size, atoms[size]), texts(size // 2, atoms[size]), strict=True))
        for text, half in pairs[:: 1 if LONG > 1 else 11]:
            assert is_linear(compiled, use, text, half, bound), (pattern, text[:40], len(text))


def test_every_pattern_is_known():
    assert len(PATTERNS) > 40


@pytest.mark.parametrize(("pattern", "letter", "size"), [(r"(a+)+b", "a", SHORT), (r"\s*\n", " ", MEDIUM)])
def test_what_is_not_linear_is_found(pattern, letter, size):
    assert not is_linear(re.compile(pattern), "sub", letter * size, letter * (size // 2), BOUNDS[size])


@pytest.mark.parametrize("size", [MEDIUM, LONGEST])
def test_what_is_slow_and_linear_is_linear(size):
    slow = re.compile(r"\w{1,64}!")
    assert is_linear(slow, "sub", "a" * size, "a" * (size // 2), BOUNDS[size] / 100)
