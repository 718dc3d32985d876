"""Every format: a test of this folder asks for it, and no other answers to its media types."""

from dataclasses import replace
from pathlib import Path

import pytest

from api.formats import FORMATS, check_formats
from schemas.nouns import RegistryError


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_format_has_a_test(suffix):
    texts = [path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py")]
    assert any(f".{suffix}" in text for text in texts), f"no test in tests/formats/ asks for .{suffix}"


def test_a_format_that_is_not_registered_is_refused(monkeypatch):
    monkeypatch.setattr("api.formats.FORMATS", {name: one for name, one in FORMATS.items() if name != "ics"})
    with pytest.raises(RegistryError, match=r"The format of api/formats/ics\.py is missing in FORMATS"):
        check_formats()


def test_a_media_type_asks_for_one_format(monkeypatch):
    monkeypatch.setitem(FORMATS, "sheet", replace(FORMATS["csv"], suffix="sheet"))
    with pytest.raises(RegistryError, match=r"Accept: text/csv asks for \.csv and for \.sheet"):
        check_formats()
