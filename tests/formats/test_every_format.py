"""Every format: a test of this folder asks for it."""

from pathlib import Path

import pytest

from api.formats import FORMATS


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_format_has_a_test(suffix):
    texts = [path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py")]
    assert any(f".{suffix}" in text for text in texts), f"no test in tests/formats/ asks for .{suffix}"
